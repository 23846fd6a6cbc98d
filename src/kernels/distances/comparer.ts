import type { Kernels } from "../wasm/index.js";
import { type RowPacking, TILE } from "./packed-rows.js";

/** Half a unit in the last place of float32. */
const ROUNDING = 2 ** -24;
/** Lengths are rounded away from zero. */
const UP = 1 + 1e-6;

/** Centres that kernels compare, filled up to eights. */
export function lanesOf(clusters: number): number {
  return 8 * Math.ceil(clusters / 8);
}

/** Where the comparer keeps what it finds of each row, in the kernels' memory, with a place more at the end for rows that are none. */
export interface Found {
  /** The squared length of each row; computed where negative. */
  readonly norms: Float32Array;
  /** Bounds of distances as `nearestCentres` writes them; empty where none are wanted. */
  readonly upper: Float32Array;
  readonly lower: Float32Array;
}

/** Words of scratch (four bytes) that a comparer takes. */
export function comparerWords(clusters: number, width: number): number {
  return lanesOf(clusters) * (width + 6) + TILE + width;
}

/**
 * Compares packed rows with all centres in float32: gives the label of each, one more than the centre, and 0 where rounding might decide,
 * so that who needs to know looks at the values themselves. `positions` are where the rows stand in `found`, with room for three more.
 */
export function comparer(
  { run, scratch }: Kernels,
  { q, scale, offset }: RowPacking,
  centres: Float64Array,
  clusters: number,
  found: Found,
): (positions: Int32Array, first: number, size: number) => Int32Array {
  const width = scale.length;
  const lanes = lanesOf(clusters);
  const panels = scratch.float32(lanes * width).fill(0);
  const norms = scratch.float32(lanes).fill(Number.POSITIVE_INFINITY);
  const lengths = scratch.float32(lanes).fill(0);
  const factors = scratch.float32(width);
  const scores = scratch.float32(4 * lanes);
  const labels = scratch.int32(TILE);
  for (let j = 0; j < width; j++) factors[j] = scale[j]! * scale[j]!;
  for (let c = 0; c < clusters; c++) {
    const panel = (c & ~7) * width + (c & 7);
    let norm = 0;
    for (let j = 0; j < width; j++) {
      const value = centres[c * width + j]! - offset[j]!;
      panels[panel + 8 * j] = value * scale[j]!;
      norm += value * value;
    }
    norms[c] = norm;
    lengths[c] = Math.sqrt(norm) * UP;
  }
  const nowhere = found.norms.length - 1;
  return (positions, first, size) => {
    const full = (size + 3) & ~3;
    positions.fill(nowhere, first + size, first + full);
    run.nearestCentres(
      q.byteOffset,
      full,
      width,
      factors.byteOffset,
      panels.byteOffset,
      norms.byteOffset,
      lengths.byteOffset,
      lanes,
      (width + 10) * ROUNDING,
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
