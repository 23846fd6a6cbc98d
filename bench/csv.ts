import { spawnSync } from "node:child_process";
import { existsSync, renameSync, statSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readCsv, writeArrow } from "kindred/io";
import { compare, type Side } from "./harness/compare.js";
import type { Start } from "./harness/contender.js";
import { made, noise } from "./harness/data.js";

const COLUMNS = 366;
const ROWS_A_WRITE = 500;
/** Size of the file of codes; that of text has a third of it, the large one four times as much. */
const MEGABYTES = Number(process.env["KINDRED_BENCH_MEGABYTES"] ?? 300);
const PYTHON = process.env["KINDRED_PYTHON"];

/** How fast files of codes and of quoted text are read, whole and in part, and what memory a large one takes. */
export async function run(): Promise<void> {
  const codes = made(`codes-${MEGABYTES}.csv`, (file) => writeCodes(file, MEGABYTES * 1e6));
  const text = made(`text-${MEGABYTES / 3}.csv`, (file) => writeText(file, (MEGABYTES / 3) * 1e6));
  const large = made(`codes-${4 * MEGABYTES}.csv`, (file) => writeCodes(file, 4 * MEGABYTES * 1e6));
  await reading(`${MEGABYTES} MB of CSV, 366 columns of codes`, codes, "whole", 3, [
    python("pandas", codes, "whole"),
    python("polars", codes, "whole"),
    python("DuckDB", codes, "whole"),
    { name: "papaparse, rows thrown away", script: "ours/papaparse.ts", args: [codes] },
    { name: "kindred, one thread", script: "ours/read-csv.ts", args: [codes, "whole"], threads: 1 },
  ]);
  await reading(`${MEGABYTES / 3} MB of CSV, 12 columns of quoted text and numbers`, text, "whole", 3, [
    python("pandas", text, "whole"),
    python("polars", text, "whole"),
    python("DuckDB", text, "whole"),
    { name: "papaparse, rows thrown away", script: "ours/papaparse.ts", args: [text] },
    { name: "kindred, one thread", script: "ours/read-csv.ts", args: [text, "whole"], threads: 1 },
  ]);
  await reading("20 of the 366 columns", codes, "columns", 3, [
    python("pandas", codes, "columns"),
    python("polars", codes, "columns"),
  ]);
  await reading("a sample of 10,000 rows", codes, "sample", 3, []);
  await reading(`${4 * MEGABYTES} MB of CSV, 366 columns of codes`, large, "whole", 1, [
    python("pandas", large, "whole"),
    python("polars", large, "whole"),
  ]);
  const { arrow, parquet } = await kept(codes);
  await reading("the table of the codes, kept by writeArrow", arrow, "arrow", 3, []);
  if (parquet !== undefined)
    await reading("the same, kept as Parquet", parquet, "parquet", 3, [python("polars", parquet, "parquet")]);
}

function python(name: string, path: string, how: string): Start {
  return { name, script: "peers/read_csv.py", args: [path, name.toLowerCase(), how] };
}

async function reading(
  title: string,
  path: string,
  how: string,
  rounds: number,
  peers: readonly Start[],
): Promise<void> {
  const ours = { name: "kindred", script: "ours/read-csv.ts", args: [path, how] };
  const sides = await compare({ title: `Reading ${title}`, ours, peers, rounds });
  const speed = ({ name, seconds }: Side): string => `${name} ${(statSync(path).size / 1e6 / seconds).toFixed(0)} MB/s`;
  console.log(`  ${sides.map(speed).join(", ")}`);
}

/** The table of a CSV file in other forms; Parquet where there is a Python to write it. */
async function kept(csv: string): Promise<{ arrow: string; parquet: string | undefined }> {
  const arrow = csv.replace(".csv", ".arrow");
  const parquet = csv.replace(".csv", ".parquet");
  if (!existsSync(arrow)) await writeArrow(arrow, await readCsv(csv, { separator: ";" }));
  if (!existsSync(parquet) && PYTHON !== undefined) {
    const script = fileURLToPath(new URL("peers/write_parquet.py", import.meta.url));
    const { status } = spawnSync(PYTHON, [script, csv, `${parquet}.draft`], { stdio: "inherit" });
    if (status === 0) renameSync(`${parquet}.draft`, parquet);
  }
  return { arrow, parquet: existsSync(parquet) ? parquet : undefined };
}

/** Rows of the shape of demographic data: an id, a date, a mixed code, and small codes with gaps. */
function writeCodes(file: number, bytes: number): void {
  const bits = noise(12345);
  const random = (): number => bits() / 2 ** 32;
  const kinds = Array.from({ length: COLUMNS }, random);
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
  const names = Array.from({ length: COLUMNS }, (_, j) => `COLUMN_${j}`);
  writeRows(file, bytes, names, (row) => {
    const sparse = random() < 0.1;
    return names.map((_, column) => cellOf(column, row, sparse));
  });
}

/** Half of the columns are quoted sentences, of which one in ten holds a separator, a line break or a quote; the others are amounts. */
function writeText(file: number, bytes: number): void {
  const bits = noise(54321);
  const words = Array.from({ length: 2000 }, () => `word${bits() % 10_000}`);
  const word = (): string => words[bits() % words.length]!;
  const sentence = (): string =>
    `${word()} ${word()}${[";", "\n", ' ""and"" ', "", "", "", "", "", "", ""][bits() % 10]} ${word()}`;
  const names = Array.from({ length: 12 }, (_, j) => `COLUMN_${j}`);
  const phrases = Array.from({ length: 50_000 }, sentence);
  writeRows(file, bytes, names, () =>
    names.map((_, j) => (j % 2 === 0 ? `"${phrases[bits() % phrases.length]}"` : (bits() / 1e7).toFixed(2))),
  );
}

function writeRows(file: number, bytes: number, names: readonly string[], cells: (row: number) => string[]): void {
  let written = writeSync(file, `${names.join(";")}\n`);
  for (let row = 0; written < bytes; ) {
    let text = "";
    for (let k = 0; k < ROWS_A_WRITE; k++, row++) text += `${cells(row).join(";")}\n`;
    written += writeSync(file, text);
  }
}
