import { createHash } from "node:crypto";
import { Binary, Int64, Table, tableFromArrays, tableFromIPC, tableToIPC, vectorFromArray } from "apache-arrow";
import { expect } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { SECTION_ROWS } from "../../src/engine/reducers/index.js";
import { KindredError } from "../../src/errors/index.js";
import type { Reading, RemoteSource, TrainingData } from "../../src/estimator/index.js";
import { foldsById } from "../../src/selection/index.js";
import type { Executors, PerformOptions, StoredState } from "../../src/spark/cluster.js";
import { readingKey, storeTraining, trainingOf } from "../../src/spark/cluster-training.js";
import { readAddress } from "../../src/spark/connect/address.js";
import { SessionLost } from "../../src/spark/connect/failures.js";
import { queried, type Relation, type SparkColumn, type TableMode } from "../../src/spark/connect/plans.js";
import type { RunOptions } from "../../src/spark/connect/session.js";
import { pack } from "../../src/spark/packet.js";
import type { ResumableJob } from "../../src/spark/resumable-job.js";
import { RowKeys } from "../../src/spark/row-keys.js";
import { runOnExecutor } from "../../src/spark/run-on-executor.js";
import { KEY_COLUMN, STORED_ROWS, type Work, type WorkResult } from "../../src/spark/work.js";
import { writeAnswers } from "../../src/spark/write-answers.js";
import { Schema, takeTable } from "../../src/table/index.js";
import { StageHere } from "./stage-here.js";

/** Which mistake of a cluster is played. */
export type Fault = "twice" | "never" | "apart" | "restarts";

/**
 * Executors in this process: partitions of any size in any order, each done by what a Node process on an executor runs, over the bytes that Python would hand to it.
 */
export class ExecutorsHere implements Executors {
  /** Tables that were written: their parts. */
  readonly tables: Map<string, readonly Table[]> = new Map();
  /** Works done, over this table and over others. */
  readonly works: (Work["mode"] | "read")[];
  /** Called when a work begins. */
  onWork: ((mode: Work["mode"]) => void) | undefined;
  fault: Fault | undefined;
  /** The works that it is played in. */
  faulty: Work["mode"] = "reduce";
  readonly #table: Table;
  readonly #answers: Map<string, readonly Table[]> = new Map();
  readonly #stage: StageHere;
  readonly #partitions: number;
  readonly #random: Random;
  /** Every other pass of a server that restarts is broken off. */
  #isGone = false;

  constructor(
    table: Table,
    partitions: number,
    seed: number,
    stage: StageHere = new StageHere(),
    works: ExecutorsHere["works"] = [],
  ) {
    this.works = works;
    this.#table = table;
    this.#stage = stage;
    this.#partitions = partitions;
    this.#random = new Random(seed, "cluster");
  }

  /** The same executors over another table. */
  over(table: Table): ExecutorsHere {
    return new ExecutorsHere(table, this.#partitions, 1, this.#stage, this.works);
  }

  async *perform(input: Relation, work: Work, options: PerformOptions = {}): AsyncGenerator<WorkResult> {
    const { state, results: folder, signal } = options;
    this.onWork?.(work.mode);
    signal?.throwIfAborted();
    const results = (await this.#perform(input, work, state)).flat().filter((one) => one.state === undefined);
    if (folder !== undefined)
      for (const one of results) this.#stage.passes.set(`${folder}/${one.row}-${one.rows}`, one);
    const order = this.#order(results.length);
    if (work.mode === this.faulty && this.fault === "restarts") {
      this.#isGone = !this.#isGone;
      if (this.#isGone) {
        yield results[order[0]!]!;
        throw new SessionLost(readAddress("sc://server"));
      }
    }
    const isFaulty = work.mode === this.faulty && this.fault !== undefined;
    const lost = isFaulty && this.fault === "never" ? order[0] : undefined;
    for (const at of order) if (at !== lost) yield results[at]!;
    if (isFaulty && this.fault === "twice") yield results[order[0]!]!;
    if (isFaulty && this.fault === "apart") yield { ...results[order[0]!]!, rows: 1 };
  }

  async store(input: Relation, work: Work, name: string, { signal }: RunOptions = {}): Promise<string> {
    this.onWork?.(work.mode);
    signal?.throwIfAborted();
    const path = `/stage/${this.#stage.paths++}-${name}`;
    this.#stage.stored.set(path, await this.#perform(input, work));
    return path;
  }

  stateFolder(): string {
    return `/stage/${this.#stage.paths++}-state`;
  }

  async *read(query: string): AsyncGenerator<Uint8Array> {
    const stored = this.#stage.stored.get(pathIn(query))!.flat();
    if (query.includes("facts")) {
      for (const { state } of stored)
        if (state !== undefined) yield tableToIPC(new Table({ facts: binary(state) }), "stream");
      return;
    }
    this.works.push("read");
    stored.sort((a, b) => a.row - b.row);
    for (const one of stored) yield tableToIPC(storedTable(one), "stream");
  }

  async keysOf(partitions: number): Promise<readonly number[]> {
    return Array.from({ length: partitions }, (_, k) => k);
  }

  async resumed<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof SessionLost)) throw error;
      return act();
    }
  }

  async storeAnswers(
    input: Relation,
    work: Work,
    { kept }: { readonly kept: SparkColumn },
    { onTasks }: RunOptions = {},
  ): Promise<string> {
    this.works.push(work.mode);
    const path = `/stage/${this.#stage.paths++}-answers`;
    const { query } = (input as { sql: { query: string } }).sql;
    const names = Array.from(query.slice(0, query.lastIndexOf(" FROM ")).matchAll(/`([^`]+)`/g), ([, name]) => name!);
    const parts: Table[] = [];
    for (const partition of this.#partitionsOf(queried("rows"))) {
      const features = partition.map((batch) => batch.select(names.slice(1)));
      // Python keeps the first column and puts it beside the answers of each batch.
      const results = await done(work, features);
      results.forEach(({ data }, k) => {
        const ids = new Table({ [kept.name]: partition[k]!.getChild(names[0]!)! });
        parts.push(ids.assign(tableFromIPC(data)));
      });
      onTasks?.({ done: parts.length, total: this.#partitions, bytes: 0, seconds: 1 });
    }
    this.#answers.set(path, parts);
    return path;
  }

  async saveTable(query: string, name: string, mode: TableMode): Promise<void> {
    const parts = this.#answers.get(pathIn(query))!;
    this.tables.set(name, [...(mode === "append" ? (this.tables.get(name) ?? []) : []), ...parts]);
  }

  async rows(query: string): Promise<readonly Record<string, unknown>[]> {
    if (query.startsWith("DESCRIBE QUERY"))
      return this.#table.schema.fields.map(({ name }) => ({ col_name: name, data_type: "any" }));
    const name = query.slice("DESCRIBE TABLE ".length);
    if (this.tables.has(name)) return [];
    throw new KindredError({ code: "WORKER_FAILED", where: "sparkSource", problem: "[TABLE_OR_VIEW_NOT_FOUND]" });
  }

  /** The results of each partition. */
  async #perform(input: Relation, work: Work, state?: StoredState): Promise<WorkResult[][]> {
    this.works.push(work.mode);
    const results: WorkResult[][] = [];
    for (const partition of this.#partitionsOf(input, state)) results.push(await done(work, partition));
    for (const { row, state: kept } of results.flat()) {
      if (state === undefined || kept === undefined) continue;
      this.#stage.states.set(`${state.to}/${row}`, kept);
      this.#stage.states.delete(`${state.old}/${row}`);
    }
    return results;
  }

  #partitionsOf(input: Relation, state?: StoredState): readonly (readonly Table[])[] {
    const { read, sql } = input as StoredOrQueried;
    const query = sql?.query ?? "";
    const path = read?.dataSource.paths[0] ?? (query.includes("parquet.") ? pathIn(query) : undefined);
    if (path !== undefined && query.includes("REPARTITION"))
      return this.#dealt(this.#sections(path)).map((sections) => sections.flat());
    if (path !== undefined)
      return this.#dealt(this.#stage.stored.get(path)!).map((files) =>
        files.flat().map((one) => {
          if (state?.from === undefined) return storedTable(one);
          const kept = this.#stage.states.get(`${state.from}/${one.row}`);
          if (kept === undefined) throw new Error("what passes keep for rows is gone");
          return storedTable(one, kept);
        }),
      );
    if (query === "keyed") return this.#shuffled();
    const size = Math.ceil(this.#table.numRows / this.#partitions);
    return Array.from({ length: this.#partitions }, (_, k) => {
      const rows = this.#table.slice(k * size, (k + 1) * size);
      return rows.numRows === 0 ? [] : [rows];
    });
  }

  /** The numbers below `n` in any order. */
  #order(n: number): Int32Array {
    const order = this.#random.sample(n, n);
    for (let k = n - 1; k > 0; k--) {
      const other = this.#random.below(k + 1);
      [order[k], order[other]] = [order[other]!, order[k]!];
    }
    return order;
  }

  /** Rows in any order, in partitions and batches of any size. */
  #shuffled(): readonly (readonly Table[])[] {
    const { numRows } = this.#table;
    if (numRows === 0) return this.#dealt([]);
    const rows = this.#order(numRows);
    const keyed = withKeys(this.#table);
    const size = Math.ceil(numRows / (2 * this.#partitions + 1));
    const batches = Array.from({ length: Math.ceil(numRows / size) }, (_, k) =>
      takeTable(keyed, rows.slice(k * size, (k + 1) * size)),
    );
    return this.#dealt(batches);
  }

  /** The pieces of each section, in the order of their blocks. */
  #sections(path: string): readonly Table[][] {
    const sections = new Map<number, WorkResult[]>();
    for (const one of this.#stage.stored.get(path)!.flat()) {
      if (one.state !== undefined) continue;
      const section = Math.floor(one.row / SECTION_ROWS);
      sections.set(section, [...(sections.get(section) ?? []), one]);
    }
    return Array.from(sections.values(), (pieces) =>
      pieces.sort((a, b) => a.row - b.row).map((one) => storedTable(one)),
    );
  }

  /** In partitions, some of which may be empty. */
  #dealt<T>(items: readonly T[]): readonly (readonly T[])[] {
    const out: T[][] = Array.from({ length: this.#partitions }, () => []);
    for (const item of items) out[this.#random.below(this.#partitions)]!.push(item);
    return out;
  }
}

/** A column of a Table. */
function valuesOf(table: Table, name: string): readonly string[] {
  return Array.from(table.getChild(name)!);
}

/** Stored files, or the rows of a query. */
interface StoredOrQueried {
  readonly read?: { readonly dataSource: { readonly paths: readonly [string] } };
  readonly sql?: { readonly query: string };
}

/** A Table as a source on a cluster; with a job, as one that another process may go on with. */
export function onCluster(
  table: Table,
  here: ExecutorsHere,
  schema: Schema = Schema.of(table),
  job?: ResumableJob,
  query = "all",
): RemoteSource {
  const executors = job ?? here;
  return {
    isRemote: true,
    async *open() {
      yield table;
    },
    async readTraining(reading: Reading): Promise<TrainingData> {
      const { numRows: rows } = table;
      const firsts = Array.from({ length: Math.ceil(rows / STORED_ROWS) }, (_, k) => String(k * STORED_ROWS));
      const bounds = RowKeys.from(firsts.slice(1), false).packed;
      const store = () => storeTraining(here, { query: "keyed", rows, schema, bounds }, reading);
      return trainingOf(
        executors,
        await (job === undefined ? store() : job.stored({ query, key: readingKey(reading) }, store)),
      );
    },
    async draw(n, seed) {
      const chosen = new Random(seed, "draw").sample(table.numRows, Math.min(n, table.numRows));
      const names = table.schema.fields.map(({ name }) => name).filter((name) => name !== "LNR");
      return { table: takeTable(table, Int32Array.from(chosen).sort()).select(names), of: table.numRows };
    },
    async fingerprint() {
      return createHash("sha256").update(tableToIPC(table)).digest("hex");
    },
    fold({ at, groups, ...division }) {
      const by = groups === undefined ? {} : { groups: valuesOf(table, groups) };
      const { train, test } = foldsById(valuesOf(table, "LNR"), { ...division, ...by })[at]!;
      const side = (rows: Int32Array, of: string): RemoteSource => {
        const part = takeTable(table, rows);
        const name = JSON.stringify([query, at, groups, division, of]);
        return onCluster(part, here.over(part), schema, job, name);
      };
      return { train: side(train, "train"), test: side(test, "test") };
    },
    writeAnswers: (answers) => writeAnswers(executors, { query: "rows", rowId: "LNR" }, answers),
  };
}

async function done(work: Work, batches: readonly Table[]): Promise<WorkResult[]> {
  const written: Buffer[] = [];
  async function* input(): AsyncGenerator<Buffer> {
    const frames = [pack(work), ...batches.map((batch) => Buffer.from(tableToIPC(batch, "stream"))), Buffer.alloc(0)];
    const bytes = Buffer.concat(
      frames.map((frame) => {
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(frame.length));
        return Buffer.concat([length, frame]);
      }),
    );
    // Pipes cut where they like.
    for (let at = 0; at < bytes.length; at += 65_521) yield bytes.subarray(at, at + 65_521);
  }
  await runOnExecutor(input(), async (bytes) => {
    written.push(bytes);
  });
  expect(Number(written.pop()!.readBigInt64LE(0))).toBe(-1);
  return written.map((bytes) => {
    const [data, state] = [Number(bytes.readBigUInt64LE(16)), Number(bytes.readBigUInt64LE(24))];
    return {
      row: Number(bytes.readBigInt64LE(0)),
      rows: Number(bytes.readBigInt64LE(8)),
      data: bytes.subarray(32, 32 + data),
      ...(state === 0 ? {} : { state: bytes.subarray(32 + data, 32 + data + state) }),
    };
  });
}

function withKeys(table: Table): Table {
  const keys = BigInt64Array.from({ length: table.numRows }, (_, i) => BigInt(i));
  return table.assign(tableFromArrays({ [KEY_COLUMN]: keys }));
}

function storedTable(result: WorkResult, state?: Uint8Array): Table {
  const numbers = (key: "row" | "rows") => vectorFromArray([BigInt(result[key])], new Int64());
  const data = binary(result.data);
  const stored = new Table({ row: numbers("row"), rows: numbers("rows"), data });
  return state === undefined ? stored : stored.assign(new Table({ state: binary(state) }));
}

function binary(bytes: Uint8Array) {
  return vectorFromArray([Uint8Array.from(bytes)], new Binary());
}

function pathIn(query: string): string {
  return /parquet\.`([^`]+)`/.exec(query)![1]!;
}
