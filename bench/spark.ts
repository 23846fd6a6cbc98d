/**
 * The reference pipeline (imputer, encoder, scaler, PCA, k-means) learned on a cluster of Spark of two workers with a core each on this machine, beside MLlib's nearest
 * pipeline on the same cluster and one process that streams the same files. Shows wall and processor time by step, and the bytes that came from the cluster.
 *
 *     npm run bench -- spark
 *     KINDRED_ROWS=1000000,2000000 KINDRED_COLUMNS=366 npm run bench -- spark
 *     KINDRED_ROWS=1000000 KINDRED_RUNS=3 npm run bench -- spark    # in turns with MLlib, and the medians
 *
 * `KINDRED_MLLIB=0` leaves out MLlib and `KINDRED_ONE_PROCESS=0` the one process. The cluster takes 7 GB of memory at most (two executors of 1.5 GB with Python and
 * Node beside each, and a driver of 1 GB), and what is stored 0.3 GB of disk for a million rows of 50 columns.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FeatureEncoder, Imputer, KMeans, PCA, Pipeline, Scaler, type Source } from "kindred";
import { duckdbSource } from "kindred/io";
import { type SparkSource, sparkSource } from "kindred/spark";
import { type SparkCluster, startSpark } from "../scripts/spark-cluster.js";
import { readAddress } from "../src/spark/connect/address.js";
import { Channel } from "../src/spark/connect/channel.js";
import { parquetWrite, queried } from "../src/spark/connect/plans.js";
import { SparkSession } from "../src/spark/connect/session.js";

const SIZES = (process.env["KINDRED_ROWS"] ?? "250000,1000000").split(",").map(Number);
const COLUMNS = Number(process.env["KINDRED_COLUMNS"] ?? 50);
const WITH_MLLIB = process.env["KINDRED_MLLIB"] !== "0";
const WITH_ONE_PROCESS = process.env["KINDRED_ONE_PROCESS"] !== "0";
const RUNS = Number(process.env["KINDRED_RUNS"] ?? 1);
const COMPONENTS = 20;
const MEGABYTE = 1e6;
const TICKS_PER_SECOND = 100;

/** What a step took: wall time, processor time here and on the cluster, bytes from the cluster. */
interface Cost {
  wall: number;
  here: number;
  cluster: number;
  megabytes: number;
}

/** Codes of four kinds of people with gaps, a column of words and one of amounts. */
function people(rows: number): string {
  const code = (j: number): string =>
    `CASE WHEN pmod(xxhash64(${j}, id), 20) = 0 THEN NULL ` +
    `ELSE CAST(1 + pmod(xxhash64(id, ${j}), 3) + pmod(pmod(hash(id), 4) * ${(j % 5) + 1}, 6) AS TINYINT) END AS C${j}`;
  const codes = Array.from({ length: COLUMNS - 2 }, (_, j) => code(j));
  const words = "element_at(array('north', 'south', 'east', 'west'), CAST(1 + pmod(hash(id, 7), 4) AS INT)) AS ZONE";
  const amount = "CAST(pmod(xxhash64(id, 9), 10000) AS FLOAT) AS AMOUNT";
  return `SELECT id AS LNR, ${[...codes, words, amount].join(", ")} FROM range(0, ${rows}, 1, 8)`;
}

function pipeline() {
  return new Pipeline([
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    ["scale", new Scaler()],
    ["reduce", new PCA({ components: COMPONENTS })],
    ["cluster", new KMeans({ clusters: 8, seed: 1 })],
  ]);
}

/** Fits, and takes what each step costs: it ends when progress names another. */
async function costs(data: Source, received: () => number): Promise<{ steps: Map<string, Cost>; checksum: string }> {
  const steps = new Map<string, Cost>();
  let at = "read";
  let last = measured(received);
  const settle = (): void => {
    const now = measured(received);
    const cost = steps.get(at) ?? { wall: 0, here: 0, cluster: 0, megabytes: 0 };
    // Python's workers that end take their time with them.
    for (const key of ["wall", "here", "cluster", "megabytes"] as const) cost[key] += Math.max(0, now[key] - last[key]);
    steps.set(at, cost);
    last = now;
  };
  const fitted = await pipeline().fit(data, {
    onProgress({ step }) {
      if (step === at) return;
      settle();
      at = step;
    },
  });
  settle();
  const { checksum } = fitted.toJSON() as { readonly checksum: string };
  return { steps, checksum };
}

function measured(received: () => number): Cost {
  const { user, system } = process.cpuUsage();
  return {
    wall: performance.now() / 1000,
    here: (user + system) / 1e6,
    cluster: processorSeconds(),
    megabytes: received() / MEGABYTE,
  };
}

/** Processor time of all processes that this one started, and of those that they started. */
function processorSeconds(): number {
  const times = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, "utf8");
      const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
      const ticks = fields.slice(11, 15).reduce((sum, one) => sum + Number(one), 0);
      times.set(Number(name), { parent: Number(fields[1]), ticks });
    } catch {
      // It has ended.
    }
  }
  const isOurs = (id: number): boolean => {
    for (let at = times.get(id)?.parent; at !== undefined && at > 1; at = times.get(at)?.parent)
      if (at === process.pid) return true;
    return false;
  };
  let ticks = 0;
  for (const [id, one] of times) if (isOurs(id)) ticks += one.ticks;
  return ticks / TICKS_PER_SECOND;
}

function print(title: string, steps: ReadonlyMap<string, Cost>): void {
  console.log(`\n${title}`);
  const total: Cost = { wall: 0, here: 0, cluster: 0, megabytes: 0 };
  for (const [name, cost] of steps) {
    for (const key of ["wall", "here", "cluster", "megabytes"] as const) total[key] += cost[key];
    console.log(line(name, cost));
  }
  console.log(line("all", total));
}

function line(name: string, { wall, here, cluster, megabytes }: Cost): string {
  const cells = [`${wall.toFixed(1)} s`, `here ${here.toFixed(1)} s`, `cluster ${cluster.toFixed(1)} s`];
  return `  ${name.padEnd(20)} ${[...cells, `${megabytes.toFixed(1)} MB`].join(", ")}`;
}

async function onSize(cluster: SparkCluster, rows: number): Promise<void> {
  const title = `${rows.toLocaleString("en")} x ${COLUMNS}`;
  const folder = join(cluster.folder, `people-${rows}`);
  const channel = await Channel.open(readAddress(cluster.address));
  const session = new SparkSession(channel, {});
  await session.run(parquetWrite(queried(people(rows)), folder));
  await session.close();
  channel.close();
  const [ours, theirs]: [number[], number[]] = [[], []];
  // In turns, so that neither has the warmer cluster, and both the same neighbors.
  for (let run = 0; run < RUNS; run++) {
    const steps = await onCluster(cluster, folder);
    print(`${title}: kindred on the cluster`, steps);
    ours.push(Array.from(steps.values(), ({ wall }) => wall).reduce((sum, wall) => sum + wall, 0));
    if (WITH_MLLIB) theirs.push(byMllib(cluster, folder, title));
  }
  if (WITH_MLLIB)
    console.log(
      `\n${title}: medians of ${RUNS}: kindred ${median(ours).toFixed(1)} s, MLlib ${median(theirs).toFixed(1)} s: ` +
        `${(median(ours) / median(theirs)).toFixed(2)} of its time`,
    );
  if (!WITH_ONE_PROCESS) return;
  const files = `SELECT * EXCLUDE (LNR) FROM read_parquet('${folder}/*.parquet')`;
  const here = await costs(duckdbSource(files), () => 0);
  print(`${title}: kindred in one process, from the same files by DuckDB`, here.steps);
}

async function onCluster(cluster: SparkCluster, folder: string): Promise<ReadonlyMap<string, Cost>> {
  const source: SparkSource = await sparkSource(cluster.address, `SELECT * FROM parquet.\`${folder}\``, {
    rowId: "LNR",
    stage: join(cluster.folder, "stage"),
  });
  const { steps } = await costs(source, () => source.receivedBytes);
  await source.removeStored();
  await source.close();
  return steps;
}

/** How many seconds MLlib took. */
function byMllib(cluster: SparkCluster, folder: string, title: string): number {
  const started = performance.now();
  const before = processorSeconds();
  const python = fileURLToPath(new URL("../.venv/spark/bin/python3", import.meta.url));
  const script = fileURLToPath(new URL("peers/spark_pipeline.py", import.meta.url));
  const said = execFileSync(python, [script, cluster.address, folder, String(COMPONENTS)], { encoding: "utf8" });
  const wall = (performance.now() - started) / 1000;
  console.log(`\n${title}: MLlib on the cluster\n  ${said.trim()}`);
  console.log(line("all", { wall, here: 0, cluster: processorSeconds() - before, megabytes: 0 }));
  return wall;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Runs the benchmark. */
export async function run(): Promise<void> {
  const { cluster, stop } = await startSpark();
  try {
    for (const rows of SIZES) await onSize(cluster, rows);
  } finally {
    await stop();
  }
}
