import { KindredError, refusalOf } from "../../errors/index.js";
import type { ColumnPlan } from "../../matrix/index.js";
import { shown } from "../../options/index.js";
import { missingColumns, type RecordLike, warnOfAbsentKeys } from "../../table/index.js";

/** One row by column name; null (or no key) where a value is missing. Or its values in the order of the columns. */
export type RowRecord = RecordLike | readonly (number | null)[];

/** A function that reads one row as numbers, words as codes: the values that a block would hold. */
export function rowReader(plan: readonly ColumnPlan[], where: string): (record: RowRecord) => Float64Array {
  const readers = plan.map((column) => valueReader(column, where));
  const names = plan.map((column) => column.name);
  const values = new Float64Array(plan.length);
  const warned = new Set<string>();
  const noteAbsent = (absent: string[]): void => {
    if (absent.length === names.length) throw missingColumns(absent, where);
    const fresh = absent.filter((name) => !warned.has(name));
    for (const name of fresh) warned.add(name);
    if (fresh.length > 0) warnOfAbsentKeys(fresh, where);
  };
  const readRecord = (record: RowRecord): Float64Array => {
    if (typeof record !== "object" || record === null)
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `a record is ${record === null ? "null" : typeof record}`,
        fix: "Pass an object of values by column, or an array of them in the order of inputColumns",
        got: record,
      });
    let absent: string[] | undefined;
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
      if (value === undefined) {
        absent ??= [];
        absent.push(names[j]!);
      }
      values[j] = value === null || value === undefined ? Number.NaN : readers[j]!(value);
    }
    if (absent !== undefined) noteAbsent(absent);
    return values;
  };
  return (record) => {
    try {
      return readRecord(record);
    } catch (error) {
      throw refusalOf(error, where);
    }
  };
}

function valueReader(column: ColumnPlan, where: string): (value: unknown) => number {
  const { labels } = column;
  if (labels !== undefined) {
    const codes = new Map(labels.map((word, code) => [word, code]));
    return (value) => {
      if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint")
        throw retyped(column, value, where);
      return codes.get(String(value)) ?? labels.length;
    };
  }
  return (value) => {
    if (typeof value === "number") return value;
    if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
    if (column.shows === "date" && value instanceof Date) return value.getTime();
    throw retyped(column, value, where);
  };
}

function retyped(column: ColumnPlan, value: unknown, where: string): KindredError {
  const expected = column.labels === undefined ? (column.shows ?? "number") : "text";
  return new KindredError({
    code: "RETYPED_COLUMN",
    where,
    problem: `column "${column.name}" was ${expected} at fit and is ${typeof value} ${shown(value)} now`,
    fix: `Pass a ${expected}, or null where it is missing`,
    column: column.name,
    expected,
    got: value,
  });
}
