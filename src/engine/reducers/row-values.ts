import { type ColumnPlan, type ColumnStore, readValues } from "../../matrix/index.js";
import type { Block } from "../rows/index.js";
import { COUNTED_VALUES, type Distinct, distinctOfSample, fromPairs, sampler } from "../trees/index.js";
import type { NamedArrays } from "./reducer.js";
import type { Summary, SummaryKind } from "./summary.js";

/** Is a row among those that are looked at? Rows whose class, or who themselves, have no weight are not. */
function hasWeight({ y, w }: Block, classWeights: ArrayLike<number>, i: number): boolean {
  return classWeights[y![i]!]! * (w === undefined ? 1 : w[i]!) > 0;
}

/**
 * How many rows have each value, of columns of codes up to 16 bits and of others with no more than a thousand values; of those with more it says so. Rows count
 * once, whatever they weigh.
 */
export class RowCounts implements Summary {
  readonly #classWeights: ArrayLike<number>;
  readonly #counts: (Map<number, number> | undefined)[];
  readonly #most: readonly number[];

  constructor(plan: readonly ColumnPlan[], classWeights: ArrayLike<number>) {
    this.#classWeights = classWeights;
    this.#counts = plan.map(() => new Map());
    this.#most = plan.map(({ storage }) =>
      storage === "int8" || storage === "uint8" || storage === "int16" ? Number.POSITIVE_INFINITY : COUNTED_VALUES,
    );
  }

  add(block: Block): void {
    const { x } = block;
    const isChosen = Uint8Array.from({ length: x.rows }, (_, i) => (hasWeight(block, this.#classWeights, i) ? 1 : 0));
    const values = new Float64Array(x.rows);
    x.stores.forEach((store, j) => {
      if (this.#counts[j] === undefined) return;
      readValues(store, x.rows, values);
      const counts = new Map<number, number>();
      for (let i = 0; i < x.rows; i++)
        if (isChosen[i] === 1 && !Number.isNaN(values[i]!)) counts.set(values[i]!, (counts.get(values[i]!) ?? 0) + 1);
      this.#take(j, counts);
    });
  }

  arrays(): NamedArrays {
    const all = this.#counts.flatMap((counts) => (counts === undefined ? [] : [...counts]));
    return {
      sizes: Int32Array.from(this.#counts, (counts) => counts?.size ?? TOO_MANY),
      values: Float64Array.from(all, ([value]) => value),
      rows: Float64Array.from(all, ([, rows]) => rows),
    };
  }

  merge({ sizes, values, rows }: NamedArrays): void {
    let at = 0;
    sizes!.forEach((size, j) => {
      if (size === TOO_MANY) {
        this.#counts[j] = undefined;
        return;
      }
      const found = new Map<number, number>();
      for (const end = at + size; at < end; at++) found.set(values![at]!, rows![at]!);
      this.#take(j, found);
    });
  }

  /** By column its values, where they were counted. */
  result(): (Distinct | undefined)[] {
    return this.#counts.map((counts) => counts && fromPairs([...counts]));
  }

  #take(j: number, more: ReadonlyMap<number, number>): void {
    const counts = this.#counts[j];
    if (counts === undefined) return;
    for (const [value, rows] of more) counts.set(value, (counts.get(value) ?? 0) + rows);
    if (counts.size > this.#most[j]!) this.#counts[j] = undefined;
  }
}

const TOO_MANY = -1;

/** `params.classWeights` are factors by class. */
export const rowCounts: SummaryKind<RowCounts> = {
  name: "rowCounts",
  init: (plan, { classWeights }) => new RowCounts(plan, classWeights!),
};

/** Values of some columns in rows that their numbers choose, as `findBins` takes them of columns with many values. */
export class SampledValues implements Summary {
  readonly #positions: readonly number[];
  readonly #classWeights: ArrayLike<number>;
  readonly #isSampled: (row: number) => boolean;
  readonly #values: Float64Array[][];

  constructor({ positions, classWeights, rows }: NamedArrays) {
    this.#positions = Array.from(positions!);
    this.#classWeights = classWeights!;
    this.#isSampled = sampler(rows![0]!);
    this.#values = this.#positions.map(() => []);
  }

  add(block: Block): void {
    const chosen: number[] = [];
    for (let i = 0; i < block.x.rows; i++)
      if (hasWeight(block, this.#classWeights, i) && this.#isSampled(block.row + i)) chosen.push(i);
    const values = new Float64Array(block.x.rows);
    this.#positions.forEach((j, k) => {
      readValues(block.x.stores[j] as ColumnStore, block.x.rows, values);
      this.#values[k]!.push(Float64Array.from(chosen, (i) => values[i]!).filter((value) => !Number.isNaN(value)));
    });
  }

  arrays(): NamedArrays {
    return Object.fromEntries(this.#values.map((parts, k) => [`v${k}`, joined(parts)]));
  }

  merge(from: NamedArrays): void {
    this.#values.forEach((parts, k) => {
      parts.push(from[`v${k}`] as Float64Array);
    });
  }

  result(): Distinct[] {
    return this.#values.map((parts) => distinctOfSample(joined(parts)));
  }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Of the columns `params.positions`; `params.rows` says how many rows have weight, and `params.classWeights` are factors by class. */
export const sampledValues: SummaryKind<SampledValues> = {
  name: "sampledValues",
  init: (_plan, params) => new SampledValues(params),
};
