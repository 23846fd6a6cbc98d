import { type ColumnStore, isCoded } from "../../matrix/index.js";
import { codeMoments, type LearningKernels, learningKernels, PackedColumns, valueMoments } from "../wasm/index.js";
import { listed, type NamedArrays, type Reducer } from "./reducer.js";

/** By column: weight, sum and sum of squares about a shift (`given.shift`), smallest and largest value, missing and infinite ones. */
export const moments: Reducer = /* @__PURE__ */ listed({
  name: "moments",
  blockRows: 4096,
  init: ({ columns }) => ({
    weight: new Float64Array(columns),
    sum: new Float64Array(columns),
    squares: new Float64Array(columns),
    smallest: new Float64Array(columns).fill(Number.POSITIVE_INFINITY),
    largest: new Float64Array(columns).fill(Number.NEGATIVE_INFINITY),
    missing: new Float64Array(columns),
    infinite: new Float64Array(columns),
  }),
  add(parts, { x, w }, params) {
    const shiftOf = (j: number): number => params.shift?.[j] ?? 0;
    const positions = x.stores.map((_, j) => j);
    const counted = positions.filter((j) => w === undefined && isCounted(x.stores[j]!));
    const codes = codeSums(
      counted.map((j) => x.stores[j]!),
      x.rows,
    );
    counted.forEach((j, k) => {
      addCodes(parts, j, x.stores[j]!, codes.subarray(5 * k, 5 * k + 5), shiftOf(j), x.rows);
    });
    const summed = positions.filter((j) => w !== undefined || !isCounted(x.stores[j]!));
    const stores = summed.map((j) => x.stores[j]!);
    const values = valueSums(stores, x.rows, Float64Array.from(summed, shiftOf), w);
    summed.forEach((j, k) => {
      addValues(parts, j, values.subarray(7 * k, 7 * k + 7));
    });
  },
  merge(into, from) {
    for (const key of SUMS) for (let j = 0; j < into[key]!.length; j++) into[key]![j]! += from[key]![j]!;
    for (let j = 0; j < into.smallest!.length; j++) {
      into.smallest![j] = Math.min(into.smallest![j]!, from.smallest![j]!);
      into.largest![j] = Math.max(into.largest![j]!, from.largest![j]!);
    }
  },
});

/** Rows of values that are looked at together, so that rows stored one after the other stay near. Even. */
const TILE_ROWS = 256;
/** What the kernel keeps of a column: seven sums, each of even and of odd rows. */
const LANES = 14;
const SUMS = ["weight", "sum", "squares", "missing", "infinite"] as const;

/** Are sums over the codes themselves exact? */
function isCounted(store: ColumnStore): boolean {
  return isCoded(store) && !(store.data instanceof Int32Array);
}

/** For each column how many codes are there, their sum and that of their squares, the smallest and the largest. */
function codeSums(stores: readonly ColumnStore[], rows: number): Float64Array {
  const found = learningKernels();
  if (found === undefined || stores.length === 0) return codeMoments(stores, rows);
  const { packed, scratch } = packColumns(found, stores, rows, "codes", 5 * stores.length);
  packed.fill(0, rows);
  const out = scratch.float64(5 * stores.length);
  found.run.momentsOfCodes(packed.pointer, stores.length, rows, out.byteOffset);
  return out;
}

/** For each column weight, sum, squares, smallest, largest, missing and infinite. */
function valueSums(
  stores: readonly ColumnStore[],
  rows: number,
  shift: Float64Array,
  w: Float64Array | undefined,
): Float64Array {
  const found = learningKernels();
  if (found === undefined || stores.length === 0) return valueMoments(stores, rows, shift, w);
  const most = Math.min(TILE_ROWS, rows);
  const { packed, scratch } = packColumns(found, stores, most, "values", (1 + LANES) * stores.length + 2 * most + 2);
  const shifts = scratch.float64(stores.length);
  shifts.set(shift);
  const weights = scratch.float64(w === undefined ? 0 : most + 1);
  const values = scratch.float64(most + 1);
  const lanes = scratch.float64(LANES * stores.length).fill(0);
  for (let at = 0; at < lanes.length; at += LANES) {
    lanes.fill(Number.POSITIVE_INFINITY, at + 6, at + 8);
    lanes.fill(Number.NEGATIVE_INFINITY, at + 8, at + 10);
  }
  for (let from = 0; from < rows; from += TILE_ROWS) {
    const tile = Math.min(TILE_ROWS, rows - from);
    packed.fill(from, tile);
    if (w !== undefined) {
      weights.set(w.subarray(from, from + tile));
      weights[tile] = 0;
    }
    found.run.momentsOfValues(
      packed.pointer,
      shifts.byteOffset,
      w === undefined ? 0 : weights.byteOffset,
      stores.length,
      tile,
      values.byteOffset,
      lanes.byteOffset,
    );
  }
  return joined(lanes);
}

/** The sums of even and odd rows as one. */
function joined(lanes: Float64Array): Float64Array {
  const out = new Float64Array(lanes.length / 2);
  for (let k = 0; k < out.length; k++) {
    const [even, odd] = [lanes[2 * k]!, lanes[2 * k + 1]!];
    out[k] = k % 7 === 3 ? Math.min(even, odd) : k % 7 === 4 ? Math.max(even, odd) : even + odd;
  }
  return out;
}

/** Columns in the kernels' memory, with room for some more float64 in four arrays. */
function packColumns(
  { scratch }: LearningKernels,
  stores: readonly ColumnStore[],
  rows: number,
  seen: "codes" | "values",
  floats: number,
): { packed: PackedColumns; scratch: LearningKernels["scratch"] } {
  const needed = PackedColumns.bytesNeeded(stores, rows);
  scratch.open(needed.bytes + 8 * floats, needed.arrays + 4);
  const packed = new PackedColumns(scratch, stores, rows, seen);
  return { packed, scratch };
}

/**
 * A block's sums over codes as sums over values about the shift. A whole number near the shift is taken off in integers first, so that
 * codes far from 0 lose no digits and those of a constant column have no spread.
 */
function addCodes(
  parts: NamedArrays,
  j: number,
  { center, scale }: ColumnStore,
  [known, sum, squares, smallest, largest]: ArrayLike<number> & Iterable<number>,
  shift: number,
  rows: number,
): void {
  parts.missing![j]! += rows - known!;
  if (known === 0) return;
  const zero = center + shift / scale;
  const near = Number.isFinite(zero) ? Math.round(zero) : 0;
  const rest = zero - near;
  const first = sum! - known! * near;
  const second = squares! - 2 * near * sum! + known! * near * near;
  parts.weight![j]! += known!;
  parts.sum![j]! += (first - known! * rest) * scale;
  parts.squares![j]! += (second - 2 * rest * first + known! * rest * rest) * scale * scale;
  const [a, b] = [(smallest! - center) * scale, (largest! - center) * scale];
  parts.smallest![j] = Math.min(parts.smallest![j]!, a, b);
  parts.largest![j] = Math.max(parts.largest![j]!, a, b);
}

function addValues(
  parts: NamedArrays,
  j: number,
  [weight, sum, squares, smallest, largest, missing, infinite]: ArrayLike<number> & Iterable<number>,
): void {
  parts.weight![j]! += weight!;
  parts.sum![j]! += sum!;
  parts.squares![j]! += squares!;
  parts.smallest![j] = Math.min(parts.smallest![j]!, smallest!);
  parts.largest![j] = Math.max(parts.largest![j]!, largest!);
  parts.missing![j]! += missing!;
  parts.infinite![j]! += infinite!;
}
