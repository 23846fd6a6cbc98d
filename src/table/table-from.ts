import type { Table } from "apache-arrow";
import { isFeatureMatrix } from "../matrix/index.js";
import { asTable } from "./as-table.js";
import { readWhole } from "./read-whole.js";
import { isSource, type Source } from "./source.js";
import type { TableLike } from "./table-like.js";
import { writeTable } from "./write-table.js";

/**
 * A Table from rows or columns as programs have them. Types are found over all rows: whole numbers become integers of the width that holds them,
 * other numbers doubles, bigints 64-bit integers where a number would round one, text a dictionary, dates milliseconds. `null`, `undefined`,
 * `NaN` and a missing key are missing values. Numbers and text in one column are all text, as in a file.
 *
 * @param data - Records, an object of columns, or a Table (given back as it is; one of another copy of Arrow as one of ours). A Source is read into
 *   memory, and the Table promised.
 * @throws KindredError INVALID_INPUT where a record is none, or a column mixes other types or holds objects; WRONG_LENGTH where columns differ in length.
 *
 * @example
 * ```ts
 * import { tableFrom } from "kindred";
 *
 * const people = tableFrom([{ age: 34, zone: "a" }, { age: 51 }]);
 * people.numRows; // 2
 * tableFrom({ age: [34, 51], zone: ["a", null] }).getChild("zone")!.nullCount; // 1
 * ```
 */
export function tableFrom(data: TableLike): Table;
/** The same of a Source, whose rows are read into memory. */
export function tableFrom(source: Source): Promise<Table>;
export function tableFrom(data: TableLike | Source): Table | Promise<Table> {
  return isSource(data) ? wholeTable(data) : asTable(data, "tableFrom");
}

async function wholeTable(source: Source): Promise<Table> {
  const rows = await readWhole(source, "tableFrom");
  return isFeatureMatrix(rows) ? writeTable(rows) : rows;
}
