import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { FeatureMatrix } from "kindred";

/** A data set as classifiers take it: words as numbers, in the order of their letters. */
export interface MarketingData {
  readonly x: FeatureMatrix;
  readonly y: Int8Array;
  /** Columns whose values are names. */
  readonly categorical: readonly string[];
}

/** Data sets that quality is measured on, by the folder that they lie in. */
export const MARKETING: { readonly [set: string]: (folder: string) => MarketingData } = {
  "bank-marketing": (folder) => {
    const { names, rows } = csv(gunzipSync(readFileSync(join(folder, "bank-additional-full.csv.gz"))).toString(), ";");
    return coded(names, rows, "y", ["duration"]);
  },
  coil2000: (folder) => {
    const { names, rows } = csv(readFileSync(join(folder, "ticdata2000.csv"), "utf8"), ",");
    return { ...coded(names, rows, "CARAVAN", []), categorical: ["MOSTYPE", "MOSHOOFD"] };
  },
  "marketing-campaign": (folder) => {
    const { names, rows } = csv(readFileSync(join(folder, "ml_project1_data.csv"), "utf8"), ",");
    const since = names.indexOf("Dt_Customer");
    const days = (date: string): string => String((Date.parse(date) - Date.parse("2012-01-01")) / 86_400_000);
    const dated = rows.map((row) => row.map((cell, j) => (j === since ? days(cell) : cell)));
    return coded(names, dated, "Response", ["ID", "Z_CostContact", "Z_Revenue"]);
  },
};

/** The fold (of five) of each row, the same as `folds` of scripts/fixtures/boosting_quality.py makes. */
export function foldsOf(y: ArrayLike<number>, repeat: number): Int8Array {
  const fold = new Int8Array(y.length);
  for (const label of [0, 1]) {
    const rows = Array.from({ length: y.length }, (_, i) => i).filter((i) => y[i] === label);
    const keys = new Map(rows.map((i) => [i, hashed(i, repeat)]));
    rows.sort((a, b) => keys.get(a)! - keys.get(b)! || a - b);
    rows.forEach((row, position) => {
      fold[row] = position % 5;
    });
  }
  return fold;
}

function hashed(row: number, repeat: number): number {
  let h = (Math.imul(row, 2654435761) + Math.imul(repeat, 40503) + 12345) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

function csv(text: string, separator: string): { names: string[]; rows: string[][] } {
  const [header, ...lines] = text.trim().split(/\r?\n/);
  const cells = (line: string): string[] => line.split(separator).map((cell) => cell.replace(/^"|"$/g, ""));
  return { names: cells(header!), rows: lines.map(cells) };
}

function coded(
  names: readonly string[],
  rows: readonly string[][],
  target: string,
  left: readonly string[],
): MarketingData {
  const categorical: string[] = [];
  const columns = names.flatMap((name, j): [string, Float64Array][] => {
    if (name === target || left.includes(name)) return [];
    const cells = rows.map((row) => row[j]!);
    const numbers = Float64Array.from(cells, (cell) => (cell === "" ? Number.NaN : Number(cell)));
    if (!numbers.some((value, i) => Number.isNaN(value) && cells[i] !== "")) return [[name, numbers]];
    categorical.push(name);
    const words = [...new Set(cells)].sort();
    return [[name, Float64Array.from(cells, (cell) => words.indexOf(cell))]];
  });
  const at = names.indexOf(target);
  const y = Int8Array.from(rows, (row) => (row[at] === "1" || row[at] === "yes" ? 1 : 0));
  return { x: FeatureMatrix.fromColumns(Object.fromEntries(columns)), y, categorical };
}
