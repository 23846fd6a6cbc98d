import { addProductTile, type LearningKernels, learningKernels, PackedColumns } from "../wasm/index.js";
import { type GramColumns, gramColumns, valuesOf } from "./gram-columns.js";
import { listed, type NamedArrays, type Reducer } from "./reducer.js";

/** Rows a tile of values: float32 sums of a tile are then added in float64. */
const TILE_ROWS = 256;
/** Rows packed at once: of codes, which are small, and where there are values. */
const CODE_ROWS = 4096;
const VALUE_ROWS = 1024;

/**
 * The weighted sums of products of every two columns, of a column and 1, and of 1 and 1: the lower triangle, row by row, of columns + 1
 * (`products`). Columns are seen near a center (`given.center`, by default 0): floats less that center, codes as integers less a whole
 * number near it, so that their sums are exact; `units` is what such a number is in units of values. Values must not be missing.
 */
export const gram: Reducer = /* @__PURE__ */ listed({
  name: "gram",
  blockRows: 16_384,
  init: ({ columns }) => ({ products: new Float64Array((columns + 1) ** 2), units: new Float64Array(columns) }),
  merge(into, from) {
    addLower(into.products!, from.products!, into.units!.length + 1);
    for (let j = 0; j < into.units!.length; j++) {
      if (into.units![j] === 0) into.units![j] = from.units![j]!;
      else if (from.units![j] !== into.units![j]) throw new Error(`column ${j} changed its units between two blocks`);
    }
  },
  add(parts, { x, w }, params) {
    const columns = gramColumns(x, w, params.center);
    const found = learningKernels();
    const sums = found === undefined ? reference(columns, x.rows) : computed(found, columns, x.rows);
    const { order, narrow } = columns;
    const width = x.stores.length + 1;
    for (let k = 0; k < order.length; k++) {
      const from = k < narrow ? sums.narrow : sums.values;
      const row = k * sums.width;
      for (let j = 0; j <= k; j++) {
        const [a, b] = [order[k]!, order[j]!];
        parts.products![a > b ? a * width + b : b * width + a]! += from[row + j]!;
      }
    }
    parts.units!.set(columns.units);
  },
});

/** Adds a lower triangle to another. */
function addLower(into: NamedArrays[string], from: NamedArrays[string], width: number): void {
  for (let k = 0; k < width; k++) for (let at = k * width, end = at + k; at <= end; at++) into[at]! += from[at]!;
}

/** Sums of the rows of `narrow` columns, and of those behind them, both in the order of the columns. */
interface Sums {
  readonly narrow: Float64Array;
  readonly values: Float64Array;
  readonly width: number;
}

function computed({ run, scratch }: LearningKernels, columns: GramColumns, rows: number): Sums {
  const { stores, shifts, narrow, single, roots, tileRows } = columns;
  const count = stores.length;
  const panels = (count + 3) >> 2;
  const width = 4 * panels;
  const half = count - narrow;
  const most = Math.min(half > 0 ? VALUE_ROWS : CODE_ROWS, rows);
  const needed = PackedColumns.bytesNeeded(stores, most);
  const codeBytes = narrow > 0 ? panels * 8 * (tileRows + 8) : 0;
  const pairBytes = codeBytes / 2;
  const valueBytes = half > 0 ? panels * 4 * (single ? 4 : 8) * (TILE_ROWS + 4) : 0;
  scratch.open(
    needed.bytes +
      codeBytes +
      pairBytes +
      valueBytes +
      16 * width * width +
      12 * count +
      4 * panels +
      8 * (most + TILE_ROWS + 4),
    needed.arrays + 10,
  );
  const packed = new PackedColumns(scratch, stores, most, "codes");
  const codePanels = scratch.uint8(codeBytes).byteOffset;
  const pairPanels = scratch.uint8(pairBytes).byteOffset;
  const ranges = scratch.int32(panels).byteOffset;
  const valuePanels = scratch.uint8(valueBytes).byteOffset;
  const narrowSums = scratch.float64(narrow > 0 ? width * width : 0).fill(0);
  const valueSums = scratch.float64(half > 0 ? width * width : 0).fill(0);
  const whole = scratch.int32(narrow);
  whole.set(shifts.subarray(0, narrow));
  const moved = scratch.float64(count);
  moved.set(shifts);
  const rootOf = scratch.float64(roots === undefined ? 0 : most);
  const values = scratch.float64(TILE_ROWS + 4).byteOffset;
  for (let from = 0; from < rows; from += most) {
    const chunk = Math.min(most, rows - from);
    packed.fill(from, chunk);
    if (roots !== undefined) rootOf.set(roots.subarray(from, from + chunk));
    for (let at = 0; narrow > 0 && at < chunk; at += tileRows) {
      const tile = Math.min(tileRows, chunk - at);
      run.packCodes(packed.pointer, whole.byteOffset, narrow, at, tile, codePanels);
      const steps = (tile + 7) >> 3;
      run.packPairs(codePanels, narrow, steps, pairPanels, ranges);
      run.gramCodes(codePanels, pairPanels, ranges, narrow, steps, narrowSums.byteOffset, width);
    }
    for (let at = 0; half > 0 && at < chunk; at += TILE_ROWS) {
      const tile = Math.min(TILE_ROWS, chunk - at);
      const weights = roots === undefined ? 0 : rootOf.byteOffset;
      run.packValues(packed.pointer, moved.byteOffset, weights, count, at, tile, single ? 1 : 0, values, valuePanels);
      if (single) run.gramSingles(valuePanels, narrow, count, (tile + 3) >> 2, valueSums.byteOffset, width);
      else run.gramDoubles(valuePanels, valuePanels, narrow, count, (tile + 1) >> 1, valueSums.byteOffset, width);
    }
  }
  return { narrow: narrowSums, values: valueSums, width };
}

function reference(columns: GramColumns, rows: number): Sums {
  const { narrow, single, stores } = columns;
  const width = stores.length;
  const narrowSums = new Float64Array(narrow * width);
  const valueSums = new Float64Array(width * width);
  for (let from = 0; from < rows; from += TILE_ROWS) {
    const tile = Math.min(TILE_ROWS, rows - from);
    const values = valuesOf(columns, from, tile, true);
    const codes = values.slice(0, narrow);
    addProductTile({ columns: codes, rows: tile, first: 0, single: false }, narrowSums, width);
    addProductTile({ columns: values, rows: tile, first: narrow, single }, valueSums, width);
  }
  return { narrow: narrowSums, values: valueSums, width };
}

/** Sums of products of the columns' deviations from their means, in units of values: the lower triangle, row by row. */
export function aboutMeans({ products, units }: NamedArrays): Float64Array {
  const columns = units!.length;
  const width = columns + 1;
  const sums = products!.subarray(columns * width);
  const weight = sums[columns]!;
  const out = new Float64Array(columns * columns);
  // A whole number near the mean is taken off first: where sums are whole, so is what is left, without any rounding.
  const near = Float64Array.from(units!, (_, j) => Math.round(sums[j]! / weight));
  const rest = Float64Array.from(near, (n, j) => sums[j]! - weight * n);
  for (let j = 0; j < columns; j++)
    for (let k = 0; k <= j; k++) {
      const left = products![j * width + k]! - near[j]! * sums[k]! - near[k]! * rest[j]!;
      out[j * columns + k] = (left - (rest[j]! * rest[k]!) / weight) * units![j]! * units![k]!;
    }
  return out;
}
