import { randomUUID } from "node:crypto";
import { tableFromIPC } from "apache-arrow";
import type { AnswerColumn } from "./answers.js";
import type { Channel } from "./connect/channel.js";
import { SessionLost } from "./connect/failures.js";
import {
  mappedInArrow,
  parquetWrite,
  queried,
  type Relation,
  type SparkColumn,
  type TableMode,
  tableWrite,
} from "./connect/plans.js";
import { type RunOptions, SparkSession, type TaskCounts } from "./connect/session.js";
import type { ExecutorProgram } from "./executor-program.js";
import { pack } from "./packet.js";
import { removeFolder } from "./remove-folder.js";
import { FACTS_COLUMN, SHIM, SHIM_COLUMNS } from "./shim.js";
import type { Work, WorkResult } from "./work.js";

/** How executors run Node, and where they share files. */
export interface ClusterOptions {
  /** What executors start. */
  readonly program: ExecutorProgram;
  /** The executors' Python. */
  readonly python: string;
  /** A folder that the server and all executors share. */
  readonly stage: string;
  /** The name of its folder there, without what all such names begin with. */
  readonly job: string;
  readonly onTasks?: ((tasks: TaskCounts) => void) | undefined;
}

/** Folders of what is kept for the rows of stored blocks between passes, a file a block. */
export interface StoredState {
  /** What a pass reads; undefined where nothing is kept yet, which is zero everywhere. */
  readonly from: string | undefined;
  /** What it writes. */
  readonly to: string;
  /** What the pass before it has read: removed block by block. */
  readonly old: string | undefined;
}

/** Options of a work that is done. */
export interface PerformOptions extends RunOptions {
  /** What is read and written beside stored blocks. */
  readonly state?: StoredState | undefined;
  /** How many rows all results are of, where that is known: only then can they be kept for a later process. */
  readonly rows?: number;
  /** Where executors keep results, too: a folder with a file a result. */
  readonly results?: string;
}

/** Options of storing what is made of a relation. */
export interface StoreOptions extends RunOptions {
  /** How many rows the relation has, where that is known: only then can what is stored be found by a later process. */
  readonly rows?: number;
}

/** Machines that do works over the batches of a relation's partitions. */
export interface Executors {
  /** What executors make of a relation, in no order. */
  perform(input: Relation, work: Work, options?: PerformOptions): AsyncIterable<WorkResult>;
  /** Stores what executors make of a relation, and gives the folder. */
  store(input: Relation, work: Work, name: string, options?: StoreOptions): Promise<string>;
  /** Stores answers about the rows of a relation, whose first column is kept, and gives the folder. */
  storeAnswers(
    input: Relation,
    work: Work,
    columns: { readonly kept: SparkColumn; readonly answers: readonly AnswerColumn[] },
    options?: RunOptions,
  ): Promise<string>;
  /** Has Spark write the rows of a query as a table. */
  saveTable(query: string, name: string, mode: TableMode, options?: RunOptions): Promise<void>;
  /** The rows of a small query. */
  rows(query: string, signal?: AbortSignal): Promise<readonly Record<string, unknown>[]>;
  /** The folder for what a pass keeps for the rows of a relation, which reads what an earlier one has kept in `from`. */
  stateFolder(input: Relation, work: Work, from: string | undefined): Promise<string> | string;
  /** The rows of a query: streams of Arrow messages. */
  read(query: string, options?: RunOptions): AsyncIterable<Uint8Array>;
  /** Numbers that Spark's hash puts one into each of some partitions. */
  keysOf(partitions: number, signal?: AbortSignal): Promise<readonly number[]>;
  /** Does something, and does it again in a new session where the server lost the old one: what is stored is still there. */
  resumed<T>(act: () => Promise<T>): Promise<T>;
}

/** Rows of people in a batch of Arrow. */
const BATCH_ROWS = 16_384;
/** Larger than any file: with it Spark gives every file, whole, a partition of its own. */
const WHOLE_FILE_BYTES = 2 ** 50;
/** How often in a row a session is renewed. */
const MAX_RENEWALS = 3;

/** What Arrow calls types in Python. */
const PYTHON_TYPES: { readonly [T in AnswerColumn["type"]]: string } = {
  string: "string",
  boolean: "bool_",
  date: "date32",
  int: "int32",
  float: "float32",
  double: "float64",
};

/** Executors of Spark that run Node processes over batches of Arrow. */
export class Cluster implements Executors {
  readonly #options: ClusterOptions;
  readonly #channel: Channel;
  /** Reads and writes rows of people. */
  readonly #rows: SparkSession;
  /** Reads stored blocks: one at a time, and whole files. */
  readonly #blocks: SparkSession;
  /** Tells what this process stores from what another has stored for the same job. */
  readonly #run: string = randomUUID().slice(0, 8);
  #paths = 0;

  constructor(channel: Channel, options: ClusterOptions) {
    this.#channel = channel;
    this.#options = options;
    this.#rows = new SparkSession(channel, { "spark.sql.execution.arrow.maxRecordsPerBatch": BATCH_ROWS });
    this.#blocks = new SparkSession(channel, {
      "spark.sql.execution.arrow.maxRecordsPerBatch": 1,
      // Blocks are a megabyte and more: the reader by columns puts thousands of values into one array, which it makes twice as long again and again.
      "spark.sql.parquet.enableVectorizedReader": "false",
      "spark.sql.files.maxPartitionBytes": WHOLE_FILE_BYTES,
      "spark.sql.files.openCostInBytes": WHOLE_FILE_BYTES,
    });
  }

  async *perform(input: Relation, work: Work, options: PerformOptions = {}): AsyncGenerator<WorkResult> {
    const session = await this.#equipped(work, options);
    for await (const stream of session.batches(
      this.#mapped(input, work, keptArguments(options)),
      this.#observed(options),
    ))
      for (const batch of tableFromIPC(stream).batches) {
        const [row, rows, data] = ["row", "rows", "data"].map((name) => batch.getChild(name)!);
        for (let i = 0; i < batch.numRows; i++)
          yield { row: Number(row!.get(i)), rows: Number(rows!.get(i)), data: data!.get(i) as Uint8Array };
      }
  }

  async store(input: Relation, work: Work, name: string, options: RunOptions = {}): Promise<string> {
    const packs = work.mode === "pack";
    const mapped = packs
      ? this.#mapped(input, work, ", facts=True", [...SHIM_COLUMNS, FACTS_COLUMN])
      : this.#mapped(input, work);
    return this.#write(await this.#equipped(work, options), mapped, name, options);
  }

  async storeAnswers(
    input: Relation,
    work: Work,
    { kept, answers }: { readonly kept: SparkColumn; readonly answers: readonly AnswerColumn[] },
    options: RunOptions = {},
  ): Promise<string> {
    const types = answers.map(({ type }) => PYTHON_TYPES[type]);
    const more = `, kept=${pythonText(kept.name)}, types=${JSON.stringify(types)}`;
    const mapped = this.#mapped(input, work, more, [kept, ...answers]);
    return this.#write(await this.#equipped(work, options), mapped, "answers", options);
  }

  saveTable(query: string, name: string, mode: TableMode, options: RunOptions = {}): Promise<void> {
    return this.#rows.run(tableWrite(queried(query), name, mode), this.#observed(options));
  }

  read(query: string, options: RunOptions = {}): AsyncGenerator<Uint8Array> {
    return this.#rows.batches(queried(query), this.#observed(options));
  }

  async keysOf(partitions: number, signal?: AbortSignal): Promise<readonly number[]> {
    const keys: number[] = [];
    for (let from = 0, found = 0; found < partitions; from += 32 * partitions) {
      const query = `SELECT pmod(hash(id), ${partitions}) AS part, min(id) AS key FROM range(${from}, ${from + 32 * partitions}) GROUP BY 1`;
      for (const { part, key } of await this.rows(query, signal)) {
        if (keys[Number(part)] !== undefined) continue;
        keys[Number(part)] = Number(key);
        found++;
      }
    }
    return keys;
  }

  async rows(query: string, signal?: AbortSignal): Promise<readonly Record<string, unknown>[]> {
    const out: Record<string, unknown>[] = [];
    for await (const stream of this.read(query, { signal }))
      for (const row of tableFromIPC(stream)) out.push({ ...row.toJSON() });
    return out;
  }

  /** Stores the rows of a query, and gives the folder. */
  write(query: string, name: string, signal?: AbortSignal): Promise<string> {
    return this.#write(this.#rows, queried(query), name, { signal });
  }

  stateFolder(): string {
    return this.#newPath("state");
  }

  /** All that is stored for the job lies in it. */
  get folder(): string {
    return `${this.#options.stage}/kindred-${this.#options.job}`;
  }

  /** Puts the rows of a small query beside those that are in a folder: all of them, or none. */
  append(query: string, path: string, signal?: AbortSignal): Promise<void> {
    return this.#rows.run(parquetWrite(queried(query), path, "append"), this.#observed({ signal }));
  }

  /** Removes the folder of the job. */
  async removeFolder(): Promise<void> {
    const removed = removeFolder(this.folder, this.#options.python);
    await this.resumed(async () => {
      for await (const _ of this.#rows.batches(removed));
    });
  }

  async resumed<T>(act: () => Promise<T>): Promise<T> {
    for (let renewals = 0; ; renewals++)
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof SessionLost) || renewals === MAX_RENEWALS) throw error;
        for (const session of this.#sessions) session.renew();
      }
  }

  /** Bytes of rows that came from the server. */
  get received(): number {
    return this.#sessions.reduce((sum, { received }) => sum + received, 0);
  }

  async close(): Promise<void> {
    for (const session of this.#sessions) await session.close();
    this.#channel.close();
  }

  get #sessions(): readonly SparkSession[] {
    return [this.#rows, this.#blocks];
  }

  async #write(session: SparkSession, input: Relation, name: string, options: RunOptions): Promise<string> {
    const path = this.#newPath(name);
    await session.run(parquetWrite(input, path), this.#observed(options));
    return path;
  }

  /** Tells tasks to the caller of the source, too. */
  #observed({ onTasks, ...rest }: RunOptions): RunOptions {
    const tell = (tasks: TaskCounts): void => {
      this.#options.onTasks?.(tasks);
      onTasks?.(tasks);
    };
    return { ...rest, onTasks: tell };
  }

  #newPath(name: string): string {
    return `${this.folder}/${this.#run}-${this.#paths++}-${name}`;
  }

  /** The session that does a work, with all that its executors need. */
  async #equipped({ mode }: Work, { signal }: RunOptions): Promise<SparkSession> {
    const session = ["pack", "score"].includes(mode) ? this.#rows : this.#blocks;
    const { files } = this.#options.program;
    if (files !== undefined) await session.send(files, signal);
    return session;
  }

  #mapped(input: Relation, work: Work, more = "", columns: readonly SparkColumn[] = SHIM_COLUMNS): Relation {
    const { program, python } = this.#options;
    const args = `${JSON.stringify(program.command)}, '${pack(work).toString("base64")}'${more}`;
    return mappedInArrow(input, { source: SHIM, args, columns, python });
  }
}

/** A text in Python. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}

/** How the shim gets to know what is kept, and where results are. */
function keptArguments({ state, results }: PerformOptions): string {
  const text = (path: string | undefined): string => (path === undefined ? "None" : pythonText(path));
  const folders = state === undefined ? "" : `, state=(${[state.from, state.to, state.old].map(text).join(", ")})`;
  return `${folders}${results === undefined ? "" : `, results=${text(results)}`}`;
}
