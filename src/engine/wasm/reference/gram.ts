/** How a tile of columns is multiplied. */
export interface ProductTile {
  /** One array a column, all of the same length. */
  readonly columns: readonly Float64Array[];
  /** The other factors, where they differ: rows of the triangle are theirs. */
  readonly right?: readonly Float64Array[];
  readonly rows: number;
  /** The first column whose products with itself and those before it are wanted. */
  readonly first: number;
  /** Are values, products and the sums of strands rounded to float32? */
  readonly single: boolean;
}

/** Adds products of columns to rows [first, columns) of a lower triangle whose rows are `width` apart: what the kernels do, to the bit. */
export function addProductTile(tile: ProductTile, sums: Float64Array, width: number): void {
  const { columns, right = columns, first, single } = tile;
  const product = single ? singleProduct : doubleProduct;
  const rounded = (values: readonly Float64Array[]): readonly (Float32Array | Float64Array)[] =>
    single ? values.map((column) => Float32Array.from(column)) : values;
  const [a, b] = [rounded(columns), rounded(right)];
  for (let k = first; k < columns.length; k++)
    for (let j = 0; j <= k; j++) sums[k * width + j]! += product(a[j]!, b[k]!, tile.rows);
}

/** Adds products of every column of one side and of another: right x left. What the kernels do, to the bit. */
export function addProducts(
  left: readonly Float64Array[],
  right: readonly Float64Array[],
  single: boolean,
  sums: Float64Array,
): void {
  const product = single ? singleProduct : doubleProduct;
  const [a, b] = [left, right].map((side) => (single ? side.map((values) => Float32Array.from(values)) : side));
  for (let k = 0; k < right.length; k++)
    for (let j = 0; j < left.length; j++) sums[k * left.length + j]! += product(a![j]!, b![k]!, left[j]!.length);
}

/** Four sums side by side in float32, each of every fourth row. */
function singleProduct(a: ArrayLike<number>, b: ArrayLike<number>, rows: number): number {
  const lane = [0, 0, 0, 0];
  for (let s = 0; s < 4; s++) {
    let sum = 0;
    for (let i = s; i < rows; i += 4) sum = Math.fround(sum + Math.fround(a[i]! * b[i]!));
    lane[s] = sum;
  }
  return lane[0]! + lane[2]! + (lane[1]! + lane[3]!);
}

/** Two sums side by side, of even and of odd rows. */
function doubleProduct(a: ArrayLike<number>, b: ArrayLike<number>, rows: number): number {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < rows; i += 2) even += a[i]! * b[i]!;
  for (let i = 1; i < rows; i += 2) odd += a[i]! * b[i]!;
  return even + odd;
}
