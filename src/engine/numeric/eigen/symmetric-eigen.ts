import { allocate, shared } from "../../../matrix/index.js";
import { defaultThreads, runGroup } from "../../threads/index.js";
import { type EigenArgs, eigenGroup } from "./eigen-group.js";

/** Eigenvalues of a symmetric matrix, the largest first, and the eigenvectors of the leading ones. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** Vectors x columns, row by row, of length 1. */
  readonly vectors: Float64Array;
}

/** Options of a decomposition. */
export interface EigenOptions {
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Matrices from this size on are worth waking workers for. */
const GROUP_SIZE = 160;

/**
 * Eigenvalues and leading eigenvectors, on workers where there are any, with the same bits everywhere: for a few hundred columns several
 * times as fast as matrices of rows.
 *
 * @param matrix - size x size, row by row; its lower triangle is used.
 * @param most - How many eigenvectors are wanted.
 */
export async function symmetricEigen(
  matrix: Float64Array,
  size: number,
  most: number,
  { threads = defaultThreads(), signal }: EigenOptions = {},
): Promise<SymmetricEigen> {
  const array = (length: number): Float64Array => new Float64Array(allocate(8 * length));
  const args: EigenArgs = { matrix: shared(matrix), size, values: array(size), vectors: array(most * size) };
  const members = size < GROUP_SIZE ? 1 : threads;
  await runGroup(eigenGroup, args, { threads: members, pieces: members, signal });
  return { values: args.values.slice(), vectors: args.vectors.slice() };
}
