import { tableFromIPC } from "apache-arrow";
import { type Program, runProgram } from "../engine/program/index.js";
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
import type { Executors } from "./cluster.js";
import { queried } from "./connect/plans.js";
import { unpack } from "./packet.js";
import type { Work } from "./work.js";

/** Blocks that a cluster stores as Parquet, a section a row. */
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
  const relation = queried(`SELECT row, rows, data FROM parquet.\`${path}\``);
  async function* sections(): AsyncGenerator<Block> {
    const ordered = `SELECT row, data FROM parquet.\`${path}\` ORDER BY row`;
    for await (const stream of executors.read(ordered))
      for (const batch of tableFromIPC(stream).batches) {
        const data = batch.getChild("data")!;
        for (let i = 0; i < batch.numRows; i++)
          yield fromTransfer(unpack<TransferBlock>(data.get(i) as Uint8Array), columns);
      }
  }
  return {
    plan,
    provenance,
    rows,
    blocks: (size) => recut(named(sections(), provenance), size),
    remote: {
      async reduce(pass, merge) {
        const { signal, onRows } = pass;
        const order = new InOrder(rows, merge, pass.rowState);
        for await (const result of executors.perform(relation, reduceWork(pass, columns), signal)) {
          order.take(result);
          onRows?.(order.done);
        }
        order.finish();
      },
      async keep(program: Program, signal: AbortSignal | undefined) {
        const empty = runProgram(program, { x: emptyMatrix(plan, provenance), row: 0 });
        const after = planOf(empty);
        const to = executors.newPath("kept");
        await executors.store(relation, { mode: "keep", columns, program, plan: after }, to, signal);
        return stagedRows(executors, { path: to, plan: after, provenance: empty.provenance, rows });
      },
    },
  };
}

function reduceWork(pass: RemotePass, columns: ReturnType<typeof columnsOf>): Work {
  const { reducer, blockRows, shape, params, program, rowState } = pass;
  return {
    mode: "reduce",
    reducer,
    blockRows,
    shape,
    params,
    program,
    columns,
    rowState: rowState && { bytesPerRow: rowState.bytesPerRow, bytes: new Uint8Array(rowState.bytes).slice() },
  };
}

/** Blocks that were packed know no origins. */
async function* named(blocks: AsyncIterable<Block>, provenance: readonly Origin[]): AsyncGenerator<Block> {
  for await (const block of blocks) {
    const { rows, columns, stores } = block.x;
    yield { ...block, x: new FeatureMatrix(rows, columns, stores, provenance) };
  }
}

/** Parts as they come from executors, merged in the order of their rows, each row once. */
class InOrder {
  /** Rows that are merged. */
  done = 0;
  readonly #rows: number;
  readonly #merge: (part: RemoteArrays) => void;
  readonly #state: RemotePass["rowState"];
  readonly #waiting: Map<number, { readonly rows: number; readonly data: Uint8Array }> = new Map();

  constructor(rows: number, merge: (part: RemoteArrays) => void, state: RemotePass["rowState"]) {
    this.#rows = rows;
    this.#merge = merge;
    this.#state = state;
  }

  take({ row, rows, data, state }: { row: number; rows: number; data: Uint8Array; state?: Uint8Array }): void {
    if (row < this.done || this.#waiting.has(row)) throw this.#wrong(`rows from ${row} on came twice`);
    if (this.#state !== undefined) new Uint8Array(this.#state.bytes).set(state!, row * this.#state.bytesPerRow);
    this.#waiting.set(row, { rows, data });
    for (let next = this.#waiting.get(this.done); next !== undefined; next = this.#waiting.get(this.done)) {
      this.#waiting.delete(this.done);
      this.#merge(unpack(next.data));
      this.done += next.rows;
    }
  }

  finish(): void {
    if (this.done !== this.#rows) throw this.#wrong(`${this.#rows - this.done} of ${this.#rows} rows never came`);
  }

  #wrong(problem: string): KindredError {
    return new KindredError({
      code: "WORKER_FAILED",
      where: "sparkSource",
      problem,
      fix: "Look whether files below `stage` were changed by others while this job ran",
    });
  }
}
