import { type ColumnPlan, readValues } from "../../matrix/index.js";
import type { Block } from "../source/index.js";

/** Distinct values of a column, rising, with the weight of the rows that hold each. */
export interface DistinctValues {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  /** Weight of the rows where the value is missing. */
  readonly missing: number;
  readonly infinite: number;
}

/** Counts the values of some columns, block by block. Codes take a table a column, floats a map: memory grows with distinct values. */
export class ValueCounter {
  readonly #positions: readonly number[];
  readonly #counts: readonly Map<number, number>[];
  readonly #missing: Float64Array;
  readonly #infinite: Float64Array;

  constructor(plan: readonly ColumnPlan[], positions: readonly number[] = plan.map((_, j) => j)) {
    this.#positions = positions;
    this.#counts = positions.map(() => new Map());
    this.#missing = new Float64Array(positions.length);
    this.#infinite = new Float64Array(positions.length);
  }

  /** Counts the rows of one more block. */
  add({ x, w }: Block): void {
    const values = new Float64Array(x.rows);
    this.#positions.forEach((j, k) => {
      readValues(x.stores[j]!, x.rows, values);
      const counts = this.#counts[k]!;
      const table = new Float64Array(TABLE);
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!;
        const weight = w === undefined ? 1 : w[i]!;
        if (weight === 0) continue;
        if (Number.isNaN(value)) this.#missing[k]! += weight;
        else if (!Number.isFinite(value)) this.#infinite[k]! += weight;
        else if (value >= -HALF && value < HALF && Number.isInteger(value)) table[value + HALF]! += weight;
        else counts.set(value, (counts.get(value) ?? 0) + weight);
      }
      for (let slot = 0; slot < TABLE; slot++)
        if (table[slot]! > 0) counts.set(slot - HALF, (counts.get(slot - HALF) ?? 0) + table[slot]!);
    });
  }

  /** What was counted, in the order of the columns asked for. */
  result(): DistinctValues[] {
    return this.#counts.map((counts, k) => {
      const values = Float64Array.from(counts.keys()).sort();
      return {
        values,
        weights: values.map((value) => counts.get(value)!),
        missing: this.#missing[k]!,
        infinite: this.#infinite[k]!,
      };
    });
  }
}

const HALF = 128;
const TABLE = 2 * HALF;

/** The value below which a share of the weight lies; between two values that share it evenly, the lower and the upper one. */
export function weightedMiddle(
  { values, weights }: DistinctValues,
  share = 0.5,
): readonly [lower: number, upper: number] {
  let total = 0;
  for (let k = 0; k < weights.length; k++) total += weights[k]!;
  const target = total * share;
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    sum += weights[k]!;
    if (sum === target) return [values[k]!, values[Math.min(k + 1, values.length - 1)]!];
    if (sum > target) return [values[k]!, values[k]!];
  }
  const last = values[values.length - 1] ?? Number.NaN;
  return [last, last];
}

/** The value of most weight, the smallest of equals. */
export function mostFrequent({ values, weights }: DistinctValues): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (weights[k]! > weights[best]!) best = k;
  return values[best] ?? Number.NaN;
}
