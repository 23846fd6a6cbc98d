import { type FeatureMatrix, readValues } from "../../matrix/index.js";
import { type FilledColumn, rowFiller } from "./fill-rows.js";
import type { Executor } from "./operation.js";

/** How the values of neighbors become one: their mean, the lower of the middle ones, or the most frequent (the smallest of ties). */
export type Agreement = "mean" | "lowerMedian" | "mostFrequent";

/**
 * Missing values from the rows that are nearest in what is known of both: Euclidean distance over those columns, scaled up by how few they
 * are (O. Troyanskaya and others, "Missing value estimation methods for DNA microarrays", 2001; scikit-learn's `nan_euclidean`).
 */
export interface NeighborsOperation {
  readonly op: "neighbors";
  readonly filled: readonly (FilledColumn & { readonly agreement: Agreement; readonly fallback: number })[];
  /** The columns that distances are measured in. */
  readonly measured: readonly number[];
  readonly donors: FeatureMatrix;
  readonly neighbors: number;
}

export const neighbors: Executor<NeighborsOperation> = rowFiller((operation) => {
  const { donors, measured, filled, neighbors: most } = operation;
  const columns = columnsOf(donors);
  const distances = new Float64Array(donors.rows);
  const shared = new Float64Array(donors.rows);
  const nearest = new Nearest(Math.min(most, donors.rows));
  return (row) => {
    measure(row, measured, columns, distances, shared);
    const known = row.slice();
    for (const { position, storage, agreement, fallback } of filled) {
      if (!Number.isNaN(known[position]!)) continue;
      const values = columns.values[position]!;
      const present = columns.present[position]!;
      nearest.clear();
      for (let d = 0; d < donors.rows; d++)
        if (present[d] === 1 && shared[d]! > 0) nearest.offer(distances[d]!, values[d]!);
      const value = nearest.size === 0 ? fallback : agreed(nearest.values(), agreement);
      row[position] = storage === "float32" ? Math.fround(value) : value;
    }
  };
});

/** Donors by column: values with 0 where one is missing, and 1 where it is there. */
interface DonorColumns {
  readonly values: readonly Float64Array[];
  readonly present: readonly Float64Array[];
}

const known = new WeakMap<FeatureMatrix, DonorColumns>();

function columnsOf(donors: FeatureMatrix): DonorColumns {
  const cached = known.get(donors);
  if (cached !== undefined) return cached;
  const values = donors.stores.map((store) => {
    const column = new Float64Array(donors.rows);
    readValues(store, donors.rows, column);
    return column;
  });
  const present = values.map((column) => column.map((value) => (Number.isNaN(value) ? 0 : 1)));
  const columns = { values: values.map((column) => column.map((value) => (Number.isNaN(value) ? 0 : value))), present };
  known.set(donors, columns);
  return columns;
}

/** Mean squared distance to every donor over the columns that both know; `shared` counts them. The order is that of the Euclidean distance. */
function measure(
  row: Float64Array,
  measured: readonly number[],
  { values, present }: DonorColumns,
  distances: Float64Array,
  shared: Float64Array,
): void {
  distances.fill(0);
  shared.fill(0);
  for (const j of measured) {
    const value = row[j]!;
    if (!Number.isNaN(value)) addSquares(value, values[j]!, present[j]!, distances, shared);
  }
  for (let d = 0; d < distances.length; d++) distances[d]! /= shared[d]!;
}

// A function of its own: engines compile small ones that are called often sooner, and better.
function addSquares(
  value: number,
  column: Float64Array,
  present: Float64Array,
  distances: Float64Array,
  shared: Float64Array,
): void {
  for (let d = 0; d < column.length; d++) {
    const difference = value - column[d]!;
    const counts = present[d]!;
    distances[d]! += counts * difference * difference;
    shared[d]! += counts;
  }
}

/** The nearest few of many. Of equally near ones those of smaller values, so that the order of donors does not matter. */
class Nearest {
  readonly #most: number;
  readonly #distances: Float64Array;
  readonly #values: Float64Array;
  size = 0;

  constructor(most: number) {
    this.#most = most;
    this.#distances = new Float64Array(most);
    this.#values = new Float64Array(most);
  }

  clear(): void {
    this.size = 0;
  }

  offer(distance: number, value: number): void {
    if (this.size === this.#most && !this.#before(distance, value, this.size - 1)) return;
    let at = this.size === this.#most ? this.size - 1 : this.size++;
    for (; at > 0 && this.#before(distance, value, at - 1); at--) {
      this.#distances[at] = this.#distances[at - 1]!;
      this.#values[at] = this.#values[at - 1]!;
    }
    this.#distances[at] = distance;
    this.#values[at] = value;
  }

  #before(distance: number, value: number, at: number): boolean {
    const other = this.#distances[at]!;
    return distance < other || (distance === other && value < this.#values[at]!);
  }

  values(): Float64Array {
    return this.#values.slice(0, this.size);
  }
}

function agreed(values: Float64Array, agreement: Agreement): number {
  if (agreement === "mean") return values.reduce((sum, value) => sum + value, 0) / values.length;
  const sorted = values.sort();
  if (agreement === "lowerMedian") return sorted[(sorted.length - 1) >> 1]!;
  let [best, longest] = [sorted[0]!, 0];
  for (let from = 0, i = 0; i < sorted.length; i++) {
    if (sorted[i] !== sorted[from]) from = i;
    if (i - from + 1 > longest) [best, longest] = [sorted[i]!, i - from + 1];
  }
  return best;
}
