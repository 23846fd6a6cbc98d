import type { Kernels } from "../../wasm/index.js";
import { type RowPacking, TILE } from "./packed-rows.js";

/** Half a unit in the last place of float32. */
const ROUNDING = 2 ** -24;
/** Lengths are rounded away from zero. */
const UP = 1 + 1e-6;

/**
 * What rows are compared by: each centroid's score of a row x is constant - 2 x.weights, in which rounding may amount to
 * `unit` * (|x| + length)^2. Here x is a packed row times its scales; the centroid of least score is the nearest.
 */
export interface Scores {
  /** Centroids x columns. */
  readonly weights: Float64Array;
  readonly constants: Float64Array;
  readonly lengths: Float64Array;
  readonly unit: number;
}

/** The scores of centroids in the columns themselves: |c|^2 - 2 x.c is the squared distance less |x|^2. */
export function scoresOf({ offset }: RowPacking, centroids: Float64Array): Scores {
  const width = offset.length;
  const weights = centroids.map((value, at) => value - offset[at % width]!);
  const constants = new Float64Array(centroids.length / width);
  weights.forEach((value, at) => {
    constants[Math.floor(at / width)]! += value * value;
  });
  return { weights, constants, lengths: constants.map(Math.sqrt), unit: (width + 10) * ROUNDING };
}

/** Centroids that kernels compare, filled up to eights. */
export function lanesOf(clusters: number): number {
  return 8 * Math.ceil(clusters / 8);
}

/** Where the comparer keeps what it finds of each row, in the kernels' memory, with a place more at the end for rows that are none. */
export interface Found {
  /** The squared length of each row; computed where negative. */
  readonly norms: Float32Array;
  /** Bounds of distances as `nearestCentroids` writes them; empty where none are wanted. */
  readonly upper: Float32Array;
  readonly lower: Float32Array;
}

/** Words of scratch (four bytes) that a comparer takes. */
export function comparerWords(clusters: number, width: number): number {
  return lanesOf(clusters) * (width + 6) + TILE + width;
}

/**
 * Compares packed rows with all centroids in float32: gives the label of each, one more than the centroid, and 0 where rounding might decide,
 * so that who needs to know looks at the values themselves. `positions` are where the rows stand in `found`, with room for three more.
 */
export function comparer(
  { run, scratch }: Kernels,
  { q, scale }: RowPacking,
  { weights, constants, lengths: sizes, unit }: Scores,
  found: Found,
): (positions: Int32Array, first: number, size: number) => Int32Array {
  const width = scale.length;
  const lanes = lanesOf(constants.length);
  const panels = scratch.float32(lanes * width).fill(0);
  const norms = scratch.float32(lanes).fill(Number.POSITIVE_INFINITY);
  const lengths = scratch.float32(lanes).fill(0);
  const factors = scratch.float32(width);
  const scores = scratch.float32(4 * lanes);
  const labels = scratch.int32(TILE);
  for (let j = 0; j < width; j++) factors[j] = scale[j]! * scale[j]!;
  norms.set(constants);
  for (let c = 0; c < constants.length; c++) {
    const panel = (c & ~7) * width + (c & 7);
    for (let j = 0; j < width; j++) panels[panel + 8 * j] = weights[c * width + j]! * scale[j]!;
    lengths[c] = sizes[c]! * UP;
  }
  const nowhere = found.norms.length - 1;
  return (positions, first, size) => {
    const full = (size + 3) & ~3;
    positions.fill(nowhere, first + size, first + full);
    run.nearestCentroids(
      q.byteOffset,
      full,
      width,
      factors.byteOffset,
      panels.byteOffset,
      norms.byteOffset,
      lengths.byteOffset,
      lanes,
      unit,
      scores.byteOffset,
      positions.byteOffset + 4 * first,
      found.norms.byteOffset,
      labels.byteOffset,
      found.upper.byteOffset,
      found.lower.length === 0 ? 0 : found.lower.byteOffset,
    );
    return labels;
  };
}
