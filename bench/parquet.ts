import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readParquet, writeArrow } from "kindred/io";
import { compare } from "./harness/compare.js";
import type { Start } from "./harness/contender.js";
import { made } from "./harness/data.js";

const ROWS = Number(process.env["KINDRED_BENCH_ROWS"] ?? 390_000);
const COLUMNS = 366;
const PYTHON = process.env["KINDRED_PYTHON"];
/** The goal: our time as a share of that of polars. */
const GOAL = 4;

/**
 * How fast tables of codes with gaps are read from Parquet, as polars packs it (Zstandard) and as pyarrow does (Snappy), and from a file of `writeArrow`:
 * by the clock, and in processor time of all threads.
 */
export async function run(): Promise<void> {
  if (PYTHON === undefined) {
    console.log("parquet: KINDRED_PYTHON names no Python with polars and pyarrow, which write the files");
    return;
  }
  for (const writer of ["polars", "pyarrow"]) {
    const path = written(writer, PYTHON);
    const ours = (threads: number): Start => ({
      name: `kindred, threads: ${threads}`,
      script: "ours/read-file.ts",
      args: [path, "parquet"],
      threads,
    });
    await compare({
      title: `Reading Parquet of ${writer}, ${ROWS} x ${COLUMNS}, ${(statSync(path).size / 1e6).toFixed(0)} MB`,
      ours: ours(2),
      peers: [peer("polars", path, "parquet"), peer("pyarrow", path, "parquet"), ours(1)],
      goal: GOAL,
    });
  }
  const table = written("polars", PYTHON);
  const arrow = table.replace(".parquet", ".arrow");
  if (!existsSync(arrow)) await writeArrow(arrow, await readParquet(table, { limits: { cells: 1e9 } }));
  await compare({
    title: `Reading Arrow of writeArrow, the same table, ${(statSync(arrow).size / 1e6).toFixed(0)} MB`,
    ours: { name: "kindred", script: "ours/read-file.ts", args: [arrow, "arrow"] },
    peers: [peer("pyarrow", arrow, "arrow"), peer("polars", arrow, "arrow")],
  });
}

function peer(name: string, path: string, form: string): Start {
  return { name, script: "peers/read_file.py", args: [path, name, form] };
}

/** A file of codes by a writer of Python. */
function written(writer: string, python: string): string {
  const script = fileURLToPath(new URL("peers/write_codes.py", import.meta.url));
  return made(`codes-${ROWS}x${COLUMNS}-${writer}.parquet`, (file) => {
    const { status } = spawnSync(python, [script, String(ROWS), String(COLUMNS), writer], {
      stdio: ["ignore", file, "inherit"],
    });
    if (status !== 0) throw new Error(`${writer} wrote no file`);
  });
}
