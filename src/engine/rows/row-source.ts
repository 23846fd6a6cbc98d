import {
  type Block,
  type ColumnPlan,
  concatRows,
  conformStore,
  emptyMatrix,
  FeatureMatrix,
  type Origin,
  planOf,
  sliceBlock,
} from "../../matrix/index.js";
import { type Program, runProgram } from "../program/index.js";

/**
 * Rows that can be read again and again. Blocks are cut to the size asked for, whatever the batches of a file are, so that
 * what is learned never depends on them.
 */
export interface RowSource {
  /** What every block promises about its columns. */
  readonly plan: readonly ColumnPlan[];
  /** Where each column comes from. */
  readonly provenance: readonly Origin[];
  /** How many rows there are. */
  readonly rows: number;
  /** The rows in order, in blocks of `size` (the last may be smaller). */
  blocks(size: number): AsyncIterable<Block>;
  /** Where all rows are in memory: the rows as they lie there, and the program that makes `blocks` of them. */
  readonly memory?: { readonly block: Block; readonly program: Program };
  /** Where the rows lie on other machines, which can pass over them. */
  readonly remote?: RemoteRows;
  /** Where a program makes the blocks of those of another source: both, for a worker that runs the program. */
  readonly before?: { readonly source: RowSource; readonly program: Program };
}

/** A pass of a named reducer, after a program, as other machines are asked for it. */
export interface RemotePass {
  readonly reducer: string;
  /** Rows a block. */
  readonly blockRows: number;
  readonly shape: { readonly columns: number };
  readonly params: RemoteArrays;
  readonly program: Program;
  /** Names what is kept for every row between passes, zero at first: the same object in every pass that has to do with it. */
  readonly rowState?: { readonly bytesPerRow: number } | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the rows done so far. */
  readonly onRows?: ((done: number) => void) | undefined;
}

/** A pass that summarizes rows after a program, as other machines are asked for it. */
export interface RemoteSummary extends Pick<RemotePass, "params" | "program" | "signal" | "onRows"> {
  readonly summary: string;
  /** The columns after the program. */
  readonly plan: readonly ColumnPlan[];
}

/** Named typed arrays. */
export type RemoteArrays = Record<string, Float64Array | Float32Array | Int32Array>;

/** Rows that lie on other machines. */
export interface RemoteRows {
  /** Gives the sums of every section to `merge`, in the order of the rows, each once; what is kept for the rows is renewed. */
  reduce(pass: RemotePass, merge: (part: RemoteArrays) => void): Promise<void>;
  /** Gives the summaries of every section to `merge`, in the order of the rows, each once. */
  summarize(pass: RemoteSummary, merge: (part: RemoteArrays) => void): Promise<void>;
  /** Chosen rows after a program, by their numbers, rising: in that order. */
  pick(program: Program, chosen: Float64Array, signal: AbortSignal | undefined): AsyncIterable<Block>;
  /** The rows after a program, kept where they lie. */
  keep(program: Program, signal: AbortSignal | undefined): Promise<RowSource>;
}

/** The rows as they are read, and the program that is still to run on them. */
export function baseOf(source: RowSource): { readonly source: RowSource; readonly program: Program } {
  return source.before ?? { source, program: [] };
}

/** All rows of one block in memory. */
export function memorySource(block: Block): RowSource {
  const plan = planOf(block.x);
  return {
    plan,
    provenance: block.x.provenance,
    rows: block.x.rows,
    memory: { block, program: [] },
    async *blocks(size) {
      for (let from = 0; from < block.x.rows; from += size)
        yield sliceBlock(block, from, Math.min(block.x.rows, from + size));
    },
  };
}

/** A stream of batches of any size that can be opened again, already in the storage that `plan` promises. */
export function batchSource(
  plan: readonly ColumnPlan[],
  provenance: readonly Origin[],
  rows: number,
  open: () => AsyncIterable<Block>,
): RowSource {
  return { plan, provenance, rows, blocks: (size) => recut(open(), size) };
}

/** The same rows in blocks of another size. */
export async function* recut(batches: AsyncIterable<Block>, size: number): AsyncIterable<Block> {
  let held: Block[] = [];
  let count = 0;
  let row = 0;
  const flush = (): Block => {
    const block = joinBlocks(held, row);
    row += count;
    held = [];
    count = 0;
    return block;
  };
  for await (const batch of batches) {
    for (let from = 0; from < batch.x.rows; ) {
      const to = Math.min(batch.x.rows, from + size - count);
      held.push(sliceBlock(batch, from, to));
      count += to - from;
      from = to;
      if (count === size) yield flush();
    }
  }
  if (count > 0) yield flush();
}

/** Blocks one below the other, as one that starts at `row`. */
export function joinBlocks(blocks: readonly Block[], row: number): Block {
  const first = blocks[0]!;
  if (blocks.length === 1) return first.row === row ? first : { ...first, row };
  const join = (key: "y" | "w" | "ids"): Float64Array => {
    const out = new Float64Array(blocks.reduce((n, b) => n + b.x.rows, 0));
    let at = 0;
    for (const block of blocks) {
      out.set(block[key]!, at);
      at += block.x.rows;
    }
    return out;
  };
  return {
    x: concatRows(blocks.map((block) => block.x)),
    row,
    ...(first.y === undefined ? {} : { y: join("y") }),
    ...(first.w === undefined ? {} : { w: join("w") }),
    ...(first.ids === undefined ? {} : { ids: join("ids") }),
    ...(first.groups === undefined
      ? {}
      : { groups: Int32Array.from(blocks.flatMap((block) => Array.from(block.groups!))) }),
  };
}

/** The source as it looks after a program. */
export function mapRows(source: RowSource, program: Program): RowSource {
  if (program.length === 0) return source;
  const empty = runProgram(program, { x: emptyMatrix(source.plan, source.provenance), row: 0 });
  const plan = planOf(empty);
  const { memory } = source;
  const before = baseOf(source);
  return {
    plan,
    provenance: empty.provenance,
    rows: source.rows,
    before: { source: before.source, program: [...before.program, ...program] },
    ...(memory === undefined ? {} : { memory: { block: memory.block, program: [...memory.program, ...program] } }),
    async *blocks(size) {
      for await (const block of source.blocks(size)) yield { ...block, x: runProgram(program, block) };
    },
  };
}

/** The columns of a block in the storages that a plan promises. */
export function conformBlock(x: FeatureMatrix, plan: readonly ColumnPlan[]): FeatureMatrix {
  const stores = x.stores.map((store, j) => conformStore(store, x.rows, plan[j]!.storage));
  return new FeatureMatrix(x.rows, x.columns, stores, x.provenance);
}

/** Rows of a source, each as often as `counts` says, in the order of the source; repeated rows keep their id. */
export function repeatRows(source: RowSource, counts: Int32Array): RowSource {
  const rows = counts.reduce((sum, n) => sum + n, 0);
  async function* open(): AsyncIterable<Block> {
    let row = 0;
    for await (const block of source.blocks(4096)) {
      const chosen: number[] = [];
      for (let i = 0; i < block.x.rows; i++) for (let n = counts[block.row + i]!; n > 0; n--) chosen.push(i);
      if (chosen.length === 0) continue;
      yield { ...takeRows(block, chosen), row };
      row += chosen.length;
    }
  }
  return batchSource(source.plan, source.provenance, rows, open);
}

/** Chosen rows of a block, with their ids. */
export function takeRows(block: Block, chosen: readonly number[]): Block {
  const pick = (values: Float64Array): Float64Array => Float64Array.from(chosen, (i) => values[i]!);
  return {
    x: block.x.take(chosen),
    row: block.row,
    ids: Float64Array.from(chosen, (i) => (block.ids === undefined ? block.row + i : block.ids[i]!)),
    ...(block.y === undefined ? {} : { y: pick(block.y) }),
    ...(block.w === undefined ? {} : { w: pick(block.w) }),
    ...(block.groups === undefined ? {} : { groups: Int32Array.from(chosen, (i) => block.groups![i]!) }),
  };
}
