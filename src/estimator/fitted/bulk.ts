import type { Table } from "apache-arrow";
import { type Block, recut, transformRows } from "../../engine/rows/index.js";
import { KindredError, readGiven } from "../../errors/index.js";
import { concatRows, type FeatureMatrix, isFeatureMatrix, isTable, JoinedRows } from "../../matrix/index.js";
import { check, optionsCheck } from "../../options/index.js";
import { batchesOf, isSource } from "../../table/index.js";
import type { JobOptions } from "../define/options.js";
import {
  type Accepts,
  alignInput,
  columnsOf,
  type DataInput,
  type FitInput,
  isTableLike,
  readBatch,
} from "../training/input.js";
import type { RemoteAnswers, RemoteSource } from "../training/remote-source.js";
import type { CompiledVerb, FittedSpec, Verb } from "./spec.js";

const BLOCK_ROWS = 16_384;

/** As much of a fitted model as bulk work looks at. */
export interface BulkModel {
  readonly kind: string;
  readonly inputColumns: readonly string[];
  readonly spec: Pick<FittedSpec<object, unknown>, "input">;
  readonly accepts: Accepts;
  readonly givesSame: boolean;
  compiled(verb: Verb): CompiledVerb;
  apply(verb: Verb, data: DataInput): unknown;
  checkResult(result: FeatureMatrix, x: FeatureMatrix, verb: Verb, where: string): void;
  toJSON(): object;
}

/** Options of `writeTable`. */
export interface WriteTableOptions {
  /** What becomes of a table of that name: `"error"` (the default) refuses, `"replace"` puts the new rows in the place of its rows, `"append"` adds them. */
  readonly mode?: "error" | "replace" | "append";
}

/** The results of a verb over rows of any number, block by block, in the order of the rows. */
export class Bulk<R> implements AsyncIterable<R> {
  readonly #model: BulkModel;
  readonly #verb: Verb;
  readonly #source: FitInput;
  readonly #options: JobOptions;

  /** @internal */
  constructor(model: BulkModel, verb: Verb, source: FitInput, options: JobOptions) {
    this.#model = model;
    this.#verb = verb;
    this.#source = source;
    this.#options = options;
    optionsCheck<JobOptions>(`${model.kind}.bulk`, check.job)(options);
  }

  /** The results of one block after the other. */
  async *[Symbol.asyncIterator](): AsyncIterator<R> {
    const { program, finish } = this.#model.compiled(this.#verb);
    const { kind } = this.#model;
    const { plan, provenance } = this.#model.spec.input;
    const { threads, signal, onProgress } = this.#options;
    const where = `${kind}.bulk`;
    const { rows, total, table } = this.#open(where);
    for await (const { block, result } of transformRows({ plan, provenance, rows }, program, {
      size: BLOCK_ROWS,
      threads,
      signal,
    })) {
      this.#model.checkResult(result, block.x, this.#verb, where);
      const done = block.row + block.x.rows;
      onProgress?.({ step: kind, done, total: total ?? done });
      yield finish(result, table) as R;
    }
  }

  #open(where: string): { rows: Block | AsyncIterable<Block>; total?: number; table: boolean } {
    const { input } = this.#model.spec;
    if (!isSource(this.#source)) {
      const data = this.#source as DataInput;
      const x = alignInput(data, input, this.#model.accepts, where);
      return { rows: { x, row: 0 }, total: x.rows, table: isTableLike(data, this.#model.accepts) };
    }
    const source = this.#source;
    async function* batches(): AsyncIterable<Block> {
      let row = 0;
      for await (const { data, where: at } of batchesOf(source, where, columnsOf(input))) {
        const x = readBatch(data, input, at);
        yield { x, row };
        row += x.rows;
      }
    }
    return { rows: recut(batches(), BLOCK_ROWS), table: this.#model.givesSame };
  }

  /** All results as one, as the verb itself would give them. */
  async collect(): Promise<R> {
    const parts: unknown[] = [];
    const total = readGiven(`${this.#model.kind}.bulk`, () => rowsOf(this.#source));
    let joined: JoinedRows | undefined;
    for await (const part of this) {
      if (isFeatureMatrix(part) && parts.length === 0) {
        joined ??= total === undefined ? undefined : JoinedRows.like(part, total);
        if (joined?.add(part)) continue;
      }
      // A block unlike those before it: all are joined in the end.
      if (joined !== undefined) parts.push(joined.matrix());
      joined = undefined;
      parts.push(part);
    }
    if (joined !== undefined) return joined.matrix() as R;
    const [first] = parts;
    if (first === undefined) return this.#model.apply(this.#verb, emptyOf(this.#source)) as R;
    if (parts.length === 1) return first as R;
    if (isTable(first)) return (first as Table).concat(...(parts.slice(1) as Table[])) as R;
    if (isFeatureMatrix(first)) return concatRows(parts as FeatureMatrix[]) as R;
    return joinLabels(parts as ArrayLike<unknown>[]) as R;
  }
}

/** The results of a verb over rows on other machines: block by block here, or written as a table there. */
export class RemoteBulk<R> extends Bulk<R> {
  readonly #answers: Omit<RemoteAnswers, "name" | "mode">;
  readonly #remote: RemoteSource;

  /** @internal */
  constructor(model: BulkModel, verb: Verb, source: RemoteSource, options: JobOptions) {
    super(model, verb, source, options);
    this.#remote = source;
    this.#answers = { model, verb, ...options };
  }

  /**
   * Has the machines that hold the rows answer about them, and writes the answers there as a table: the column that names each row, and of `predict` `prediction`
   * or `cluster`, of `predictProbabilities` `probability_<class>`, of `transform` its columns. No row comes here. The table is written after the last row is
   * answered: where a row has no answer, or the job is stopped before, the table stays as it was.
   *
   * @param name - The table's name, with those of its schema and catalog before it where it needs them: `"lake.people.scored"`.
   * @param options - What becomes of a table that is there.
   * @throws KindredError INVALID_INPUT where the table is there and `mode` is `"error"`; UNSUPPORTED where a step is a function of the caller's.
   */
  async writeTable(name: string, options: WriteTableOptions = {}): Promise<void> {
    checkWrite(options);
    await this.#remote.writeAnswers({ ...this.#answers, name, mode: options.mode ?? "error" });
  }
}

const checkWrite = optionsCheck<WriteTableOptions>("writeTable", { mode: check.oneOf("error", "replace", "append") });

// For programs without types.
Object.defineProperty(Bulk.prototype, "writeTable", {
  value() {
    throw new KindredError({
      code: "UNSUPPORTED",
      where: "writeTable",
      problem: "these rows are not on a cluster",
      fix: "Take the results with collect() or block by block and write a file, or pass a sparkSource",
    });
  },
  configurable: true,
  writable: true,
});

/** How many rows there are, where that is known before. */
function rowsOf(source: FitInput): number | undefined {
  return isFeatureMatrix(source) ? source.rows : undefined;
}

function joinLabels(parts: readonly ArrayLike<unknown>[]): ArrayLike<unknown> {
  if (!(parts[0] instanceof Int32Array)) return parts.flatMap((part) => Array.from(part));
  const out = new Int32Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part as Int32Array, at);
    at += part.length;
  }
  return out;
}

function emptyOf(source: FitInput): DataInput {
  return isSource(source) ? [] : (source as DataInput);
}
