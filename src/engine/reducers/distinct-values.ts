import { type ColumnPlan, readValues } from "../../matrix/index.js";
import type { Block } from "../rows/index.js";
import type { NamedArrays } from "./reducer.js";
import type { Summary, SummaryKind } from "./summary.js";

/** Distinct values of a column, rising, with the weight of the rows that hold each. */
export interface DistinctValues {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  /** Weight of the rows where the value is missing. */
  readonly missing: number;
  readonly infinite: number;
  /** By how much each value may be too small in size, relative to it; values are exact where it is absent or 0. */
  readonly error?: number;
}

/**
 * Counts the values of some columns, block by block, each in a map. Where a column has more distinct values than `most`, as few of the last
 * bits of all its values are dropped as leave no more: which, depends on the values alone and not on their order.
 */
export class ValueCounter implements Summary {
  readonly #positions: readonly number[];
  readonly #counts: Map<number, number>[];
  /** How many bits of each column's values are dropped. */
  readonly #dropped: Uint8Array;
  readonly #most: number;
  readonly #missing: Float64Array;
  readonly #infinite: Float64Array;

  constructor(
    plan: readonly ColumnPlan[],
    positions: readonly number[] = plan.map((_, j) => j),
    most: number = Number.POSITIVE_INFINITY,
  ) {
    this.#positions = positions;
    this.#dropped = new Uint8Array(positions.length);
    this.#most = most;
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
        else addTo(counts, shortened(value, this.#dropped[k]!), weight);
      }
      for (let slot = 0; slot < TABLE; slot++)
        if (table[slot]! > 0) addTo(counts, shortened(slot - HALF, this.#dropped[k]!), table[slot]!);
      while (this.#counts[k]!.size > this.#most) this.#drop(k);
    });
  }

  /** Drops one more bit of a column's values. */
  #drop(k: number): void {
    const fewer = new Map<number, number>();
    this.#dropped[k]! += 1;
    for (const [value, weight] of this.#counts[k]!) addTo(fewer, shortened(value, this.#dropped[k]!), weight);
    this.#counts[k] = fewer;
  }

  /** What was counted, as it travels: values in the order in which they came, one column after the other. */
  arrays(): NamedArrays {
    const counted = this.#counts.reduce((sum, { size }) => sum + size, 0);
    const [values, weights] = [new Float64Array(counted), new Float64Array(counted)];
    const starts = new Float64Array(this.#counts.length + 1);
    this.#counts.forEach((counts, k) => {
      let at = starts[k]!;
      for (const [value, weight] of counts) {
        values[at] = value;
        weights[at++] = weight;
      }
      starts[k + 1] = at;
    });
    const dropped = Int32Array.from(this.#dropped);
    return { dropped, starts, values, weights, missing: this.#missing, infinite: this.#infinite };
  }

  /** Adds what was counted in the rows behind. */
  merge(from: NamedArrays): void {
    const { dropped, starts, values, weights, missing, infinite } = from;
    this.#positions.forEach((_, k) => {
      while (this.#dropped[k]! < dropped![k]!) this.#drop(k);
      const counts = this.#counts[k]!;
      for (let at = starts![k]!; at < starts![k + 1]!; at++)
        addTo(counts, shortened(values![at]!, this.#dropped[k]!), weights![at]!);
      while (this.#counts[k]!.size > this.#most) this.#drop(k);
      this.#missing[k]! += missing![k]!;
      this.#infinite[k]! += infinite![k]!;
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
        error: this.#dropped[k]! === 0 ? 0 : 2 ** (this.#dropped[k]! - FRACTION_BITS),
      };
    });
  }
}

/** The values of the columns `params.positions`, no more than `params.most` of each. */
export const distinctValues: SummaryKind<ValueCounter> = {
  name: "distinctValues",
  init: (plan, { positions, most }) => new ValueCounter(plan, Array.from(positions!), most![0]),
};

function addTo(counts: Map<number, number>, value: number, weight: number): void {
  counts.set(value, (counts.get(value) ?? 0) + weight);
}

/** Bits of a float64's fraction. */
const FRACTION_BITS = 52;
const float = new Float64Array(1);
const bits = new BigUint64Array(float.buffer);

/** A value without the last bits of its fraction. */
function shortened(value: number, dropped: number): number {
  if (dropped === 0) return value;
  float[0] = value;
  bits[0] = (bits[0]! >> BigInt(dropped)) << BigInt(dropped);
  return float[0];
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

/** The value of most weight, the smallest of ties. */
export function mostFrequent({ values, weights }: DistinctValues): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (weights[k]! > weights[best]!) best = k;
  return values[best] ?? Number.NaN;
}
