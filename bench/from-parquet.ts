/**
 * The reference pipeline learned from Parquet by DuckDB: a file of codes that DuckDB writes, read again in every pass. Shows the most memory that the process held, and
 * that fewer rows give the document of the same rows in memory. Every fit runs in a process of its own.
 *
 *     npm run bench -- from-parquet
 *     KINDRED_ROWS=5000000 KINDRED_COLUMNS=366 npm run bench -- from-parquet
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { FeatureEncoder, Imputer, KMeans, PCA, Pipeline, Scaler } from "kindred";
import { duckdbSource, readParquet } from "kindred/io";

const ROWS = Number(process.env["KINDRED_ROWS"] ?? 2_000_000);
const COLUMNS = Number(process.env["KINDRED_COLUMNS"] ?? 366);
/** Rows of the file that is also read into memory. */
const SMALL = 50_000;
/** What DuckDB may hold, within what the process holds. */
const DUCKDB_MEMORY = "512MB";

interface Result {
  readonly seconds: number;
  readonly megabytes: number;
  readonly checksum: string;
}

/** Codes of four kinds of people, a twentieth of them missing, and a column of words. */
function people(rows: number): string {
  const codes = Array.from(
    { length: COLUMNS - 1 },
    (_, j) =>
      `CASE WHEN hash(i * 1000 + ${j}) % 20 = 0 THEN NULL ` +
      `ELSE CAST(1 + hash(i * 1000 + ${j} + 500) % 3 + (hash(i) % 4 * ${(j % 5) + 1}) % 6 AS TINYINT) END AS C${j}`,
  );
  return `SELECT ${codes.join(", ")}, ['north', 'south', 'east', 'west'][CAST(1 + hash(i + 7) % 4 AS INT)] AS ZONE FROM range(${rows}) t(i)`;
}

async function write(path: string, rows: number): Promise<void> {
  const database = await DuckDBInstance.create(":memory:", { memory_limit: "2GB", preserve_insertion_order: "true" });
  const connection = await database.connect();
  await connection.run(`COPY (${people(rows)}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
}

async function fit(path: string, where: "duckdb" | "memory"): Promise<Result> {
  const data =
    where === "memory"
      ? await readParquet(path)
      : duckdbSource(`SELECT * FROM read_parquet('${path}')`, { config: { memory_limit: DUCKDB_MEMORY } });
  const pipeline = new Pipeline([
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    ["scale", new Scaler()],
    ["reduce", new PCA({ components: 20 })],
    ["cluster", new KMeans({ clusters: 8, seed: 1 })],
  ]);
  const started = performance.now();
  const fitted = await pipeline.fit(data, { cacheBytes: 256e6 });
  const { checksum } = fitted.toJSON() as { readonly checksum: string };
  return {
    seconds: (performance.now() - started) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
    checksum,
  };
}

function apart(path: string, where: "duckdb" | "memory"): Result {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), path, where];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Result;
}

/** Runs the benchmark. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(process.env["KINDRED_FOLDER"] ?? tmpdir(), "kindred-bench-"));
  try {
    const [large, small] = [join(folder, "large.parquet"), join(folder, "small.parquet")];
    await write(large, ROWS);
    await write(small, SMALL);
    const { seconds, megabytes } = apart(large, "duckdb");
    const size = (statSync(large).size / 1e6).toFixed(0);
    console.log(`${ROWS} x ${COLUMNS}, Parquet of ${size} MB, ${((ROWS * COLUMNS) / 1e6).toFixed(0)} MB as codes`);
    console.log(`  by DuckDB: ${seconds.toFixed(1)} s, at most ${megabytes.toFixed(0)} MB`);
    const same = apart(small, "duckdb").checksum === apart(small, "memory").checksum;
    console.log(`  ${SMALL} rows by DuckDB and from memory: ${same ? "the same document" : "OTHER documents"}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [, self, path, where] = process.argv;
if (self === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(await fit(path!, where as "duckdb" | "memory")));
