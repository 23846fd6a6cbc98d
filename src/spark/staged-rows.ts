import { inflateRawSync } from "node:zlib";
import { tableFromIPC } from "apache-arrow";
import { type Program, runProgram } from "../engine/program/index.js";
import { SECTION_ROWS } from "../engine/reducers/index.js";
import {
  type Block,
  columnsOf,
  fromTransfer,
  type RemoteArrays,
  type RemotePass,
  type RowSource,
  recut,
  type TransferBlock,
} from "../engine/rows/index.js";
import { KindredError } from "../errors/index.js";
import { type ColumnPlan, emptyMatrix, FeatureMatrix, type Origin, planOf } from "../matrix/index.js";
import type { Executors, StoredState } from "./cluster.js";
import { parquetRows, type Relation } from "./connect/plans.js";
import { unpack } from "./packet.js";
import { SHIM_COLUMNS } from "./shim.js";
import type { Work, WorkResult } from "./work.js";

/** Blocks that a cluster stores as Parquet, one a row; a section lies in one file, in order. */
export interface StagedBlocks {
  readonly path: string;
  readonly plan: readonly ColumnPlan[];
  readonly provenance: readonly Origin[];
  readonly rows: number;
}

/** Rows that a cluster stores: passes over them run there, and other readers get them block by block. */
export function stagedRows(executors: Executors, staged: StagedBlocks): RowSource {
  const { path, plan, provenance, rows } = staged;
  const columns = columnsOf(plan);
  const relation = parquetRows(path, SHIM_COLUMNS);
  const states = new WeakMap<object, StoredState>();
  async function* stored(): AsyncGenerator<Block> {
    const ordered = `SELECT row, data FROM parquet.\`${path}\` ORDER BY row`;
    for await (const stream of executors.read(ordered))
      for (const batch of tableFromIPC(stream).batches) {
        const data = batch.getChild("data")!;
        for (let i = 0; i < batch.numRows; i++)
          yield fromTransfer(unpack<TransferBlock>(data.get(i) as Uint8Array), columns);
      }
  }
  const stateAfter = async (before: StoredState | undefined, input: Relation, work: Work): Promise<StoredState> => {
    const to = await executors.stateFolder(input, work, before?.to);
    return { from: before?.to, to, old: before?.from };
  };
  const planAfter = (program: Program) => {
    const empty = runProgram(program, { x: emptyMatrix(plan, provenance), row: 0 });
    return { after: planOf(empty), provenance: empty.provenance };
  };
  return {
    plan,
    provenance,
    rows,
    blocks: (size) => recut(named(stored(), provenance), size),
    remote: {
      async reduce(pass, merge) {
        const { signal, onRows, rowState } = pass;
        const order = new InOrder(rows, merge);
        const work = reduceWork(pass, columns);
        const state = rowState && (await stateAfter(states.get(rowState), relation, work));
        await executors.resumed(async () => {
          order.begin();
          for await (const result of executors.perform(relation, work, { signal, state, rows })) {
            order.take(result);
            onRows?.(order.done);
          }
        });
        order.finish();
        if (rowState !== undefined) states.set(rowState, state!);
      },
      async summarize({ signal, onRows, ...pass }, merge) {
        const order = new InOrder(rows, merge);
        await executors.resumed(async () => {
          order.begin();
          const work: Work = { mode: "summarize", columns, ...pass };
          for await (const result of executors.perform(relation, work, { signal, rows })) {
            order.take(result);
            onRows?.(order.done);
          }
        });
        order.finish();
      },
      async *pick(program, chosen, signal) {
        const { after, provenance: origins } = planAfter(program);
        const work: Work = { mode: "pick", columns, program, plan: after, chosen };
        const found = await executors.resumed(async () => {
          const found = new Map<number, WorkResult>();
          for await (const result of executors.perform(relation, work, { signal, rows: chosen.length })) {
            if (found.has(result.row)) throw wrongRows(`rows from ${result.row} on came twice`);
            found.set(result.row, result);
          }
          return found;
        });
        const results = Array.from(found.values()).sort((a, b) => a.row - b.row);
        const came = results.reduce((sum, result) => sum + result.rows, 0);
        if (came !== chosen.length) throw wrongRows(`${came} rows came of ${chosen.length} that were asked for`);
        const outputs = columnsOf(after);
        const blocks = results.map(({ data }) => fromTransfer(unpack<TransferBlock>(data), outputs));
        yield* named(blocks, origins);
      },
      async keep(program: Program, signal: AbortSignal | undefined) {
        const { after, provenance: origins } = planAfter(program);
        const work: Work = { mode: "keep", columns, program, plan: after };
        const to = await executors.resumed(() => executors.store(relation, work, "kept", { signal, rows }));
        return stagedRows(executors, { path: to, plan: after, provenance: origins, rows });
      },
    },
  };
}

function reduceWork(pass: RemotePass, columns: ReturnType<typeof columnsOf>): Work {
  const { reducer, blockRows, shape, params, program, rowState } = pass;
  const bytesPerRow = rowState?.bytesPerRow;
  return { mode: "reduce", reducer, blockRows, shape, params, program, columns, bytesPerRow };
}

/** Blocks that were packed know no origins. */
async function* named(
  blocks: AsyncIterable<Block> | Iterable<Block>,
  provenance: readonly Origin[],
): AsyncGenerator<Block> {
  for await (const block of blocks) {
    const { rows, columns, stores } = block.x;
    yield { ...block, x: new FeatureMatrix(rows, columns, stores, provenance) };
  }
}

/**
 * The sums of sections as they come from executors, merged in the order of their rows, each row once. A pass that is begun again gives the same sums
 * again.
 */
class InOrder {
  /** Rows that are merged. */
  done = 0;
  readonly #rows: number;
  readonly #merge: (part: RemoteArrays) => void;
  readonly #waiting: Map<number, Uint8Array> = new Map();
  /** Where the sections begin that have come since the pass was begun. */
  readonly #taken: Set<number> = new Set();

  constructor(rows: number, merge: (part: RemoteArrays) => void) {
    this.#rows = rows;
    this.#merge = merge;
  }

  begin(): void {
    this.#taken.clear();
  }

  take({ row, rows, data }: WorkResult): void {
    if (row % SECTION_ROWS !== 0 || rows !== this.#rowsFrom(row))
      throw wrongRows(`${rows} rows from ${row} on came by themselves, which are no section`);
    if (this.#taken.has(row)) throw wrongRows(`rows from ${row} on came twice`);
    this.#taken.add(row);
    if (row < this.done || this.#waiting.has(row)) return;
    this.#waiting.set(row, data);
    for (let next = this.#waiting.get(this.done); next !== undefined; next = this.#waiting.get(this.done)) {
      this.#waiting.delete(this.done);
      this.#merge(unpack(inflateRawSync(next)));
      this.done += this.#rowsFrom(this.done);
    }
  }

  finish(): void {
    if (this.done !== this.#rows) throw wrongRows(`${this.#rows - this.done} of ${this.#rows} rows never came`);
  }

  /** How many rows a section has. */
  #rowsFrom(row: number): number {
    return Math.min(SECTION_ROWS, this.#rows - row);
  }
}

function wrongRows(problem: string): KindredError {
  return new KindredError({
    code: "WORKER_FAILED",
    where: "sparkSource",
    problem,
    fix: "Look whether files below `stage` were changed by others while this job ran",
  });
}
