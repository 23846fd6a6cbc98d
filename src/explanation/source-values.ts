import { type ColumnStore, readValues } from "../matrix/index.js";
import { directionOfMeanings, meaningOf, type Schema } from "../table/index.js";
import type { HeldRows } from "./held-rows.js";

/** What people hold in a source column. */
export interface SourceValues {
  readonly column: string;
  /** Numbers, NaN where missing; none where the source is no column of the input, such as a distance. */
  readonly values?: Float64Array;
  /** Are the values names, whose order says nothing? */
  readonly named: boolean;
  /** Does a low code mean more of what the column measures? */
  readonly reversed: boolean;
  /** A value as people read it, with its meaning where that is known. */
  readonly show: (value: number) => string;
}

/** The sources of contributions among the columns that came in. */
export function readSources(held: HeldRows, sources: readonly string[], schema: Schema): SourceValues[] {
  return sources.map((column): SourceValues => {
    if (!held.has(column)) return { column, named: false, reversed: false, show: String };
    const store = held.store(column);
    const values = new Float64Array(held.rows);
    readValues(store, held.rows, values);
    const { level, direction, codes } = schema.column(column);
    return {
      column,
      values,
      named: store.labels !== undefined || level === "nominal",
      reversed: (direction ?? directionOfMeanings(codes)) === "down",
      show: (value) => shown(value, store, codes),
    };
  });
}

function shown(value: number, store: ColumnStore, codes: Readonly<Record<string, string>> | undefined): string {
  if (Number.isNaN(value)) return "missing";
  const { labels, shows } = store;
  if (shows === "boolean") return value === 1 ? "yes" : "no";
  if (shows === "date") return new Date(value).toISOString().slice(0, 10);
  const code = labels?.[value] ?? String(Number(value.toPrecision(6)));
  const meaning = meaningOf(codes, code);
  return meaning === undefined ? code : `${code}, "${meaning}"`;
}
