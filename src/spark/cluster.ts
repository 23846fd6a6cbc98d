import { randomUUID } from "node:crypto";
import { tableFromIPC } from "apache-arrow";
import type { AnswerColumn } from "./answers.js";
import {
  mappedInArrow,
  parquetWrite,
  queried,
  type Relation,
  type SparkColumn,
  statement,
  type TableMode,
  tableWrite,
} from "./connect/plans.js";
import type { RunOptions, SparkSession } from "./connect/session.js";
import { pack } from "./packet.js";
import { SHIM, SHIM_COLUMNS } from "./shim.js";
import type { Work, WorkResult } from "./work.js";

/** How executors run Node, and where they share files. */
export interface ClusterOptions {
  /** Node and its arguments up to the program, as executors start it. */
  readonly command: readonly string[];
  /** The executors' Python. */
  readonly python: string;
  /** A folder that the server and all executors share. */
  readonly stage: string;
}

/** Machines that do works over the batches of a relation's partitions. */
export interface Executors {
  /** A folder of this run below `stage`, which is not there yet. */
  newPath(name: string): string;
  /** What executors make of a relation, in no order. */
  perform(input: Relation, work: Work, signal?: AbortSignal): AsyncIterable<WorkResult>;
  /** Stores what executors make of a relation, in a new folder. */
  store(input: Relation, work: Work, path: string, signal?: AbortSignal): Promise<void>;
  /** Stores answers about the rows of a relation, whose first column is kept, in a new folder. */
  storeAnswers(
    input: Relation,
    work: Work,
    columns: { readonly kept: SparkColumn; readonly answers: readonly AnswerColumn[] },
    path: string,
    options?: RunOptions,
  ): Promise<void>;
  /** Has Spark write the rows of a query as a table. */
  saveTable(query: string, name: string, mode: TableMode, options?: RunOptions): Promise<void>;
  /** The rows of a small query. */
  rows(query: string, signal?: AbortSignal): Promise<readonly Record<string, unknown>[]>;
  /** The rows of a query: streams of Arrow messages. */
  read(query: string, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Into how many partitions rows are distributed. */
  shuffleInto(partitions: number): Promise<void>;
}

/** What Arrow calls types in Python. */
const PYTHON_TYPES: { readonly [T in AnswerColumn["type"]]: string } = {
  string: "string",
  boolean: "bool_",
  date: "date32",
  int: "int32",
  float: "float32",
  double: "float64",
};

/** A text in Python. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}

/** Executors of Spark that run Node processes over batches of Arrow. */
export class Cluster implements Executors {
  readonly session: SparkSession;
  readonly #options: ClusterOptions;
  readonly #run: string = randomUUID();
  #paths = 0;
  #batchRows = 0;

  constructor(session: SparkSession, options: ClusterOptions) {
    this.session = session;
    this.#options = options;
  }

  newPath(name: string): string {
    return `${this.#options.stage}/kindred-${this.#run}/${this.#paths++}-${name}`;
  }

  async *perform(input: Relation, work: Work, signal?: AbortSignal): AsyncGenerator<WorkResult> {
    await this.#batchesFor(work);
    for await (const stream of this.session.batches(this.#mapped(input, work), { signal }))
      for (const batch of tableFromIPC(stream).batches) {
        const [row, rows, data, state] = ["row", "rows", "data", "state"].map((name) => batch.getChild(name)!);
        for (let i = 0; i < batch.numRows; i++)
          yield {
            row: Number(row!.get(i)),
            rows: Number(rows!.get(i)),
            data: data!.get(i) as Uint8Array,
            state: state!.get(i) as Uint8Array,
          };
      }
  }

  async store(input: Relation, work: Work, path: string, signal?: AbortSignal): Promise<void> {
    await this.#batchesFor(work);
    await this.session.run(parquetWrite(this.#mapped(input, work), path), { signal });
  }

  async storeAnswers(
    input: Relation,
    work: Work,
    { kept, answers }: { readonly kept: SparkColumn; readonly answers: readonly AnswerColumn[] },
    path: string,
    options: RunOptions = {},
  ): Promise<void> {
    await this.#batchesFor(work);
    const types = answers.map(({ type }) => PYTHON_TYPES[type]);
    const mapped = this.#mapped(
      input,
      work,
      [kept, ...answers],
      `, ${pythonText(kept.name)}, ${JSON.stringify(types)}`,
    );
    await this.session.run(parquetWrite(mapped, path), options);
  }

  async saveTable(query: string, name: string, mode: TableMode, options: RunOptions = {}): Promise<void> {
    await this.session.run(tableWrite(queried(query), name, mode), options);
  }

  read(query: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    return this.session.batches(queried(query), { signal });
  }

  shuffleInto(partitions: number): Promise<void> {
    return this.#set("spark.sql.shuffle.partitions", partitions);
  }

  async rows(query: string, signal?: AbortSignal): Promise<readonly Record<string, unknown>[]> {
    const out: Record<string, unknown>[] = [];
    for await (const stream of this.read(query, signal))
      for (const row of tableFromIPC(stream)) out.push({ ...row.toJSON() });
    return out;
  }

  /** Stores the rows of a query in a new folder. */
  async write(query: string, path: string, signal?: AbortSignal): Promise<void> {
    await this.session.run(parquetWrite(queried(query), path), { signal });
  }

  /** Changes a setting of the session. */
  async #set(name: string, value: number | string): Promise<void> {
    await this.session.run(statement(`SET ${name}=${value}`));
  }

  #mapped(input: Relation, work: Work, columns: readonly SparkColumn[] = SHIM_COLUMNS, more = ""): Relation {
    const { command, python } = this.#options;
    const args = `${JSON.stringify(command)}, '${pack(work).toString("base64")}'${more}`;
    return mappedInArrow(input, { source: SHIM, args, columns, python });
  }

  /** Stored sections are large, rows of people are small. */
  async #batchesFor({ mode }: Work): Promise<void> {
    const rows = mode === "reduce" || mode === "keep" ? 1 : 16_384;
    if (rows === this.#batchRows) return;
    await this.#set("spark.sql.execution.arrow.maxRecordsPerBatch", rows);
    this.#batchRows = rows;
  }
}
