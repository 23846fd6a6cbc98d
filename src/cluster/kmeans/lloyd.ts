import {
  addArrays,
  assign,
  assignBytes,
  farthest,
  inertia,
  type NamedArrays,
  type Reducer,
  type RowState,
} from "../../engine/reducers/index.js";

/** How passes over the rows are run: over all rows, or over a sample of them. */
export interface Passes {
  readonly rows: number;
  readonly columns: number;
  /** About where each column's values lie: what distances are computed from, so that they lose nothing to large means. */
  readonly shift: Float64Array;
  reduce(fold: Reducer, params: NamedArrays, rowState?: RowState): Promise<NamedArrays>;
  rowState(bytesPerRow: number): RowState;
  /** Lets timers and input run where it is time, and stops where that was asked for. */
  readonly yieldNow: () => Promise<void>;
}

/** Where iterations stop. */
export interface Stop {
  readonly maxIterations: number;
  /** The centroids have moved enough when the sum of their squared moves exceeds this. */
  readonly tolerance: number;
}

/** Changes centroids, clusters x columns, to those nearest to them that are allowed. */
export type Snap = (centroids: Float64Array) => void;

/** Centroids that Lloyd's algorithm came to rest at. */
export interface Clustering {
  readonly centroids: Float64Array;
  /** The weighted sum of squared distances to the nearest centroid. */
  readonly inertia: number;
  readonly iterations: number;
  /** Rows in each cluster. */
  readonly counts: Float64Array;
}

/**
 * Lloyd's algorithm from given centroids. Stops when no row changes its cluster or the centroids hardly move; an empty cluster restarts
 * at the row farthest from its centroid.
 *
 * @param snap - Where not every point may be a centroid, makes one of what the means of rows are.
 */
export async function lloyd(
  passes: Passes,
  start: Float64Array,
  clusters: number,
  stop: Stop,
  bounded: boolean,
  snap?: Snap,
): Promise<Clustering> {
  const { shift } = passes;
  const size = Int32Array.of(clusters);
  const rowState = passes.rowState(assignBytes(clusters, bounded));
  const totals = assign.init({ columns: passes.columns }, { clusters: size });
  let centroids: Float64Array<ArrayBufferLike> = start.slice();
  let bounds: NamedArrays = {};
  let iterations = 0;
  let settled = false;
  while (iterations < stop.maxIterations && !settled) {
    const params: NamedArrays = { centroids, clusters: size, shift };
    const parts = await passes.reduce(assign, { ...params, ...bounds }, rowState);
    addStep(totals, parts);
    iterations++;
    const next = await nextCentroids(passes, totals, params);
    snap?.(next);
    const moved = movesOf(centroids, next, clusters);
    centroids = next;
    if (bounded) bounds = { moved, half: halfApart(centroids, clusters) };
    settled = parts.changed![0] === 0 || moved.reduce((sum, move) => sum + move * move, 0) <= stop.tolerance;
  }
  const params: NamedArrays = { centroids, clusters: size, shift };
  await passes.reduce(assign, { ...params, ...bounds }, rowState);
  const final = await passes.reduce(inertia, params, rowState);
  return { centroids, inertia: final.inertia![0]!, iterations, counts: final.counts as Float64Array };
}

/** Adds what a step changed. A cluster without members has sums of exactly 0, whatever rounding left. */
function addStep(totals: NamedArrays, parts: NamedArrays): void {
  addArrays(totals, parts);
  const { sums, weights, members } = totals;
  const width = sums!.length / members!.length;
  members!.forEach((count, c) => {
    if (count > 0) return;
    weights![c] = 0;
    sums!.fill(0, c * width, (c + 1) * width);
  });
}

/** The mean of each cluster's rows. Clusters without rows take those farthest from their centroids, away from the clusters that had them. */
async function nextCentroids(passes: Passes, totals: NamedArrays, params: NamedArrays): Promise<Float64Array> {
  const sums = totals.sums!.slice();
  const weights = totals.weights!.slice();
  const clusters = weights.length;
  const { columns } = passes;
  const empty = Array.from(weights, (_, c) => c).filter((c) => weights[c] === 0);
  if (empty.length > 0) {
    const far = await passes.reduce(farthest, { ...params, most: Int32Array.of(empty.length) });
    empty.forEach((c, k) => {
      if (far.distance![k]! < 0) return;
      const from = far.cluster![k]!;
      const weight = far.weight![k]!;
      for (let j = 0; j < columns; j++) {
        const value = weight * far.values![k * columns + j]!;
        sums[c * columns + j] = value;
        sums[from * columns + j]! -= value;
      }
      weights[c] = weight;
      weights[from]! -= weight;
    });
  }
  const previous = params.centroids!;
  const next = new Float64Array(clusters * columns);
  for (let c = 0; c < clusters; c++)
    for (let j = 0; j < columns; j++) {
      const at = c * columns + j;
      next[at] = weights[c]! > 0 ? sums[at]! / weights[c]! : previous[at]!;
    }
  return next;
}

function movesOf(from: Float64Array, to: Float64Array, clusters: number): Float64Array {
  const width = from.length / clusters;
  const moves = new Float64Array(clusters);
  for (let c = 0; c < clusters; c++) {
    let sum = 0;
    for (let j = c * width; j < (c + 1) * width; j++) sum += (from[j]! - to[j]!) * (from[j]! - to[j]!);
    moves[c] = Math.sqrt(sum);
  }
  return moves;
}

/** Half the distance from each centroid to the one nearest to it: rows nearer than that to a centroid are its own. */
function halfApart(centroids: Float64Array, clusters: number): Float64Array {
  const width = centroids.length / clusters;
  const least = new Float64Array(clusters).fill(Number.POSITIVE_INFINITY);
  for (let a = 0; a < clusters; a++)
    for (let b = 0; b < a; b++) {
      let sum = 0;
      for (let j = 0; j < width; j++) {
        const d = centroids[a * width + j]! - centroids[b * width + j]!;
        sum += d * d;
      }
      least[a] = Math.min(least[a]!, sum);
      least[b] = Math.min(least[b]!, sum);
    }
  return least.map((squared) => Math.sqrt(squared) / 2);
}
