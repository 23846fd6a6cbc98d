import {
  allocate,
  type Block,
  type ColumnStore,
  copyValues,
  emptyMatrix,
  FeatureMatrix,
  isDense,
  type Store,
  sameWords,
  sliceBlock,
} from "../../matrix/index.js";
import { isLazy, runProgram } from "../program/index.js";
import { baseOf, joinBlocks, type RowSource } from "./row-source.js";
import { transformRows } from "./transform-rows.js";

/** Options of collecting. */
export interface CollectOptions {
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the rows done so far. */
  readonly onRows?: ((done: number) => void) | undefined;
}

const BLOCK_ROWS = 4096;

/** Every row of a source in memory, as one block. */
export async function collect(source: RowSource, options: CollectOptions = {}): Promise<Block> {
  const { memory, rows } = source;
  if (memory !== undefined && isLazy(memory.program))
    return { ...memory.block, x: runProgram(memory.program, memory.block) };
  const { source: base, program } = baseOf(source);
  const { plan, provenance } = base;
  const collected = new Collected(rows);
  const given = memory?.block ?? base.blocks(BLOCK_ROWS);
  for await (const { block, result } of transformRows({ plan, provenance, rows: given }, program, {
    size: BLOCK_ROWS,
    ...options,
  })) {
    collected.add({ ...block, x: result });
    options.onRows?.(block.row + block.x.rows);
  }
  const all = collected.finish() ?? { x: emptyMatrix(source.plan, source.provenance), row: 0 };
  return memory === undefined ? all : { ...memory.block, x: all.x };
}

/** Blocks one below the other in memory that is taken once, for all rows. */
class Collected {
  readonly #rows: number;
  readonly #parts: Block[] = [];
  /** All rows, of which the first `#filled` are there. */
  #all: Block | undefined;
  #filled = 0;

  constructor(rows: number) {
    this.#rows = rows;
  }

  add(block: Block): void {
    if (this.#parts.length === 0) {
      this.#all ??= roomLike(block, this.#rows);
      if (fits(block, this.#all, this.#filled)) {
        put(block, this.#all, this.#filled);
        this.#filled += block.x.rows;
        return;
      }
    }
    // A block whose storage is wider than was promised: all are joined in the end.
    if (this.#filled > 0) this.#parts.push(sliceBlock(this.#all!, 0, this.#filled));
    this.#filled = 0;
    this.#parts.push(block);
  }

  finish(): Block | undefined {
    if (this.#parts.length > 0) return joinBlocks(this.#parts, 0);
    return this.#all && sliceBlock(this.#all, 0, this.#filled);
  }
}

/** Memory for rows that workers see, stored as the block is. */
function roomLike({ x, y, w, ids, groups }: Block, rows: number): Block {
  const [first] = x.stores;
  const dense = isDense(x) ? newArray(first!.data, rows * x.stores.length) : undefined;
  const stores = x.stores.map(
    (store, j): ColumnStore =>
      dense === undefined
        ? { ...store, data: newArray(store.data, rows), start: 0, stride: 1 }
        : { ...store, data: dense, start: j },
  );
  return {
    x: new FeatureMatrix(rows, x.columns, stores, x.provenance),
    row: 0,
    ...(y === undefined ? {} : { y: newArray(y, rows) }),
    ...(w === undefined ? {} : { w: newArray(w, rows) }),
    ...(ids === undefined ? {} : { ids: newArray(ids, rows) }),
    ...(groups === undefined ? {} : { groups: newArray(groups, rows) }),
  };
}

function newArray<A extends Store>(like: A, length: number): A {
  return new (like.constructor as new (memory: ArrayBufferLike) => A)(allocate(length * like.BYTES_PER_ELEMENT));
}

function fits({ x }: Block, all: Block, filled: number): boolean {
  if (filled + x.rows > all.x.rows || isDense(x) !== isDense(all.x)) return false;
  return x.stores.every((store, j) => {
    const { data, center, scale, missing, labels } = all.x.stores[j]!;
    return (
      store.data.constructor === data.constructor &&
      store.center === center &&
      store.scale === scale &&
      store.missing === missing &&
      sameWords(store.labels, labels)
    );
  });
}

function put({ x, y, w, ids, groups }: Block, all: Block, at: number): void {
  const width = x.stores.length;
  if (isDense(x)) {
    const { data, start } = x.stores[0]!;
    copyValues(data, start, 1, x.rows * width, all.x.stores[0]!.data, at * width);
  } else
    x.stores.forEach((store, j) => {
      copyValues(store.data, store.start, store.stride, x.rows, all.x.stores[j]!.data, at);
    });
  if (y !== undefined) all.y!.set(y, at);
  if (w !== undefined) all.w!.set(w, at);
  if (ids !== undefined) all.ids!.set(ids, at);
  if (groups !== undefined) all.groups!.set(groups, at);
}
