import type { Workspace } from "./workspace.js";

/** What one whole unit of the packed sums stands for, and how many low bits count rows. */
export interface Units {
  readonly g: number;
  readonly h: number;
  readonly countBits: number;
}

/** Sums that plain numbers hold exactly. */
const SUM_BITS = 52;
/** Bits of a packed half, its sign aside. */
const HALF_BITS = 63;

/** The largest sizes of gradients and second derivatives. */
export interface Sizes {
  readonly g: number;
  readonly h: number;
}

/**
 * Packs the gradients and second derivatives of the rows in the index as whole numbers: multiples of a power of two, chosen so that the sum
 * over all of them is exact. Up to half a million rows that keeps as many binary digits of the largest as float32 has.
 */
export function packGradients(space: Workspace, rows: number, g: Float64Array, h: Float64Array): Units {
  const units = unitsOf(sizesOf(space, rows, g, h), rows);
  packRows(space, rows, g, h, units);
  return units;
}

/** The largest gradients and second derivatives of the first rows of the index. */
export function sizesOf({ index }: Workspace, rows: number, g: Float64Array, h: Float64Array): Sizes {
  let most = 0;
  let mostH = 0;
  for (let i = 0; i < rows; i++) {
    const row = index[i]!;
    const size = Math.abs(g[row]!);
    if (size > most) most = size;
    if (h[row]! > mostH) mostH = h[row]!;
  }
  return { g: most, h: mostH };
}

/** The units in which the sum over n rows, none larger than this, is exact. */
export function unitsOf({ g, h }: Sizes, rows: number): Units {
  const countBits = 32 - Math.clz32(rows);
  return {
    g: unitOf(g * rows, SUM_BITS),
    h: unitOf(h * rows, Math.min(SUM_BITS, HALF_BITS - countBits)),
    countBits,
  };
}

/** Packs the first rows of the index in units that are known. */
export function packRows(
  { gradients, index }: Workspace,
  rows: number,
  g: Float64Array,
  h: Float64Array,
  units: Units,
): void {
  const { countBits } = units;
  const perG = 1 / units.g;
  const perH = 1 / units.h;
  const low = 2 ** countBits;
  const high = 2 ** (32 - countBits);
  for (let i = 0; i < rows; i++) {
    const row = index[i]!;
    const whole = Math.round(g[row]! * perG);
    const curve = Math.round(h[row]! * perH);
    const top = Math.floor(curve / high);
    gradients[4 * row] = whole;
    gradients[4 * row + 1] = Math.floor(whole / 4294967296);
    gradients[4 * row + 2] = (curve - top * high) * low + 1;
    gradients[4 * row + 3] = top;
  }
}

/** The power of two of which a sum, every term rounded to it, takes at most this many bits. */
function unitOf(sum: number, bits: number): number {
  let unit = 1;
  const most = 2 ** (bits - 1);
  while (sum / unit > most) unit *= 2;
  while (sum > 0 && sum / unit <= most / 2 && unit > 2 ** -1000) unit /= 2;
  return unit;
}
