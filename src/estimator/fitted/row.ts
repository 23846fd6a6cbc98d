import { KindredError } from "../../errors/index.js";
import type { ColumnPlan } from "../../matrix/index.js";
import { missingColumns } from "../../table/index.js";

/** One row by column name; null where a value is missing. Or its values in the order of the columns. */
export type RowRecord =
  | Readonly<Record<string, number | string | boolean | Date | null | undefined>>
  | readonly (number | null)[];

/** A function that reads one row as numbers, words as codes: the values that a block would hold. */
export function rowReader(plan: readonly ColumnPlan[], where: string): (record: RowRecord) => Float64Array {
  const readers = plan.map((column) => valueReader(column, where));
  const names = plan.map((column) => column.name);
  const values = new Float64Array(plan.length);
  return (record) => {
    if (Array.isArray(record) && record.length !== names.length)
      throw new KindredError({
        code: "WRONG_WIDTH",
        where,
        problem: `the row has ${record.length} values for ${names.length} columns`,
        expected: names.length,
        got: record.length,
      });
    for (let j = 0; j < names.length; j++) {
      const value = Array.isArray(record)
        ? (record[j] as number | null)
        : (record as Record<string, unknown>)[names[j]!];
      if (value === undefined)
        throw missingColumns(
          names.filter((name, i) => absent(record, name, i)),
          where,
        );
      values[j] = value === null ? Number.NaN : readers[j]!(value);
    }
    return values;
  };
}

function absent(record: RowRecord, name: string, at: number): boolean {
  return (Array.isArray(record) ? record[at] : (record as Record<string, unknown>)[name]) === undefined;
}

function valueReader(column: ColumnPlan, where: string): (value: unknown) => number {
  const { labels } = column;
  if (labels !== undefined) {
    const codes = new Map(labels.map((word, code) => [word, code]));
    return (value) => {
      if (typeof value !== "string" && typeof value !== "number") throw retyped(column, value, where);
      return codes.get(String(value)) ?? labels.length;
    };
  }
  return (value) => {
    if (typeof value === "number") return value;
    if (typeof value === "boolean") return value ? 1 : 0;
    if (column.shows === "date" && value instanceof Date) return value.getTime();
    throw retyped(column, value, where);
  };
}

function retyped(column: ColumnPlan, value: unknown, where: string): KindredError {
  const expected = column.labels === undefined ? (column.shows ?? "number") : "text";
  return new KindredError({
    code: "RETYPED_COLUMN",
    where,
    problem: `column "${column.name}" was ${expected} at fit and is ${typeof value} ${JSON.stringify(value)} now`,
    fix: `Pass a ${expected}, or null where it is missing`,
    column: column.name,
    expected,
    got: value,
  });
}
