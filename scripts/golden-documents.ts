/**
 * Makes a golden document of every case that has none of its kind's present version: `npx tsx scripts/golden-documents.ts`. What is there is never
 * written again: a document that was read once is read for ever.
 */
import { existsSync, writeFileSync } from "node:fs";
import type { BaseEstimator } from "../src/estimator/index.js";
import { load, renumberSegments } from "../src/index.js";
import { registry } from "../src/registry.js";
import { answersOf, GOLDEN_FOLDER } from "../test/document/golden.js";
import { type GoldenCase, goldenCases, goldenRecords, usualCase } from "../test/document/golden-cases.js";

import "@tensorflow/tfjs-backend-cpu";

async function contentsOf({ estimator, data, labels, ids }: GoldenCase): Promise<object> {
  if (data === undefined) return { document: estimator, records: [], answers: {} };
  const fitted = await (estimator as unknown as BaseEstimator).fit(
    data,
    labels === undefined ? {} : { target: labels },
  );
  const made = ids === undefined ? fitted : renumberSegments(fitted, ids);
  const document = JSON.parse(JSON.stringify(made)) as object;
  const records = goldenRecords(data);
  return { document, records, answers: answersOf(load(document), records) };
}

const kinds = new Set(goldenCases.map(({ estimator }) => estimator.kind));
const others = registry.filter(({ kind }) => !kinds.has(kind)).map(usualCase);
for (const one of [...goldenCases, ...others]) {
  const { version } = JSON.parse(JSON.stringify(one.estimator)) as { version: number };
  const file = `${one.estimator.kind}-${one.name.replaceAll(" ", "-")}-${version}.json`;
  if (existsSync(GOLDEN_FOLDER + file)) continue;
  writeFileSync(GOLDEN_FOLDER + file, `${JSON.stringify(await contentsOf(one))}\n`);
  console.log(file);
}
