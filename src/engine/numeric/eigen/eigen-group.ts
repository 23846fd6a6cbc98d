import type { GroupTask } from "../../threads/index.js";
import { diagonalize } from "./diagonalize.js";
import { reflectBack, tridiagonal } from "./tridiagonal-form.js";

/** A matrix and room for what is found; all of it in memory that the members share. */
export interface EigenArgs {
  /** size x size, row by row; the lower triangle is used. */
  readonly matrix: Float64Array;
  readonly size: number;
  /** All eigenvalues, the largest first. */
  readonly values: Float64Array;
  /** The leading eigenvectors, row by row, as many as there is room for. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and leading eigenvectors by Householder reflections and implicit QL steps (G. Golub, C. Van Loan, "Matrix Computations",
 * 8.3), on flat arrays of which every loop runs along rows. Each member finds the eigenvalues; of the turns and reflections that make the
 * eigenvectors, which columns and vectors take each for itself, it does its share.
 */
export const eigenGroup: GroupTask<EigenArgs, void> = {
  name: "eigenGroup",
  *run({ matrix, size, values, vectors }, group) {
    const scale = matrix.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
    const form = yield* tridiagonal(
      matrix.map((value) => value / scale),
      size,
    );
    const { diagonal, beside } = form;
    const share = 4 * Math.ceil(size / 4 / group.size);
    const from = Math.min(size, group.index * share);
    const to = Math.min(size, from + share);
    const rows = diagonalize(diagonal, beside, from, share);
    const order = Array.from(diagonal, (_, c) => c).sort((a, b) => diagonal[b]! - diagonal[a]! || a - b);
    if (group.index === 0) values.set(order.map((c) => diagonal[c]! * scale));
    const most = vectors.length / size;
    for (let c = 0; c < most; c++) {
      const row = order[c]! * share;
      vectors.set(rows.subarray(row, row + to - from), c * size + from);
    }
    group.barrier();
    const each = Math.ceil(most / group.size);
    yield* reflectBack(vectors, Math.min(most, group.index * each), Math.min(most, (group.index + 1) * each), form);
  },
};
