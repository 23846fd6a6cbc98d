import { contiguousRows } from "./contiguous-rows.js";
import { FeatureMatrix } from "./feature-matrix.js";
import type { Floats } from "./store.js";

/**
 * Blocks of rows that each lie in one piece, put one below the other as they come, in memory that is taken once: a block is free when it
 * is there, and no second copy of all of them is needed in the end.
 */
export class JoinedRows {
  readonly #first: FeatureMatrix;
  readonly #whole: Floats;
  #filled = 0;

  /** For a number of rows like those of a first block; undefined where its rows do not lie in one piece. */
  static like(first: FeatureMatrix, rows: number): JoinedRows | undefined {
    const piece = contiguousRows(first);
    if (piece === undefined) return undefined;
    const length = rows * first.stores.length;
    return new JoinedRows(first, piece instanceof Float32Array ? new Float32Array(length) : new Float64Array(length));
  }

  private constructor(first: FeatureMatrix, whole: Floats) {
    this.#first = first;
    this.#whole = whole;
  }

  /** Puts a block behind those before it; false where it does not fit, and nothing was done. */
  add(block: FeatureMatrix): boolean {
    const piece = contiguousRows(block);
    if (piece === undefined || piece.constructor !== this.#whole.constructor) return false;
    if (this.#filled + piece.length > this.#whole.length) return false;
    this.#whole.set(piece, this.#filled);
    this.#filled += piece.length;
    return true;
  }

  /** The rows that are there. */
  matrix(): FeatureMatrix {
    const { columns, provenance, stores } = this.#first;
    return FeatureMatrix.dense(
      this.#filled / stores.length,
      columns,
      this.#whole.subarray(0, this.#filled),
      provenance,
    );
  }
}
