import {
  adjustedRandIndex,
  compareSegments,
  explainSegments,
  load,
  missingReport,
  nameSegments,
  profileSegments,
  splitRows,
} from "kindred";
import { readCsv } from "kindred/io";
import type { ReportOptions } from "kindred/report";
import type { DemoData } from "./files.js";
import { chosen, held } from "./lasting.js";
import type { DemoOptions } from "./options.js";
import { progress } from "./progress.js";
import { aboutPlaces, cleaning, labelsOf, SPARSE, segments } from "./steps.js";
import { count, percent, type Summary } from "./summary.js";

/** How many segments are made where neither the caller nor the people say. */
const CLUSTERS = 8;

/** What comes out: fitted models, and what to read. */
export interface Segments {
  readonly models: object;
  /** To pass on: no figure tells of a few people. */
  readonly result: object;
  /** Every count, for the operator alone. */
  readonly operator: object;
  readonly report: ReportOptions;
}

/** Who our customers are, compared with everybody. */
export async function segment(data: DemoData, options: DemoOptions, summary: Summary): Promise<Segments> {
  const { population, customers } = data.segmentation!;
  const onProgress = ({ step, done, total }: { step: string; done: number; total: number }): void =>
    progress(`segments: ${step}`, done, total);
  const cleaned = await cleaning(population, data.dictionary).fit(population, { onProgress });
  const tables = { population: cleaned.transform(population), customers: cleaned.transform(customers) };
  const places = aboutPlaces(cleaned.provenance, cleaned.outputColumns, data.dictionary);
  const choice = await chosen(tables, places, options);
  const clusters = options.clusters ?? choice.advice.clusters ?? CLUSTERS;
  summary.section("How many segments", choice.advice.sentence, ...choice.advice.reasons, `Made are ${clusters}.`);
  const segmentation = segments(places, clusters, options.seed);
  const fitted = await segmentation.fit(tables.population, { onProgress });
  const labels = {
    population: labelsOf(fitted, tables.population),
    customers: labelsOf(fitted, tables.customers),
  };

  const dropped = [...cleaned.steps.filter.dropped, ...fitted.steps.near.dropped];
  const aside = (list: readonly (number | null)[]): number => list.filter((label) => label === null).length;
  summary.section(
    "Rows",
    ...(["population", "customers"] as const).map((file) => {
      const rows = labels[file].length;
      return `${file}: ${count(rows)} read = ${count(rows - aside(labels[file]))} in segments + ${count(aside(labels[file]))} set aside (more than half missing)`;
    }),
    splitRows(tables.population, { maxMissing: SPARSE }).toText(),
    `columns: ${count(cleaned.inputColumns.length)} features, ${count(cleaned.steps.recode.outputColumns.length)} after recoding = ${count(fitted.steps.near.outputColumns.length)} used + ${count(dropped.length)} dropped (${reasons(dropped)})`,
    `one-hot and scaled: ${count(fitted.steps.encode.outputColumns.length)}; components: ${count(fitted.steps.reduce.outputColumns.length)}, holding ${percent(fitted.steps.reduce.explainedVarianceRatio.reduce((sum, share) => sum + share, 0))} of the variance`,
  );

  const comparison = compareSegments({ ...labels, overlap: "none" });
  const explanations = explainSegments(fitted, { top: 3 });
  const names = nameSegments(explanations);
  const strongest = [...comparison.segments].sort((a, b) => b.index - a.index);
  summary.section(
    "Who our customers are, compared with everybody",
    ...strongest.map((row) => {
      const told =
        row.segment === null
          ? "Set aside: too little is known of them."
          : explanations.find(({ segment }) => segment === row.segment)!.toText();
      return `×${row.index.toFixed(2)} (${row.interval[0].toFixed(2)} to ${row.interval[1].toFixed(2)}), ${percent(row.customerShare)} of customers, ${percent(row.populationShare)} of people. ${told}`;
    }),
    `Over all segments: Cramér's V ${comparison.cramersV.toFixed(2)}.`,
    ...comparison.notes,
    ...(await recovered(data, labels.population)),
  );

  const lasting = await held(segmentation, fitted, tables, options, summary);

  const text = JSON.stringify(fitted);
  const again = load(text, { as: segmentation });
  const answers = fitted.predict(tables.customers);
  const identical = again.predict(tables.customers).every((label, i) => label === answers[i]);
  summary.section(
    "Saved and loaded again",
    `segmentation: ${identical ? "identical" : "NOT identical"} (${count(text.length)} characters of JSON)`,
  );
  const report: ReportOptions = {
    title: "Who our customers are",
    comparison,
    profile: profileSegments(tables.population, labels.population),
    model: fitted,
    names,
    choice,
    ...lasting,
    data: {
      files: (["population", "customers"] as const).map((name) => ({
        name,
        rows: labels[name].length,
        aside: aside(labels[name]),
        columns: data.segmentation![name].numCols,
      })),
      missing: missingReport(tables.population),
      dropped,
    },
  };
  return {
    report,
    models: { cleaning: cleaned, segmentation: fitted },
    result: { names, ...comparison.shared(), explanations },
    operator: { names, segments: comparison.segments, cramersV: comparison.cramersV, explanations },
  };
}

function reasons(dropped: readonly { readonly reason: string }[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of dropped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, columns]) => `${columns} ${reason}`).join(", ") || "none";
}

/** How well planted segments were found: possible only where people are made up. */
async function recovered({ truth }: DemoData, labels: readonly (number | null)[]): Promise<string[]> {
  if (truth === undefined) return [];
  const planted = (await readCsv(truth.population, { columns: ["SEGMENT"] })).getChild("SEGMENT")!;
  const kept = labels.flatMap((label, i) => (label === null ? [] : [i]));
  const index = adjustedRandIndex(
    kept.map((i) => Number(planted.get(i))),
    kept.map((i) => labels[i]!),
  );
  return [
    `The planted segments were found with an adjusted Rand index of ${index.toFixed(2)} (0 by chance, 1 exactly).`,
  ];
}
