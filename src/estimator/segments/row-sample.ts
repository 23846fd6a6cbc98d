import { uniformAt } from "../../engine/numeric/random/index.js";
import type { NamedArrays } from "../../engine/reducers/index.js";
import { type Block, idOf, readValues } from "../../matrix/index.js";

/** Values sampled in all, and rows at least. */
const SAMPLED_VALUES = 1 << 21;
const MIN_SAMPLED_ROWS = 2000;

/** Rows drawn by their ids, with their segments: all of them where they are few. */
export class RowSample {
  readonly #columns: number;
  readonly #share: number;
  readonly #values: number[][];
  readonly segments: number[] = [];
  readonly weights: number[] = [];

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#share = Math.max(MIN_SAMPLED_ROWS, Math.floor(SAMPLED_VALUES / Math.max(1, columns))) / Math.max(1, rows);
    this.#values = Array.from({ length: columns }, () => []);
  }

  /** Takes its rows out of a block. */
  add(block: Block, segments: Int32Array, weights: Float64Array | undefined, scratch: Float64Array): void {
    const chosen: number[] = [];
    for (let i = 0; i < block.x.rows; i++) {
      if (this.#share < 1 && uniformAt(0, "segment sample", idOf(block, i)) >= this.#share) continue;
      const w = weights === undefined ? 1 : weights[i]!;
      if (w === 0) continue;
      chosen.push(i);
      this.segments.push(segments[i]!);
      this.weights.push(w);
    }
    if (chosen.length === 0) return;
    for (let j = 0; j < this.#columns; j++) {
      readValues(block.x.stores[j]!, block.x.rows, scratch);
      const values = this.#values[j]!;
      for (const i of chosen) values.push(scratch[i]!);
    }
  }

  arrays(): NamedArrays {
    const { rows } = this;
    const values = new Float64Array(this.#columns * rows);
    this.#values.forEach((column, j) => {
      values.set(column, j * rows);
    });
    return {
      sampleSegments: Int32Array.from(this.segments),
      sampleWeights: Float64Array.from(this.weights),
      sampleValues: values,
    };
  }

  /** Adds the sample of the rows behind. */
  merge({ sampleSegments, sampleWeights, sampleValues }: NamedArrays): void {
    const rows = sampleSegments!.length;
    for (let i = 0; i < rows; i++) {
      this.segments.push(sampleSegments![i]!);
      this.weights.push(sampleWeights![i]!);
    }
    this.#values.forEach((column, j) => {
      for (let i = 0; i < rows; i++) column.push(sampleValues![j * rows + i]!);
    });
  }

  get rows(): number {
    return this.segments.length;
  }

  /** A column's values, NaN where missing. */
  column(j: number): readonly number[] {
    return this.#values[j]!;
  }
}
