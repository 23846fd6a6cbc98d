import { Random } from "../../../src/engine/numeric/random/index.js";
import { type NamedArrays, type Reducer, runReducer } from "../../../src/engine/reducers/index.js";
import { type Block, memorySource } from "../../../src/engine/rows/index.js";
import { useReference } from "../../../src/engine/wasm/index.js";
import { type ColumnStore, FeatureMatrix, plainStore, type Store } from "../../../src/matrix/index.js";

/** A pass by the kernels, and the same pass by the reference. */
export async function bothWays(
  reducer: Reducer,
  block: Block,
  params: NamedArrays = {},
): Promise<{ kernel: NamedArrays; plain: NamedArrays }> {
  const kernel = await runReducer(memorySource(block), reducer, params);
  useReference(true);
  try {
    return { kernel, plain: await runReducer(memorySource(block), reducer, params) };
  } finally {
    useReference(false);
  }
}

/** A block of columns by name, given as arrays or as columns with a map. */
export function blockOf(columns: Record<string, Store | ColumnStore>, rest: Partial<Block> = {}): Block {
  const stores = Object.values(columns).map((one) => ("data" in one ? one : plainStore(one)));
  const { data, stride, start } = stores[0]!;
  const rows = stride === 1 ? data.length : Math.floor((data.length - start - 1) / stride) + 1;
  return { x: new FeatureMatrix(rows, Object.keys(columns), stores), row: 0, ...rest };
}

/** An array filled with whole numbers from `low` to `high`. */
export function filled<T extends Store>(array: T, low: number, high: number, seed: number): T {
  const random = new Random(seed);
  for (let i = 0; i < array.length; i++) array[i] = low + Math.floor(random.uniform() * (high - low + 1));
  return array;
}

/** An array filled with normal numbers about a mean. */
export function normal<T extends Float32Array | Float64Array>(array: T, mean: number, spread: number, seed: number): T {
  const random = new Random(seed);
  for (let i = 0; i < array.length; i++) array[i] = mean + spread * random.normal();
  return array;
}
