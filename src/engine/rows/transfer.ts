import type { Block } from "../../matrix/index.js";
import {
  allocate,
  type ColumnPlan,
  type ColumnStore,
  copyValues,
  FeatureMatrix,
  type Store,
  shared,
} from "../../matrix/index.js";
import { runWithYields, yieldToEventLoop } from "../threads/index.js";

/** What all blocks of a source have in common: known to a worker before the first of them. */
export interface Columns {
  readonly names: readonly string[];
  /** The words of text columns, by position. */
  readonly labels: ReadonlyMap<number, readonly string[]>;
}

/**
 * A block on its way to another thread: each column a position in an array of memory that both see, with numbers for the rest, so that
 * hundreds of columns are a handful of objects to clone. Origins of columns do not travel.
 */
export interface TransferBlock {
  readonly rows: number;
  readonly row: number;
  readonly arrays: readonly Store[];
  /** Which array each column lies in. */
  readonly which: Int32Array;
  /** For each column: start, stride, center, scale, missing code (NaN where there is none). */
  readonly numbers: Float64Array;
  /** Words of text columns that differ from the source's. */
  readonly labels?: ReadonlyMap<number, readonly string[]>;
  readonly shows?: ReadonlyMap<number, "boolean" | "date">;
  readonly y?: Float64Array;
  readonly w?: Float64Array;
  readonly ids?: Float64Array;
  readonly groups?: Int32Array;
}

const NUMBERS_PER_COLUMN = 5;

export function columnsOf(plan: readonly ColumnPlan[]): Columns {
  return {
    names: plan.map((column) => column.name),
    labels: new Map(plan.flatMap(({ labels }, j) => (labels === undefined ? [] : [[j, labels] as const]))),
  };
}

/** Where the arrays of a block go on their way: `place` gives an array's values in memory that the other thread sees. */
export type Place = <A extends Store>(array: A) => A;

/** A block that can be sent. */
export function toTransfer(block: Block, columns: Columns, place: Place): TransferBlock {
  const sending = transferSteps(block, columns, place);
  for (;;) {
    const step = sending.next();
    if (step.done === true) return step.value;
  }
}

function* transferSteps(
  { x, row, y, w, ids, groups }: Block,
  columns: Columns,
  place: Place,
): Generator<void, TransferBlock> {
  const arrays: Store[] = [];
  const positions = new Map<Store, { readonly at: number; readonly from: number }>();
  const which = new Int32Array(x.stores.length);
  const numbers = new Float64Array(NUMBERS_PER_COLUMN * x.stores.length);
  const labels = new Map<number, readonly string[]>();
  const shows = new Map<number, "boolean" | "date">();
  const extents = extentsOf(x);
  for (const [j, store] of x.stores.entries()) {
    let position = positions.get(store.data);
    if (position === undefined) {
      const { from, to } = extents.get(store.data)!;
      position = { at: arrays.length, from };
      arrays.push(place(store.data.subarray(from, to)));
      positions.set(store.data, position);
      yield;
    }
    which[j] = position.at;
    const { start, stride, center, scale, missing = Number.NaN } = store;
    numbers.set([start - position.from, stride, center, scale, missing], NUMBERS_PER_COLUMN * j);
    if (store.labels !== undefined && store.labels !== columns.labels.get(j)) labels.set(j, store.labels);
    if (store.shows !== undefined) shows.set(j, store.shows);
  }
  return {
    rows: x.rows,
    row,
    arrays,
    which,
    numbers,
    ...(labels.size === 0 ? {} : { labels }),
    ...(shows.size === 0 ? {} : { shows }),
    ...(y === undefined ? {} : { y: place(y) }),
    ...(w === undefined ? {} : { w: place(w) }),
    ...(ids === undefined ? {} : { ids: place(ids) }),
    ...(groups === undefined ? {} : { groups: place(groups) }),
  };
}

/** Which part of each array the columns of a matrix look at. */
function extentsOf({ stores, rows }: FeatureMatrix): ReadonlyMap<Store, { from: number; to: number }> {
  const extents = new Map<Store, { from: number; to: number }>();
  for (const { data, start, stride } of stores) {
    const to = rows === 0 ? start : start + (rows - 1) * stride + 1;
    const known = extents.get(data);
    if (known === undefined) extents.set(data, { from: start, to });
    else {
      known.from = Math.min(known.from, start);
      known.to = Math.max(known.to, to);
    }
  }
  return extents;
}

/** The block that was sent. */
export function fromTransfer(transfer: TransferBlock, columns: Columns): Block {
  const { rows, row, arrays, which, numbers, labels, shows, y, w, ids, groups } = transfer;
  const stores = Array.from(which, (at, j): ColumnStore => {
    const [start, stride, center, scale, missing] = numbers.subarray(
      NUMBERS_PER_COLUMN * j,
      NUMBERS_PER_COLUMN * (j + 1),
    );
    const words = labels?.get(j) ?? columns.labels.get(j);
    const shown = shows?.get(j);
    return {
      data: arrays[at]!,
      start: start!,
      stride: stride!,
      center: center!,
      scale: scale!,
      ...(Number.isNaN(missing) ? {} : { missing: missing! }),
      ...(words === undefined ? {} : { labels: words }),
      ...(shown === undefined ? {} : { shows: shown }),
    };
  });
  return {
    x: new FeatureMatrix(rows, columns.names, stores),
    row,
    ...(y === undefined ? {} : { y }),
    ...(w === undefined ? {} : { w }),
    ...(ids === undefined ? {} : { ids }),
    ...(groups === undefined ? {} : { groups }),
  };
}

const sent = new WeakMap<Block, Promise<TransferBlock>>();

/**
 * All rows of a block in memory that workers see. Where they are not there yet they are copied once, for all passes over the block, and
 * timers run in between.
 */
export function sharedTransfer(block: Block, columns: Columns): Promise<TransferBlock> {
  let transfer = sent.get(block);
  if (transfer === undefined) {
    transfer = runWithYields(transferSteps(block, columns, shared), yieldToEventLoop());
    sent.set(block, transfer);
  }
  return transfer;
}

/** Memory for one block after another. */
export class TransferBuffer {
  #memory: ArrayBufferLike | undefined;
  #used = 0;

  /** A block copied into the slot; what it held before is gone. */
  fill(block: Block, columns: Columns): TransferBlock {
    this.#used = 0;
    const bytes = bytesOf(block);
    if (this.#memory === undefined || this.#memory.byteLength < bytes) this.#memory = allocate(bytes);
    return toTransfer(block, columns, (array) => this.#copied(array));
  }

  #copied<A extends Store>(array: A): A {
    const copy = new (array.constructor as new (memory: ArrayBufferLike, at: number, length: number) => A)(
      this.#memory!,
      this.#used,
      array.length,
    );
    copyValues(array, 0, 1, array.length, copy, 0);
    this.#used += padded(array.byteLength);
    return copy;
  }
}

function bytesOf({ x, y, w, ids, groups }: Block): number {
  let bytes = 0;
  for (const [data, { from, to }] of extentsOf(x)) bytes += padded((to - from) * data.BYTES_PER_ELEMENT);
  for (const array of [y, w, ids, groups]) bytes += padded(array?.byteLength ?? 0);
  return bytes;
}

/** Arrays of any type may start at a multiple of 8. */
function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
