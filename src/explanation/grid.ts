import { type ColumnStore, plainStore, readValues } from "../matrix/index.js";

/** A value of a column as a person reads it. */
export type GridValue = string | number | boolean;

/** How the values of a grid are chosen. */
export interface GridOptions {
  /** `"auto"`: every value where there are fewer than `points`, else even steps; `"codes"`: every value; `"quantiles"`: as many rows between one and the next. */
  readonly grid?: "auto" | "codes" | "quantiles";
  /** The most points along a column of numbers; 100 by default. */
  readonly points?: number;
  /** Which part of the rows steps and quantiles lie in; from 0.05 to 0.95 by default. */
  readonly between?: readonly [low: number, high: number];
}

/** The points along one column. */
export interface Axis {
  readonly column: string;
  /** As people read them. */
  readonly values: readonly GridValue[];
  /** The column with one value in every row. */
  filled(point: number, rows: number): ColumnStore;
}

/** The points of a column: missing values are none. */
export function axisOf(column: string, store: ColumnStore, rows: number, options: Required<GridOptions>): Axis {
  const values = new Float64Array(rows);
  readValues(store, rows, values);
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const points = store.labels !== undefined || store.shows === "boolean" ? distinct(known) : pointsOf(known, options);
  const { labels, shows } = store;
  const about = { ...(labels === undefined ? {} : { labels }), ...(shows === undefined ? {} : { shows }) };
  return {
    column,
    values: Array.from(points, (point) => readable(point, store)),
    filled: (at, count) => plainStore(new Float64Array(count).fill(points[at]!), about),
  };
}

function readable(value: number, { labels, shows }: ColumnStore): GridValue {
  if (labels !== undefined) return labels[value]!;
  if (shows === "boolean") return value === 1;
  return shows === "date" ? new Date(value).toISOString() : value;
}

function pointsOf(sorted: Float64Array, { grid, points, between }: Required<GridOptions>): Float64Array {
  const every = distinct(sorted);
  if (grid === "codes" || every.length < points) return every;
  const [low, high] = between;
  if (grid === "auto") return steps(quantile(sorted, low), quantile(sorted, high), points);
  return distinct(steps(low, high, points).map((share) => quantile(sorted, share)));
}

function steps(low: number, high: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) =>
    k === count - 1 ? high : low + k * ((high - low) / (count - 1)),
  );
}

function distinct(sorted: Float64Array): Float64Array {
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

/** Plotting positions 0.4, 0.4 (C. Cunnane, 1978), as the field's partial dependence has them. */
function quantile(sorted: Float64Array, share: number): number {
  const n = sorted.length;
  const at = 0.4 + share * (n + 0.2);
  const below = Math.floor(Math.min(Math.max(at, 1), n - 1));
  const part = Math.min(Math.max(at - below, 0), 1);
  return (1 - part) * sorted[below - 1]! + part * sorted[below]!;
}
