import type { Table } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import { type ColumnStore, readValues } from "../matrix/index.js";
import { columnNames, planOfTable, type Role, readTable, Schema } from "../table/index.js";
import { type SegmentLabels, segmentAt, segmentOrder } from "./segment-labels.js";
import { type ColumnProfile, profileText, type SegmentProfile, type ValueShare } from "./segment-profile.js";

/** What `profileSegments` may be told. */
export interface ProfileOptions {
  /** Levels and meanings; by default those that travel with the table. */
  readonly schema?: Schema;
  /** Groups of fewer people are not shown; 30 by default. */
  readonly minimum?: number;
}

/** Profiles that print themselves. */
export interface SegmentProfiles {
  /** One profile a segment, rows set aside last. */
  readonly segments: readonly SegmentProfile[];
  /** The profiles as text, so many columns each; 5 by default. */
  toText(top?: number): string;
}

const WHERE = "profileSegments";
/** Where no role is known, a guess at what is an id looks at so many rows. */
const GUESS = 10_000;
/** Columns of more values than this are amounts, not scales. */
const MANY = 50;

/**
 * Every segment in the table's own units: means, missing shares, and the values that it holds more often than all rows do. Ids are left
 * out, and so is whatever fewer than `minimum` people share.
 *
 * @param table - The table as it was read: codes, words, nulls.
 * @param labels - The segment of each row; null for rows set aside.
 * @throws KindredError where there is not one label a row.
 *
 * @example
 * ```ts
 * import { profileSegments } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const table = parseCsv("AGE,ZONE\n30,a\n32,a\n60,b\n62,b\n");
 * const { segments } = profileSegments(table, [0, 0, 1, 1], { minimum: 1 });
 * segments[1]!.columns.find((column) => column.column === "AGE")!.mean; // 61
 * ```
 */
export function profileSegments(table: Table, labels: SegmentLabels, options: ProfileOptions = {}): SegmentProfiles {
  const { schema = Schema.of(table), minimum = 30 } = options;
  const rows = table.numRows;
  if (labels.length !== rows)
    throw new KindredError({
      code: "WRONG_LENGTH",
      where: WHERE,
      problem: `there are ${labels.length} labels for ${rows} rows`,
      fix: "Give one label a row, null for rows set aside",
      expected: rows,
      got: labels.length,
    });
  const { segments, place, sizes } = placesOf(labels);
  const guessed = Schema.infer(table.slice(0, GUESS));
  const roleOf = (name: string): Role => schema.column(name).role ?? guessed.column(name).role ?? "feature";
  const names = columnNames(table).filter((name) => roleOf(name) === "feature");
  const plan = planOfTable(table, names, WHERE);
  const columns = names.map((name, j) => {
    const { stores } = readTable(table, [plan[j]!], WHERE);
    return profileColumn(name, stores[0]!, place, sizes, schema, minimum);
  });
  const profiles = segments.map((segment, s): SegmentProfile => {
    const shown = sizes[s]! < minimum ? [] : columns.map((column) => column[s]!);
    const sorted = shown.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
    return { segment, rows: sizes[s]!, share: sizes[s]! / rows, columns: sorted };
  });
  return {
    segments: profiles,
    toText: (top = 5) => profiles.map((profile) => profileText(profile, top)).join("\n\n"),
  };
}

function placesOf(labels: SegmentLabels): {
  segments: readonly (number | string | null)[];
  place: Int32Array;
  sizes: Float64Array;
} {
  const every = Array.from({ length: labels.length }, (_, i) => segmentAt(labels, i));
  const segments = [...new Set(every)].sort(segmentOrder);
  const positions = new Map(segments.map((segment, s) => [segment, s]));
  const place = Int32Array.from(every, (segment) => positions.get(segment)!);
  const sizes = new Float64Array(segments.length);
  for (const s of place) sizes[s]! += 1;
  return { segments, place, sizes };
}

/** Rows of each value by segment; the last entry of each list is of all rows. */
type Counts = Map<number, Float64Array>;

function profileColumn(
  column: string,
  store: ColumnStore,
  place: Int32Array,
  sizes: Float64Array,
  schema: Schema,
  minimum: number,
): ColumnProfile[] {
  const values = new Float64Array(place.length);
  readValues(store, values.length, values);
  const { level, codes, direction } = schema.column(column);
  const named = store.labels !== undefined || level === "nominal";
  const counts = named || level !== "numeric" ? countValues(values, place, sizes.length, named) : undefined;
  const numbers = !named && store.shows !== "date";
  const moments = momentsOf(values, place, sizes.length);
  const all = sizes.length;
  const deviation = Math.sqrt(
    Math.max(0, moments.squares[all]! / moments.rows[all]! - (moments.sums[all]! / moments.rows[all]!) ** 2),
  );
  const overall = moments.sums[all]! / moments.rows[all]!;
  return Array.from(sizes, (size, s) => {
    const known = moments.rows[s]!;
    const shares = counts === undefined ? [] : sharesOf(counts, s, known, moments.rows[all]!);
    const mean = numbers && known > 0 ? moments.sums[s]! / known : Number.NaN;
    return {
      column,
      mean,
      overall: numbers ? overall : Number.NaN,
      effect: numbers ? (deviation > 0 && known > 0 ? (mean - overall) / deviation : 0) : mostTelling(shares),
      ...(numbers && known > 0 && mean !== overall ? { more: mean > overall !== (direction === "down") } : {}),
      missing: size === 0 ? 0 : 1 - known / size,
      values: shares
        .filter(({ rows, share }) => rows >= minimum && share.index > 1)
        .map(({ value, share }) => described(value, share, store, codes))
        .sort((a, b) => b.index - a.index),
    };
  });
}

function momentsOf(
  values: Float64Array,
  place: Int32Array,
  segments: number,
): Record<"rows" | "sums" | "squares", Float64Array> {
  const rows = new Float64Array(segments + 1);
  const sums = new Float64Array(segments + 1);
  const squares = new Float64Array(segments + 1);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    for (const s of [place[i]!, segments]) {
      rows[s]! += 1;
      sums[s]! += value;
      squares[s]! += value * value;
    }
  }
  return { rows, sums, squares };
}

/** Nothing where a column of numbers has too many values to be a scale. */
function countValues(values: Float64Array, place: Int32Array, segments: number, named: boolean): Counts | undefined {
  const counts: Counts = new Map();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    let row = counts.get(value);
    if (row === undefined) {
      if (!named && counts.size === MANY) return undefined;
      row = new Float64Array(segments + 1);
      counts.set(value, row);
    }
    row[place[i]!]! += 1;
    row[segments]! += 1;
  }
  return counts;
}

interface Held {
  readonly value: number;
  readonly rows: number;
  readonly share: Pick<ValueShare, "share" | "overall" | "index">;
}

function sharesOf(counts: Counts, s: number, known: number, knownOverall: number): Held[] {
  return [...counts].map(([value, row]) => {
    const share = known === 0 ? 0 : row[s]! / known;
    const overall = row.at(-1)! / knownOverall;
    return { value, rows: row[s]!, share: { share, overall, index: share / overall } };
  });
}

/** The largest difference of shares, in standard deviations of holding the value. */
function mostTelling(shares: readonly Held[]): number {
  let most = 0;
  for (const { share } of shares) {
    const deviation = Math.sqrt(share.overall * (1 - share.overall));
    const effect = deviation > 0 ? (share.share - share.overall) / deviation : 0;
    if (Math.abs(effect) > Math.abs(most)) most = effect;
  }
  return most;
}

function described(
  value: number,
  share: Held["share"],
  store: ColumnStore,
  codes: Readonly<Record<string, string>> | undefined,
): ValueShare {
  const shown =
    store.labels?.[value] ??
    (store.shows === "boolean"
      ? String(value === 1)
      : store.shows === "date"
        ? new Date(value).toISOString()
        : String(value));
  const meaning = codes?.[shown];
  return { value: shown, ...(meaning === undefined ? {} : { meaning }), ...share };
}
