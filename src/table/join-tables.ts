import type { Table, Vector } from "apache-arrow";
import { columnVector } from "./as-table.js";
import { kindOfType } from "./column-reader.js";
import { columnNames } from "./read-table.js";
import type { ColumnValues } from "./table-like.js";
import { withVector } from "./with-column.js";

/**
 * Tables of the same columns, one after the other. A column that has one Arrow type in all of them keeps its memory; one that was stored in several
 * (whole numbers of other widths, nothing but missing values) becomes a column of the type that {@link tableFrom} finds for all of its values.
 */
export function joinTables([first, ...others]: readonly [Table, ...Table[]], where: string): Table {
  if (others.length === 0) return first;
  const names = columnNames(first);
  const types = first.schema.fields.map(({ type }) => String(type));
  const differ = names.filter((_, j) => others.some(({ schema }) => String(schema.fields[j]!.type) !== types[j]));
  if (differ.length === 0) return first.concat(...others);
  const same = names.filter((name) => !differ.includes(name));
  const joined = first.select(same).concat(...others.map((table) => table.select(same)));
  const rows = [first, ...others].reduce((sum, { numRows }) => sum + numRows, 0);
  const whole = differ.reduce((table, name) => {
    const parts = [first, ...others].map((part) => part.getChild(name)!);
    return withVector(table, name, columnVector(name, valuesOf(parts), rows, where));
  }, joined);
  return whole.select(names);
}

/** The values of several columns, one after the other, as programs have them. */
function valuesOf(parts: readonly Vector[]): ColumnValues {
  return parts.flatMap((part): unknown[] => {
    const dates = kindOfType(part.type) === "date";
    return Array.from(part, (value: unknown) => (dates && value !== null ? new Date(Number(value)) : value));
  });
}
