import { binOf, placedCounts, placedValues, placesOf, runReducer } from "../engine/reducers/index.js";
import { mapRows, type RowSource } from "../engine/rows/index.js";
import type { ColumnProfile } from "../estimator/index.js";
import { type ColumnPlan, type ColumnStore, valueAt } from "../matrix/index.js";
import { byCodePoint, refuseRetyped } from "../table/index.js";
import type { StopOptions } from "./stop-options.js";

/** A value that did not occur at fit. */
export interface NewValue {
  /** The value, as the table shows it. */
  readonly value: string | number | boolean;
  /** How many rows hold it. */
  readonly rows: number;
}

/** How the rows of a later table lie in one column, as a report compares them with those at fit. */
export interface DriftCounts {
  /** Rows by value or bin of the profile, and those of none of its values last. */
  readonly counts: Float64Array;
  /** Rows that know the column. */
  readonly known: number;
  /** Rows with values that did not occur at fit. */
  readonly newRows: number;
  /** The most frequent of those values. */
  readonly newValues: readonly NewValue[];
}

const MAX_NEW_VALUES = 10;

/** Counts a column in memory. */
export function countedHere(
  { values, bounds, shares }: ColumnProfile,
  store: ColumnStore,
  rows: number,
  words: readonly string[] | undefined,
): DriftCounts {
  const places = new Map(Array.from(values ?? [], (value, k) => [value, k]));
  // One more for values that are none of those that the profile lists.
  const counts = new Float64Array(shares.length + 1);
  const fresh = new Map<number, number>();
  let known = 0;
  for (let i = 0; i < rows; i++) {
    const value = valueAt(store, i);
    if (Number.isNaN(value)) continue;
    known++;
    const place = bounds === undefined ? (places.get(value) ?? shares.length) : binOf(bounds, value);
    counts[place]! += 1;
    // A word that the model knows, but not among the most frequent, is not new.
    if (place === shares.length && !(words !== undefined && value < words.length))
      fresh.set(value, (fresh.get(value) ?? 0) + 1);
  }
  return {
    counts,
    known,
    newRows: [...fresh.values()].reduce((sum, count) => sum + count, 0),
    newValues: [...fresh]
      .sort(
        ([a, m], [b, n]) =>
          n - m || (store.labels === undefined ? a - b : byCodePoint(store.labels[a]!, store.labels[b]!)),
      )
      .slice(0, MAX_NEW_VALUES)
      .map(([value, count]) => ({ value: shown(store, value), rows: count })),
  };
}

/** A column of a model, and how it lay at fit. */
export interface FitColumn {
  readonly fit: ColumnPlan;
  readonly profile: ColumnProfile;
}

/** Counts columns of rows on other machines, by name, in one pass there. */
export async function countedThere(
  columns: readonly FitColumn[],
  source: RowSource,
  { where, ...options }: StopOptions & { readonly where: string },
): Promise<DriftCounts[]> {
  const positions = columns.map(({ fit }) => source.plan.findIndex(({ name }) => name === fit.name));
  const plan = positions.map((j) => source.plan[j]!);
  const params = placesOf(columns.map((column, k) => placesIn(column, plan[k]!)));
  const sums = await runReducer(mapRows(source, [{ op: "select", positions }]), placedValues, params, options);
  const found = columns.map((_, k) => placedCounts(sums, params, k));
  refuseRetyped(
    columns.flatMap(({ fit }, k) => {
      const [expected, got] = [kindOf(fit), kindOf(plan[k]!)];
      return found[k]!.known === 0 || isReadAs(expected, got) ? [] : [{ column: fit.name, expected, got }];
    }),
    where,
  );
  return columns.map(({ fit, profile }, k): DriftCounts => {
    const { counts, known, others } = found[k]!;
    const size = profile.shares.length;
    return {
      counts:
        fit.labels === undefined ? withOthers(counts, size) : byProfile(counts, wordCodes(fit, plan[k]!), profile),
      known,
      newRows: profile.bounds === undefined ? counts.at(-1)! : 0,
      newValues: others.slice(0, MAX_NEW_VALUES).map(([value, rows]) => ({
        value: fit.labels === undefined ? shown(fit, value) : wordOf(plan[k]!, value),
        rows,
      })),
    };
  });
}

function kindOf({ labels, shows }: ColumnPlan): string {
  return labels === undefined ? (shows ?? "number") : "text";
}

/** What rows in memory are read as, too. */
function isReadAs(expected: string, got: string): boolean {
  if (expected === got || got === "number") return expected !== "date" || got === "date";
  return expected === "number" && got === "boolean";
}

/** Of words all that were known at fit are counted, of numbers those that the profile tells of. */
function placesIn(
  { fit, profile: { values, bounds } }: FitColumn,
  now: ColumnPlan,
): Parameters<typeof placesOf>[0][number] {
  if (bounds !== undefined) return { edges: bounds, areBounds: true };
  if (fit.labels === undefined) return { edges: values!, areBounds: false };
  return { edges: Float64Array.from(wordCodes(fit, now).keys()), areBounds: false };
}

/** The words that were known at fit as the rows hold them now, rising, with the code of each at fit. */
function wordCodes(fit: ColumnPlan, now: ColumnPlan): ReadonlyMap<number, number> {
  const codes = new Map(now.labels?.map((word, code) => [word, code]));
  const known = fit.labels!.flatMap((word, atFit): [number, number][] => {
    const code = now.labels === undefined ? Number(word) : codes.get(word);
    return code === undefined || Number.isNaN(code) || wordOf(now, code) !== word ? [] : [[code, atFit]];
  });
  return new Map(known.sort(([a], [b]) => a - b));
}

/** Numbers are taken for words where words were due. */
function wordOf({ labels }: ColumnPlan, code: number): string {
  return labels === undefined ? String(code) : labels[code]!;
}

function byProfile(
  counts: Float64Array,
  codes: ReadonlyMap<number, number>,
  { values, shares }: ColumnProfile,
): Float64Array {
  const places = new Map(Array.from(values ?? [], (value, k) => [value, k]));
  const out = new Float64Array(shares.length + 1);
  [...codes.values()].forEach((atFit, k) => {
    out[places.get(atFit) ?? shares.length]! += counts[k]!;
  });
  out[shares.length]! += counts.at(-1)!;
  return out;
}

/** Bins have no others. */
function withOthers(counts: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size + 1);
  out.set(counts);
  return out;
}

function shown({ labels, shows }: Pick<ColumnStore, "labels" | "shows">, value: number): string | number | boolean {
  if (labels !== undefined) return labels[value]!;
  if (shows === "boolean") return value === 1;
  return shows === "date" ? new Date(value).toISOString().slice(0, 10) : value;
}
