import { denseRows } from "./dense.js";
import { addParts, type Fold, type Parts, type Shape } from "./fold.js";

const scratch: { rows?: Float64Array } = {};

/** Sums by cluster: what a Lloyd step needs. `labels` of the pass before are the row state, four bytes a row, one more than the cluster. */
function startAssign({ columns }: Shape, given: Parts): Parts {
  const clusters = given.clusters![0]!;
  return {
    sums: new Float64Array(clusters * columns),
    weights: new Float64Array(clusters),
    counts: new Float64Array(clusters),
    inertia: new Float64Array(1),
    changed: new Float64Array(1),
  };
}

/** The squared distance of a row to a centre. */
function squaredDistance(rows: Float64Array, at: number, centres: Float64Array, from: number, width: number): number {
  let sum = 0;
  for (let j = 0; j < width; j++) {
    const d = rows[at + j]! - centres[from + j]!;
    sum += d * d;
  }
  return sum;
}

function addRow(parts: Parts, rows: Float64Array, at: number, width: number, cluster: number, weight: number): void {
  const sums = parts.sums!;
  const to = cluster * width;
  for (let j = 0; j < width; j++) sums[to + j]! += weight * rows[at + j]!;
  parts.weights![cluster]! += weight;
  parts.counts![cluster]! += 1;
}

/**
 * One Lloyd step: every row to the nearest of `given.centres` (the first of equals), with sums, weights and counts by cluster, the
 * inertia, and how many rows changed their cluster.
 */
export const assign: Fold = {
  name: "assign",
  blockRows: 4096,
  start: startAssign,
  merge: addParts,
  add(parts, { x, w }, given, rowState) {
    const width = x.stores.length;
    const clusters = given.clusters![0]!;
    const centres = given.centres as Float64Array;
    const rows = denseRows(x, scratch);
    const labels = rowState === undefined ? undefined : new Int32Array(rowState.buffer, rowState.byteOffset, x.rows);
    for (let i = 0; i < x.rows; i++) {
      let best = 0;
      let nearest = Number.POSITIVE_INFINITY;
      for (let c = 0; c < clusters; c++) {
        const distance = squaredDistance(rows, i * width, centres, c * width, width);
        if (distance < nearest) {
          nearest = distance;
          best = c;
        }
      }
      const weight = w === undefined ? 1 : w[i]!;
      parts.inertia![0]! += weight * nearest;
      addRow(parts, rows, i * width, width, best, weight);
      if (labels !== undefined) {
        if (labels[i] !== best + 1) parts.changed![0]! += 1;
        labels[i] = best + 1;
      }
    }
  },
};

/** Bytes of row state for `assignBounded`: the cluster, an upper bound, and a lower bound for each centre. */
export const boundedBytes = (clusters: number): number => 8 * (2 + clusters);

/**
 * The same step with bounds that skip distances (C. Elkan, "Using the triangle inequality to accelerate k-means", 2003): `given.moved`
 * says how far each centre moved since the last pass, `given.apart` how far centres are from each other. Inertia is not summed.
 */
export const assignBounded: Fold = {
  name: "assignBounded",
  blockRows: 4096,
  start: startAssign,
  merge: addParts,
  add(parts, { x, w }, given, rowState) {
    const width = x.stores.length;
    const clusters = given.clusters![0]!;
    const centres = given.centres as Float64Array;
    const moved = given.moved!;
    const apart = given.apart!;
    const rows = denseRows(x, scratch);
    const state = new Float64Array(rowState!.buffer, rowState!.byteOffset, x.rows * (2 + clusters));
    const away = (i: number, c: number): number =>
      Math.sqrt(squaredDistance(rows, i * width, centres, c * width, width));
    for (let i = 0; i < x.rows; i++) {
      const at = i * (2 + clusters);
      const first = state[at] === 0;
      let best = first ? 0 : state[at]! - 1;
      if (first) {
        for (let c = 0; c < clusters; c++) {
          state[at + 2 + c] = away(i, c);
          if (state[at + 2 + c]! < state[at + 2 + best]!) best = c;
        }
        state[at + 1] = state[at + 2 + best]!;
      } else {
        for (let c = 0; c < clusters; c++) state[at + 2 + c] = Math.max(0, state[at + 2 + c]! - moved[c]!);
        state[at + 1]! += moved[best]!;
        best = improve(state, at, best, clusters, apart, (c) => away(i, c));
      }
      if (state[at] !== best + 1) parts.changed![0]! += 1;
      state[at] = best + 1;
      addRow(parts, rows, i * width, width, best, w === undefined ? 1 : w[i]!);
    }
  },
};

/** Bounds lose a little to rounding: distances closer than this to a bound are computed. */
const SLACK = 1 + 1e-12;

function improve(
  state: Float64Array,
  at: number,
  start: number,
  clusters: number,
  apart: ArrayLike<number>,
  away: (c: number) => number,
): number {
  let best = start;
  let tight = false;
  for (let c = 0; c < clusters; c++) {
    if (c === best) continue;
    const upper = state[at + 1]! * SLACK;
    if (upper < state[at + 2 + c]! || upper < 0.5 * apart[best * clusters + c]!) continue;
    if (!tight) {
      state[at + 1] = away(best);
      state[at + 2 + best] = state[at + 1]!;
      tight = true;
      const exact = state[at + 1]! * SLACK;
      if (exact < state[at + 2 + c]! || exact < 0.5 * apart[best * clusters + c]!) continue;
    }
    const distance = away(c);
    state[at + 2 + c] = distance;
    if (distance < state[at + 1]! || (distance === state[at + 1]! && c < best)) {
      best = c;
      state[at + 1] = distance;
    }
  }
  return best;
}

/**
 * The rows farthest from their centres, as many as `given.most` says: their distance, position and values. What empty clusters
 * restart from. Of equals the first row counts.
 */
export const farthest: Fold = {
  name: "farthest",
  blockRows: 4096,
  start: ({ columns }, given) => {
    const most = given.most![0]!;
    return {
      distance: new Float64Array(most).fill(-1),
      cluster: new Int32Array(most),
      weight: new Float64Array(most),
      values: new Float64Array(most * columns),
    };
  },
  merge(into, from) {
    const most = into.distance!.length;
    const width = into.values!.length / most;
    for (let k = 0; k < most; k++) {
      if (from.distance![k]! < 0) break;
      const start = k * width;
      insert(
        into,
        from.distance![k]!,
        from.cluster![k]!,
        from.weight![k]!,
        from.values!.subarray(start, start + width),
      );
    }
  },
  add(parts, { x, w }, given) {
    const width = x.stores.length;
    const clusters = given.clusters![0]!;
    const centres = given.centres as Float64Array;
    const rows = denseRows(x, scratch);
    for (let i = 0; i < x.rows; i++) {
      const weight = w === undefined ? 1 : w[i]!;
      if (weight === 0) continue;
      let best = 0;
      let nearest = Number.POSITIVE_INFINITY;
      for (let c = 0; c < clusters; c++) {
        const distance = squaredDistance(rows, i * width, centres, c * width, width);
        if (distance < nearest) {
          nearest = distance;
          best = c;
        }
      }
      insert(parts, nearest, best, weight, rows.subarray(i * width, (i + 1) * width));
    }
  },
};

function insert(parts: Parts, distance: number, cluster: number, weight: number, values: ArrayLike<number>): void {
  const found = parts.distance!;
  const last = found.length - 1;
  if (distance <= found[last]!) return;
  const width = values.length;
  let k = last;
  for (; k > 0 && distance > found[k - 1]!; k--) {
    for (const key of ["distance", "cluster", "weight"] as const) parts[key]![k] = parts[key]![k - 1]!;
    parts.values!.copyWithin(k * width, (k - 1) * width, k * width);
  }
  found[k] = distance;
  parts.cluster![k] = cluster;
  parts.weight![k] = weight;
  parts.values!.set(values, k * width);
}
