import { Random } from "../kernels/random/index.js";
import { breather } from "../kernels/source/index.js";
import { FeatureMatrix, type Labels, type MatrixLike } from "../matrix/index.js";
import { type ClusteredRows, clusteredRows } from "./cluster-quality.js";
import { labelOf } from "./truth.js";

/** What `silhouette` may be told. */
export interface SilhouetteOptions {
  /** How many rows to take part; all by default. The work grows with their square. */
  readonly sample?: number;
  /** Seed of the sample. */
  readonly seed?: number;
  /** Stops the work. */
  readonly signal?: AbortSignal;
}

/**
 * How much nearer rows are to their own cluster than to the next one: from -1 to 1, the mean over rows (P. Rousseeuw, 1987). Lets the event
 * loop run.
 *
 * @throws KindredError where there are fewer than 2 clusters, or as many as rows.
 *
 * @example
 * ```ts
 * import { silhouette } from "kindred";
 *
 * await silhouette([[0], [1], [10], [11]], [0, 0, 1, 1]); // 0.9
 * ```
 */
export async function silhouette(X: MatrixLike, labels: Labels, options: SilhouetteOptions = {}): Promise<number> {
  const { sample, seed = 0, signal } = options;
  const matrix = FeatureMatrix.from(X);
  const chosen =
    sample === undefined || sample >= matrix.rows
      ? undefined
      : new Random(seed, "silhouette").sample(matrix.rows, sample);
  const rows =
    chosen === undefined
      ? clusteredRows(matrix, labels, "silhouette")
      : clusteredRows(
          matrix.take(chosen),
          Array.from(chosen, (i) => labelOf(labels, i)),
          "silhouette",
        );
  const breathe = breather(signal);
  let total = 0;
  const sums = new Float64Array(rows.sizes.length);
  for (let i = 0; i < rows.rows; i++) {
    distanceSums(rows, i, sums);
    total += silhouetteOf(rows, i, sums);
    if (i % 16 === 0) await breathe();
  }
  return total / rows.rows;
}

/** The sum of distances from row i to the rows of each cluster. */
function distanceSums({ rows, width, values, clusters }: ClusteredRows, i: number, sums: Float64Array): void {
  sums.fill(0);
  const at = i * width;
  for (let k = 0; k < rows; k++) {
    const from = k * width;
    let sum = 0;
    for (let j = 0; j < width; j++) {
      const d = values[at + j]! - values[from + j]!;
      sum += d * d;
    }
    sums[clusters[k]!]! += Math.sqrt(sum);
  }
}

function silhouetteOf({ clusters, sizes }: ClusteredRows, i: number, sums: Float64Array): number {
  const own = clusters[i]!;
  if (sizes[own] === 1) return 0;
  const inside = sums[own]! / (sizes[own]! - 1);
  let next = Number.POSITIVE_INFINITY;
  for (let c = 0; c < sizes.length; c++) if (c !== own) next = Math.min(next, sums[c]! / sizes[c]!);
  const most = Math.max(inside, next);
  return most === 0 ? 0 : (next - inside) / most;
}
