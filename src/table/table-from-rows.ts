import type { Table } from "apache-arrow";
import { FeatureMatrix, plainStore } from "../matrix/index.js";
import { byCodePoint } from "./survey.js";
import { writeTable } from "./write-table.js";

/** A Table from rows of numbers, words and nulls: columns of words where there is any word in them. */
export function tableFromRows(names: readonly string[], rows: readonly (readonly (string | number | null)[])[]): Table {
  const stores = names.map((_, j) => {
    const cells = rows.map((row) => row[j]!);
    if (cells.every((cell) => typeof cell !== "string"))
      return plainStore(Float64Array.from(cells, (cell) => (typeof cell === "number" ? cell : Number.NaN)));
    const words = cells.map((cell) => (cell === null ? null : String(cell)));
    const labels = [...new Set(words.filter((word): word is string => word !== null))].sort(byCodePoint);
    const codes = new Map(labels.map((label, code) => [label, code]));
    return plainStore(
      Float64Array.from(words, (word) => (word === null ? Number.NaN : codes.get(word)!)),
      { labels },
    );
  });
  return writeTable(new FeatureMatrix(rows.length, names, stores));
}
