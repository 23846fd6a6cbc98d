/**
 * What figures of `npm run bench -- spark` say of larger tables and clusters: prints the tables of docs/scale.md. Give it what the bench printed, at one size, or
 * at two of the same columns. With one, all of its processor time is taken to grow with rows, and what it waited to hang on none.
 *
 *     npx tsx scripts/scale.ts large.log small.log
 */
import { readFileSync } from "node:fs";

/** Rows that executors sum before they send anything. */
const SECTION_ROWS = 262_144;
/** Rows and columns that are asked about, and the cores that work. */
const ASKED = [100e6, 1e9] as const;
const COLUMNS = 366;
const EXECUTORS = [20, 200] as const;
const CORES_PER_EXECUTOR = 4;
/** What the driver takes in: 10 Gbit/s, of which 70 % come through gRPC. */
const DRIVER_BYTES_PER_SECOND = 0.875e9;
/** Components after PCA that are asked about, and those of the bench. */
const COMPONENTS = 50;
const BENCH_COMPONENTS = 20;
/** A column of sums of products, packed: half a triangle of float64. */
const GRAM_BYTES = (COLUMNS * (COLUMNS + 1) * 8) / 2;

interface Step {
  readonly wall: number;
  readonly here: number;
  readonly cluster: number;
  readonly megabytes: number;
}

interface Figures {
  readonly rows: number;
  readonly columns: number;
  readonly steps: ReadonlyMap<string, Step>;
}

/** What the bench said of kindred on the cluster. */
function figuresIn(path: string): Figures {
  const text = readFileSync(path, "utf8");
  const [, rows, columns, lines] = /\n([\d,]+) x (\d+): kindred on the cluster\n((?: {2}.*\n)+)/.exec(text)!;
  const steps = new Map<string, Step>();
  for (const [, name, wall, here, cluster, megabytes] of lines!.matchAll(
    /^ {2}(.*?) +([\d.]+) s, here ([\d.]+) s, cluster ([\d.]+) s, ([\d.]+) MB$/gm,
  ))
    steps.set(name!, {
      wall: Number(wall),
      here: Number(here),
      cluster: Number(cluster),
      megabytes: Number(megabytes),
    });
  return { rows: Number(rows!.replaceAll(",", "")), columns: Number(columns), steps };
}

const [large, small] = process.argv.slice(2).map(figuresIn);
const [rowsThere, benchCores] = [large!.rows - (small?.rows ?? 0), 2];
console.log("step: seconds however few rows, and core seconds for a million values");
const slopes = new Map<string, { fixed: number; slope: number }>();
for (const [name, { wall, cluster }] of large!.steps) {
  if (name === "all") continue;
  const before = small?.steps.get(name) ?? { wall: 0, cluster: 0 };
  const slope = Math.max(0, (cluster - before.cluster) / ((rowsThere * large!.columns) / 1e6));
  const fixed =
    small === undefined
      ? Math.max(0, wall - cluster / benchCores)
      : Math.max(0, before.wall - ((wall - before.wall) / rowsThere) * small.rows);
  slopes.set(name, { fixed, slope });
  console.log(`  ${name.padEnd(12)} ${fixed.toFixed(1)} s, ${slope.toFixed(3)} s`);
}
const hours = (seconds: number): string =>
  seconds < 5400 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
for (const rows of ASKED)
  for (const executors of EXECUTORS) {
    const atWork = Math.min(executors * CORES_PER_EXECUTOR, Math.ceil(rows / SECTION_ROWS));
    const sections = Math.ceil(rows / SECTION_ROWS);
    let work = 0;
    let waits = 0;
    for (const [name, { fixed, slope }] of slopes) {
      if (name === "segments") continue;
      waits += fixed;
      // What grows with columns twice is a pass of products.
      const wider = name === "reduce" ? COLUMNS / large!.columns : 1;
      work += (slope * wider * rows * COLUMNS) / 1e6;
    }
    const products = (sections * GRAM_BYTES) / DRIVER_BYTES_PER_SECOND;
    // What one process did with a stored row, as the bench found.
    const drawn = large!.steps.get("cluster")!.here * (rows / large!.rows) * (COMPONENTS / BENCH_COMPONENTS);
    const described = large!.steps.get("segments")!.here * (rows / large!.rows) * (COLUMNS / large!.columns);
    console.log(
      `${rows / 1e6} million rows on ${executors} executors (${atWork} cores at work): ${hours(work / atWork + waits)} of work and waiting; ` +
        `products reach the driver in ${hours(products)} (${((sections * GRAM_BYTES) / 1e9).toFixed(1)} GB); the driver draws rows for starts in ` +
        `${hours(drawn)} and describes segments in ${hours(described)}`,
    );
  }
