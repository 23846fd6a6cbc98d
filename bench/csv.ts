/**
 * How fast a file of codes is read: megabytes a second, ours on all threads and on one, and pandas where
 * KINDRED_PYTHON names a Python that has it. Runs alternate, since other work on the machine comes and goes.
 *
 * Workers load the compiled library: build it first, then `npx tsx bench/csv.ts [megabytes] [runs]`.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCsv } from "kindred/io";

const MEGABYTES = Number(process.argv[2] ?? 300);
const RUNS = Number(process.argv[3] ?? 5);
const COLUMNS = 366;
const PYTHON = process.env["KINDRED_PYTHON"];

/** A file of the shape of demographic data: an id, a date, a mixed code, and small codes with gaps. */
function writeCodes(path: string, bytes: number): void {
  let state = 12345;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 16777216;
  };
  const kinds = Array.from({ length: COLUMNS }, () => random());
  const cellOf = (column: number, row: number, sparse: boolean): string => {
    if (column === 0) return String(910_000 + row);
    if (random() < (sparse ? 0.7 : 0.05)) return "";
    if (column === 1) return "1992-02-10 00:00:00";
    if (column === 2)
      return random() < 0.08 ? '"XX"' : `${1 + Math.floor(random() * 9)}${"ABCDE"[Math.floor(random() * 5)]}`;
    const kind = kinds[column]!;
    if (kind < 0.8) return String(Math.floor(random() * 10));
    if (kind < 0.95) return String(Math.floor(random() * 45));
    return String(kind < 0.97 ? 1900 + Math.floor(random() * 110) : Math.floor(random() * 10) - 1);
  };
  const file = openSync(path, "w");
  let written = writeSync(file, `${Array.from({ length: COLUMNS }, (_, j) => `COLUMN_${j}`).join(";")}\n`);
  for (let row = 0; written < bytes; ) {
    let text = "";
    for (let k = 0; k < 500; k++, row++) {
      const sparse = random() < 0.1;
      text += `${Array.from({ length: COLUMNS }, (_, column) => cellOf(column, row, sparse)).join(";")}\n`;
    }
    written += writeSync(file, text);
  }
  closeSync(file);
}

async function ours(path: string, options: { readonly threads?: number }): Promise<number> {
  const start = performance.now();
  await readCsv(path, { separator: ";", ...options });
  return performance.now() - start;
}

function pandas(path: string): number {
  const script =
    "import sys,time,pandas\nt=time.perf_counter()\npandas.read_csv(sys.argv[1],sep=';',low_memory=False)\nprint((time.perf_counter()-t)*1000)";
  const { stdout, stderr, status } = spawnSync(PYTHON!, ["-c", script, path], { encoding: "utf8" });
  if (status !== 0) throw new Error(`pandas failed: ${stderr}`);
  return Number(stdout);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const folder = mkdtempSync(join(tmpdir(), "kindred-bench-"));
try {
  const path = join(folder, "codes.csv");
  writeCodes(path, MEGABYTES * 1e6);
  const { size } = statSync(path);
  const runners: [name: string, run: () => Promise<number> | number][] = [
    ["kindred", () => ours(path, {})],
    ["kindred, one thread", () => ours(path, { threads: 1 })],
  ];
  if (PYTHON !== undefined) runners.push(["pandas", () => pandas(path)]);
  const speeds = runners.map((): number[] => []);
  for (let run = 0; run < RUNS; run++)
    for (const [k, [, time]] of runners.entries()) speeds[k]!.push(size / 1e3 / (await time()));
  console.log(`${(size / 1e6).toFixed(0)} MB, ${COLUMNS} columns, ${RUNS} alternating runs`);
  for (const [k, [name]] of runners.entries()) {
    const each = speeds[k]!.map((speed) => speed.toFixed(0)).join(" ");
    const ratio = median(speeds[k]!) / median(speeds.at(-1)!);
    console.log(
      `${name.padEnd(20)} median ${median(speeds[k]!).toFixed(0).padStart(4)} MB/s, ${ratio.toFixed(2)} x ${runners.at(-1)![0]} (${each})`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
