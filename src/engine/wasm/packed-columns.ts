import { type ColumnStore, isCoded, readValues } from "../../matrix/index.js";
import type { Scratch } from "./scratch.js";

/** Bytes of the description of a column: where its data lie, kind, stride, missing code, center and scale. */
const DESCRIPTION_BYTES = 32;
/** The missing code of a column that has none: no code of 16 bits. */
const NO_CODE = -2147483648;

/** Stores whose rows lie one after the other in one array, copied together. */
interface Shared {
  readonly data: ColumnStore["data"];
  readonly stride: number;
  least: number;
  most: number;
  columns: number;
}

/** How a column gets into the kernels' memory. */
interface Placed {
  readonly store: ColumnStore;
  readonly target: Int8Array | Uint8Array | Int16Array | Float32Array | Float64Array;
}

/** Bytes that memory moves at once. */
const WORD_BYTES = 8;

/** A column of ones, of as many rows as are asked for. */
export const ONES: ColumnStore = { data: Int8Array.of(1), start: 0, stride: 0, center: 0, scale: 1 };

/** Whether columns of codes are seen through their maps, or as the codes that are stored. */
export type ColumnView = "values" | "codes";

/**
 * Columns of a block in the memory of the kernels, as they are stored, each with a description that the kernels read them by. Made once a
 * call of `scratch.open`, filled with piece after piece of the rows.
 */
export class PackedColumns {
  /** Where the descriptions begin. */
  readonly pointer: number;
  readonly #columns: readonly Placed[];
  readonly #shared: ReadonlyMap<ColumnStore["data"], Shared & { readonly target: Placed["target"] }>;

  /** Bytes that columns take for a number of rows, and the arrays that they are. */
  static bytesNeeded(
    stores: readonly ColumnStore[],
    rows: number,
  ): { readonly bytes: number; readonly arrays: number } {
    let bytes = stores.length * DESCRIPTION_BYTES;
    const shared = sharedOf(stores);
    for (const { data, most, least, stride } of shared.values())
      bytes += ((rows - 1) * stride + most - least + 1) * data.BYTES_PER_ELEMENT + WORD_BYTES;
    for (const { data } of stores) if (!shared.has(data)) bytes += rows * widthOf(data) + WORD_BYTES;
    return { bytes, arrays: 1 + stores.length + shared.size };
  }

  constructor(scratch: Scratch, stores: readonly ColumnStore[], rows: number, seen: ColumnView) {
    const described = scratch.uint8(stores.length * DESCRIPTION_BYTES);
    this.pointer = described.byteOffset;
    this.#shared = new Map(
      [...sharedOf(stores)].map(([data, group]) => {
        const length = (rows - 1) * group.stride + group.most - group.least + 1;
        return [data, { ...group, target: arrayLike(scratch, data, group.least, length) }];
      }),
    );
    const view = new DataView(described.buffer, described.byteOffset, described.byteLength);
    this.#columns = stores.flatMap((store, j) => {
      const group = this.#shared.get(store.data);
      const target = group?.target ?? arrayLike(scratch, store.data, store.start, rows);
      const size = target.BYTES_PER_ELEMENT;
      const as = (seen === "codes" && isCoded(store)) || plain(store) ? { center: 0, scale: 1 } : store;
      const at = j * DESCRIPTION_BYTES;
      view.setUint32(at, target.byteOffset + (group === undefined ? 0 : (store.start - group.least) * size), true);
      view.setUint32(at + 4, kindOf(target), true);
      view.setUint32(at + 8, group === undefined ? size : group.stride * size, true);
      view.setInt32(at + 12, plain(store) ? NO_CODE : (store.missing ?? NO_CODE), true);
      view.setFloat64(at + 16, as.center, true);
      view.setFloat64(at + 24, as.scale, true);
      return group === undefined ? [{ store, target }] : [];
    });
  }

  /** Lays down rows [from, from + rows). */
  fill(from: number, rows: number): void {
    for (const { store, target } of this.#columns) {
      const { data, start, stride } = store;
      if (plain(store)) readValues(store, rows, target as Float64Array, 0, 1, from);
      else if (stride === 1) target.set(data.subarray(start + from, start + from + rows));
      else for (let i = 0, at = start + from * stride; i < rows; i++, at += stride) target[i] = data[at]!;
    }
    for (const { data, stride, least, most, target } of this.#shared.values())
      target.set(data.subarray(least + from * stride, (from + rows - 1) * stride + most + 1));
  }
}

/** Rows stored one after the other, where most of their values are wanted. */
function sharedOf(stores: readonly ColumnStore[]): Map<ColumnStore["data"], Shared> {
  const groups = new Map<ColumnStore["data"], Shared>();
  const mixed = new Set<ColumnStore["data"]>();
  for (const { data, start, stride } of stores) {
    if (stride === 1 || data instanceof Int32Array) continue;
    const group = groups.get(data);
    if (group === undefined) groups.set(data, { data, stride, least: start, most: start, columns: 1 });
    else if (group.stride !== stride) mixed.add(data);
    else {
      group.least = Math.min(group.least, start);
      group.most = Math.max(group.most, start);
      group.columns++;
    }
  }
  for (const [data, { columns, stride, least, most }] of groups)
    if (mixed.has(data) || columns * 4 < stride || most - least >= stride) groups.delete(data);
  return groups;
}

/** Columns that kernels do not read are packed as float64. */
function plain({ data }: ColumnStore): boolean {
  return data instanceof Int32Array;
}

function widthOf(data: ColumnStore["data"]): number {
  return data instanceof Int32Array ? 8 : data.BYTES_PER_ELEMENT;
}

/**
 * Memory for `length` values from `start` on, as far from the last border between two words as they lie themselves: memory that threads share
 * is copied word by word only then, and else byte by byte.
 */
function arrayLike(scratch: Scratch, data: ColumnStore["data"], start: number, length: number): Placed["target"] {
  if (data instanceof Int32Array) return scratch.float64(length);
  const phase = (data.byteOffset + start * data.BYTES_PER_ELEMENT) % WORD_BYTES;
  const { buffer, byteOffset } = scratch.uint8(length * data.BYTES_PER_ELEMENT + WORD_BYTES);
  const at = byteOffset + phase;
  if (data instanceof Int8Array) return new Int8Array(buffer, at, length);
  if (data instanceof Uint8Array) return new Uint8Array(buffer, at, length);
  if (data instanceof Int16Array) return new Int16Array(buffer, at, length);
  if (data instanceof Float32Array) return new Float32Array(buffer, at, length);
  return new Float64Array(buffer, at, length);
}

/** The numbers of kinds in `../assembly/column.ts`. */
function kindOf(target: Placed["target"]): number {
  if (target instanceof Int8Array) return 0;
  if (target instanceof Uint8Array) return 1;
  if (target instanceof Int16Array) return 2;
  return target instanceof Float32Array ? 3 : 4;
}
