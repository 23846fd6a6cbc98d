import { join } from "node:path";
import type { Table } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { FeatureEncoder, Imputer, LogisticRegression, lookAlike, Pipeline } from "../../src/index.js";
import { readCsv } from "../../src/io/index.js";
import { columnNames, planOfTable, readTable, writeTable } from "../../src/table/index.js";
import { realData } from "../reference.js";

const [coil, bank] = [realData("coil2000"), realData("bank-marketing")];

/** Half of those who have it are the customers; the other half hide among the strangers. */
async function halfHidden(table: Table, isKindred: (row: number) => boolean, ...aside: readonly string[]) {
  const rows = Array.from({ length: table.numRows }, (_, row) => row);
  const kindred = rows.filter(isKindred);
  const known = new Set(kindred.filter((_, i) => i % 2 === 0));
  const strangers = rows.filter((row) => !known.has(row));
  const features = table.select(table.schema.fields.map(({ name }) => name).filter((name) => !aside.includes(name)));
  const block = readTable(features, planOfTable(features, columnNames(features), "test"), "test");
  const selected = (chosen: readonly number[]): Table => writeTable(block.take(chosen));
  const estimator = new Pipeline([
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    ["model", new LogisticRegression()],
  ]);
  const files = {
    population: selected(strangers),
    customers: selected([...known]),
    overlap: "none",
    seed: 1,
    folds: 3,
  } as const;
  const truth = (kindred.length - known.size) / strangers.length;
  const plain = await lookAlike(estimator, files);
  const bound = await lookAlike(estimator, { ...files, correction: "elkanNoto" });
  return { truth, plain, bound };
}

function expectHonest({ truth, plain, bound }: Awaited<ReturnType<typeof halfHidden>>): void {
  console.info(
    `half hidden: ${(100 * truth).toFixed(1)} % of strangers are kindred; bound ${(100 * bound.share!).toFixed(1)} %`,
  );
  expect(plain.share).toBeUndefined();
  // Every share of kindred people that is printed without a correction is at most twice the truth: none is printed.
  const printed = [...plain.toText().matchAll(/kindred among strangers: (?:at most )?(\d+\.\d) %/g)].map(
    (one) => Number(one[1]) / 100,
  );
  for (const share of printed) expect(share).toBeLessThanOrEqual(2 * truth);
  expect(bound.share).toBeGreaterThan(truth);
  expect(bound.toText()).toContain(`kindred among strangers: at most ${(100 * bound.share!).toFixed(1)} %`);
}

describe("look-alikes of which half are hidden (skipped where the data are absent)", { timeout: 400_000 }, () => {
  it.skipIf(coil === undefined)("COIL 2000: claims no share of owners unasked, and a bound as one", async () => {
    const table = await readCsv(join(coil!, "ticdata2000.csv"));
    const owns = table.getChild("CARAVAN")!;
    expectHonest(await halfHidden(table, (row) => owns.get(row) === 1, "CARAVAN"));
  });

  it.skipIf(bank === undefined)("bank-marketing: the same of those who said yes", async () => {
    const table = await readCsv(join(bank!, "bank-additional.csv.gz"));
    const y = table.getChild("y")!;
    expectHonest(await halfHidden(table, (row) => y.get(row) === "yes", "y", "duration"));
  });
});
