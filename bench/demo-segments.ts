import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adjustedRandIndex, compareSegments, LogisticRegression, selectRows } from "kindred";
import { readCsv } from "kindred/io";
import { readData } from "../examples/demo/files.js";
import { aboutPlaces, asideIn, cleaning, components, labelsOf, segments } from "../examples/demo/steps.js";
import { published } from "../examples/demographics/facts.js";
import { makeDemographics } from "../examples/demographics/index.js";

const SEEDS = Number(process.env["KINDRED_SEEDS"] ?? 5);
const ROWS = { population: 21_000, customers: 6_000, mailing: 3, test: 3 };
const GOAL = 0.75;
const CLUSTERS = published.segmentShares.length;
/** People whom a model learns from that is told the planted segments, and as many others that it is asked about. */
const TOLD_ROWS = 6000;

/** How well the demo finds the segments planted in its people, seed by seed, and how well a model would that is told them. */
export async function run(): Promise<void> {
  const found: { ari: number; top: boolean }[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const folder = await mkdtemp(join(tmpdir(), "kindred-demo-segments-"));
    try {
      const { ari, told, top } = await tryOut(folder, seed);
      found.push({ ari, top });
      console.log(
        `seed ${seed}: adjusted Rand index ${ari.toFixed(3)}; told the segments ${told.toFixed(3)}; the top finding is ${top ? "" : "not "}the planted one`,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  const mean = found.reduce((sum, { ari }) => sum + ari, 0) / found.length;
  const tops = found.filter(({ top }) => top).length;
  console.log(
    `mean ${mean.toFixed(3)} (goal ${GOAL}: ${mean >= GOAL ? "reached" : "missed"}), top finding planted in ${tops} of ${found.length}`,
  );
}

async function tryOut(folder: string, seed: number): Promise<{ ari: number; told: number; top: boolean }> {
  const files = await makeDemographics({ folder, rows: ROWS, seed });
  const { dictionary, segmentation } = await readData({
    population: files.data.population,
    customers: files.data.customers,
    dictionary: files.dictionary,
    levels: files.levels,
    target: "RESPONSE",
    output: folder,
    clusters: CLUSTERS,
    seed,
  });
  const { population, customers } = segmentation!;
  const cleaned = await cleaning(population, dictionary).fit(population);
  const [people, buyers] = [cleaned.transform(population), cleaned.transform(customers)];
  const drop = aboutPlaces(cleaned.provenance, cleaned.outputColumns, dictionary);
  const fitted = await segments(drop, CLUSTERS, seed).fit(people);
  const labels = labelsOf(fitted, people);
  const truth = (await readCsv(files.truth.population, { columns: ["SEGMENT"] })).getChild("SEGMENT")!;
  const kept = asideIn(people).flatMap((aside, i) => (aside ? [] : [i]));
  const planted = kept.map((i) => Number(truth.get(i)));
  const own = kept.map((i) => labels[i]!);
  const { segments: rows } = compareSegments({
    population: labels,
    customers: labelsOf(fitted, buyers),
    overlap: "none",
  });
  const [top] = rows.filter(({ segment }) => segment !== null).sort((a, b) => b.index - a.index);
  return {
    ari: adjustedRandIndex(planted, own),
    told: await toldIndex(await components(drop).fit(people), selectRows(people, kept), planted),
    top: mostOften(planted.filter((_, i) => own[i] === top!.segment)) === highest(published.segmentShares),
  };
}

/** The adjusted Rand index of a linear model that learned the planted segments from other people, in the components that clusters are made of. */
async function toldIndex(
  model: Awaited<ReturnType<ReturnType<typeof components>["fit"]>>,
  people: Parameters<typeof model.transform>[0],
  planted: readonly number[],
): Promise<number> {
  const x = model.transform(people);
  const part = (from: number): Int32Array => Int32Array.from({ length: TOLD_ROWS }, (_, i) => from + i);
  const labelsIn = (rows: Int32Array): number[] => Array.from(rows, (i) => planted[i]!);
  const [learned, asked] = [part(0), part(TOLD_ROWS)];
  const fitted = await new LogisticRegression({ c: 0.1 }).fit(x.take(learned), labelsIn(learned));
  return adjustedRandIndex(labelsIn(asked), fitted.predict(x.take(asked)));
}

/** The planted segment that customers come from most. */
function highest(shares: readonly (readonly [population: number, customers: number])[]): number {
  const indices = shares.map(([population, customers]) => customers / population);
  return indices.indexOf(Math.max(...indices));
}

function mostOften(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}
