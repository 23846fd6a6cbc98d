import { statSync, writeSync } from "node:fs";
import { compare } from "./harness/compare.js";
import { made, noise } from "./harness/data.js";

const COLUMNS = 366;
const MEGABYTES = 300;
const ROWS_A_WRITE = 500;

/** How fast a file of codes is read. */
export async function run(): Promise<void> {
  const path = made(`codes-${MEGABYTES}.csv`, (file) => writeCodes(file, MEGABYTES * 1e6));
  const sides = await compare({
    title: `Reading ${MEGABYTES} MB of CSV, ${COLUMNS} columns of codes`,
    ours: { name: "kindred", script: "ours/read-csv.ts", args: [path] },
    peers: [
      { name: "pandas", script: "peers/read_csv.py", args: [path, "pandas"] },
      { name: "polars", script: "peers/read_csv.py", args: [path, "polars"] },
      { name: "DuckDB", script: "peers/read_csv.py", args: [path, "duckdb"] },
      { name: "kindred, one thread", script: "ours/read-csv.ts", args: [path], threads: 1 },
    ],
  });
  for (const { name, seconds } of sides)
    console.log(`  ${name}: ${(statSync(path).size / 1e6 / seconds).toFixed(0)} MB/s`);
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
  let written = writeSync(file, `${Array.from({ length: COLUMNS }, (_, j) => `COLUMN_${j}`).join(";")}\n`);
  for (let row = 0; written < bytes; ) {
    let text = "";
    for (let k = 0; k < ROWS_A_WRITE; k++, row++) {
      const sparse = random() < 0.1;
      text += `${Array.from({ length: COLUMNS }, (_, column) => cellOf(column, row, sparse)).join(";")}\n`;
    }
    written += writeSync(file, text);
  }
}
