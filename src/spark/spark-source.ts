import { randomUUID } from "node:crypto";
import type { Table } from "apache-arrow";
import { counted, KindredError } from "../errors/index.js";
import {
  type DrawnRows,
  type Reading,
  type RemoteAnswers,
  type RemoteDivision,
  type RemoteFold,
  type RemoteSource,
  refuseEmpty,
  type TrainingData,
} from "../estimator/index.js";
import { readArrow } from "../io/index.js";
import { check, checkArguments } from "../options/index.js";
import { Schema } from "../table/index.js";
import { Cluster } from "./cluster.js";
import { type PlacedRows, readingKey, type StoredTraining, storeTraining, trainingOf } from "./cluster-training.js";
import { readAddress } from "./connect/address.js";
import { Channel } from "./connect/channel.js";
import { quoted } from "./connect/plans.js";
import { countsBy } from "./count-by.js";
import { countRows } from "./count-rows.js";
import { executorProgram } from "./executor-program.js";
import { SparkJobFiles } from "./job-files.js";
import { hashesOf, jobIdentity } from "./job-identity.js";
import {
  aText,
  COUNT,
  checkCount,
  checkOptions,
  checkSample,
  SAMPLE,
  type SampleOptions,
  type SparkSourceOptions,
  WHERE,
} from "./options.js";
import { placedRows } from "./placed-rows.js";
import { progressOf } from "./progress.js";
import { ResumableJob } from "./resumable-job.js";
import { type NamedRows, writeAnswers } from "./write-answers.js";

/**
 * The rows of a query on a cluster of Spark as a Source. Estimators that learn from it run their passes on the executors, in Node processes, with the code and
 * the arithmetic of one machine: a model is the same to the last bit. Opened, it gives the rows in the order of `rowId`, batch by batch.
 *
 * This sends code to executors: a Python function that starts Node with this package, and with `send` these two as well. Needs a Spark Connect server (Spark
 * 4.0), Python with pyarrow on the executors, Node and this package there or sent, and the packages @grpc/grpc-js and protobufjs here.
 *
 * @param address - `sc://host:15002`, with `;token=…` and `;use_ssl=true` behind where the server asks for them. A token
 *   asks for an encrypted connection, but to `localhost`; it may be in `SPARK_CONNECT_AUTHENTICATE_TOKEN` too.
 * @param query - One query in Spark's SQL.
 * @throws KindredError INVALID_PARAMETER; INVALID_INPUT where no server answers or `rowId` names rows twice; UNSUPPORTED where a package is missing.
 *
 * @example
 * ```ts
 * import { Imputer, PCA, FeatureEncoder, KMeans, Pipeline, Scaler } from "kindred";
 * import { sparkSource } from "kindred/spark";
 *
 * async function segments(): Promise<string> {
 *   const people = await sparkSource("sc://host:15002", "SELECT * FROM people", { rowId: "LNR", stage: "s3a://bucket/kindred" });
 *   const pipeline = new Pipeline([
 *     ["impute", new Imputer()],
 *     ["encode", new FeatureEncoder()],
 *     ["scale", new Scaler()],
 *     ["reduce", new PCA({ components: 50 })],
 *     ["cluster", new KMeans({ clusters: 8 })],
 *   ]);
 *   const fitted = await pipeline.fit(people);
 *   await people.close();
 *   return JSON.stringify(fitted);
 * }
 * ```
 */
export async function sparkSource(address: string, query: string, options: SparkSourceOptions): Promise<SparkSource> {
  checkArguments(WHERE, { address: [address, check.text], query: [query, aText] });
  checkOptions(options);
  const { rowId, stage, python = "3.11", resume, schema, onTasks } = options;
  const channel = await Channel.open(readAddress(address));
  const cluster = new Cluster(channel, {
    program: executorProgram(options),
    python,
    stage: stage.replace(/\/$/, ""),
    job: resume ?? randomUUID(),
    ...(onTasks === undefined ? {} : { onTasks: (tasks) => onTasks(progressOf(tasks)) }),
  });
  const job =
    resume === undefined
      ? undefined
      : new ResumableJob(cluster, new SparkJobFiles(cluster), {
          name: resume,
          identity: (signal) => jobIdentity(cluster, { query, rowId, schema }, signal),
        });
  return new SparkSource(cluster, { query, rowId, schema, job });
}

/** Of how many parts a share is some: as many as a double tells apart. */
const PARTS = 2 ** 53;

/** What a source is of, and what goes on with it in another process. */
interface SourceOf extends NamedRows {
  readonly schema: Schema | undefined;
  readonly job: ResumableJob | undefined;
}

/** Rows on a cluster; see `sparkSource`. */
export class SparkSource implements RemoteSource {
  /** Its rows are on other machines. */
  readonly isRemote: true = true;
  readonly #cluster: Cluster;
  readonly #query: string;
  readonly #rowId: string;
  readonly #schema: Schema | undefined;
  readonly #job: ResumableJob | undefined;
  #placed: Promise<PlacedRows> | undefined;
  #rows: Promise<number> | undefined;
  /** What was read before, by how it was read: the rows of another fit. */
  readonly #staged: Map<string, Promise<TrainingData>> = new Map();

  /** @internal */
  constructor(cluster: Cluster, { query, rowId, schema, job }: SourceOf) {
    this.#cluster = cluster;
    this.#query = query;
    this.#rowId = rowId;
    this.#schema = schema;
    this.#job = job;
  }

  /** The rows in the order of `rowId`. */
  open(signal?: AbortSignal): AsyncGenerator<Table> {
    return this.#tables(`SELECT * FROM (${this.#query}) ORDER BY ${quoted(this.#rowId)}`, signal);
  }

  async *#tables(query: string, signal: AbortSignal | undefined): AsyncGenerator<Table> {
    for await (const stream of this.#cluster.read(query, { signal })) {
      const table = await readArrow(stream);
      yield this.#schema === undefined ? table : this.#schema.attach(table);
    }
  }

  /**
   * Draws rows on the cluster, for what needs rows in memory. A row is drawn by a hash of its `rowId` and the seed: the same rows are drawn in any order
   * and any partitioning, and those of a smaller sample are among those of a larger one. They come in the order of `rowId`,
   * whose role is "id": nothing learns from it.
   *
   * @param n - How many rows: no more than there are.
   * @throws KindredError INVALID_PARAMETER for a wrong option; INVALID_INPUT where there are fewer rows, or `rowId` names rows twice.
   */
  async sample(n: number, options: SampleOptions = {}): Promise<Table> {
    checkArguments(SAMPLE, { n: [n, check.whole(1)] });
    checkSample(options);
    const { seed = 0, signal } = options;
    const rows = await this.#counted(signal);
    if (n > rows)
      throw new KindredError({
        code: "INVALID_INPUT",
        where: SAMPLE,
        problem: `n is ${n}, and there are ${counted(rows, "row")}`,
      });
    return this.#roles.attach(await this.#drawn(n, seed, signal));
  }

  async #drawn(n: number, seed: number, signal: AbortSignal | undefined): Promise<Table> {
    const id = quoted(this.#rowId);
    const drawn = `SELECT * FROM (${this.#query}) ORDER BY xxhash64(${seed}L, CAST(${id} AS STRING)), ${id} LIMIT ${n}`;
    const tables: Table[] = [];
    for await (const table of this.#tables(`SELECT * FROM (${drawn}) ORDER BY ${id}`, signal)) tables.push(table);
    const [first, ...rest] = tables;
    const { metadata } = first!.schema;
    const joined = first!.concat(...rest);
    return metadata.size === 0 ? joined : Schema.of(first!).attach(joined);
  }

  /** See `RemoteSource`. @internal */
  async draw(n: number, seed: number, signal?: AbortSignal): Promise<DrawnRows> {
    const of = await this.#counted(signal);
    refuseEmpty(of, 1, WHERE);
    const all = await this.#drawn(Math.min(n, of), seed, signal);
    const names = all.schema.fields.map(({ name }) => name).filter((name) => name !== this.#rowId);
    const table = all.select(names);
    return { table: all.schema.metadata.size === 0 ? table : Schema.of(all).attach(table), of };
  }

  /** See `RemoteSource`. @internal */
  fold({ at, folds, seed, groups, share = 1 }: RemoteDivision): RemoteFold {
    const hash = (column: string, word: string): string =>
      `xxhash64(${seed}L, CAST(${quoted(column)} AS STRING), '${word}')`;
    const place = `pmod(${hash(groups ?? this.#rowId, "fold")}, ${folds})`;
    const lowest =
      share < 1 ? ` AND pmod(${hash(this.#rowId, "share")}, ${PARTS}L) < ${Math.floor(share * PARTS)}L` : "";
    const where = (condition: string): SparkSource =>
      new SparkSource(this.#cluster, {
        query: `SELECT * FROM (${this.#query}) WHERE ${place} ${condition}`,
        rowId: this.#rowId,
        schema: this.#schema,
        job: this.#job,
      });
    return { train: where(`<> ${at}${lowest}`), test: where(`= ${at}`) };
  }

  /**
   * Counts the rows by the values of a column on the cluster, for instance those of a table of answers by segment, as `compareSegments` takes them. Rows
   * without a value are counted under null.
   *
   * @param column - A column of few values: each comes to this process. Words, whole numbers or booleans; booleans are counted as words.
   * @throws KindredError INVALID_PARAMETER for no column; INVALID_INPUT where the query has no such column, or it has more than 10,000 values.
   */
  async countBy(
    column: string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Map<number | string | null, number>> {
    checkArguments(COUNT, { column: [column, aText] });
    checkCount(options);
    return countsBy(this.#cluster, this.#query, column, { where: COUNT, signal: options.signal });
  }

  /**
   * Removes what is stored below `stage` for this source or, with `resume`, for the job of that name, whatever query it was begun with; nothing of other sources
   * and jobs. Call it after the last fit: no other process may be at the job, and a fit after it stores the rows again. Executors remove the files, by pyarrow.
   */
  async removeStored(): Promise<void> {
    await this.#cluster.removeFolder();
    this.#job?.forget();
    this.#staged.clear();
    this.#placed = undefined;
  }

  /** Ends the session on the server. Files below `stage` stay: `removeStored` removes them. */
  async close(): Promise<void> {
    await this.#cluster.close();
  }

  /** Bytes of rows and of sums that came from the server so far. */
  get receivedBytes(): number {
    return this.#cluster.received;
  }

  /** Surveys the rows and stores them in the form that passes read. @internal */
  async readTraining(reading: Reading): Promise<TrainingData> {
    const executors = this.#job ?? this.#cluster;
    const key = readingKey(reading);
    const before = this.#staged.get(key);
    if (before !== undefined) return before;
    const store = () => this.#store(reading);
    const stored = this.#job?.stored({ query: this.#query, key }, store, reading.signal) ?? store();
    const staged = forgotten(
      stored.then((rows) => trainingOf(executors, rows)),
      () => this.#staged.delete(key),
    );
    this.#staged.set(key, staged);
    return staged;
  }

  async #store(reading: Reading): Promise<StoredTraining> {
    this.#placed ??= forgotten(this.#place(reading.signal), () => {
      this.#placed = undefined;
    });
    return storeTraining(this.#cluster, await this.#placed, reading);
  }

  /** See `RemoteSource`. @internal */
  async fingerprint(signal?: AbortSignal): Promise<string> {
    const { rows, hashes } = await this.#cluster.resumed(() => hashesOf(this.#cluster, this.#query, signal));
    return `${rows} ${hashes}`;
  }

  /** Has a model answer about the rows where they lie. @internal */
  async writeAnswers(answers: RemoteAnswers): Promise<void> {
    await writeAnswers(this.#cluster, { query: this.#query, rowId: this.#rowId }, answers);
  }

  /** How many rows there are; each must have a name of its own. */
  #counted(signal: AbortSignal | undefined): Promise<number> {
    this.#rows ??= forgotten(countRows(this.#cluster, { query: this.#query, rowId: this.#rowId }, signal), () => {
      this.#rows = undefined;
    });
    return this.#rows;
  }

  /** What is known of the columns: one of them names the rows. */
  get #roles(): Schema {
    return (this.#schema ?? new Schema()).with({ [this.#rowId]: { role: "id" } });
  }

  async #place(signal: AbortSignal | undefined): Promise<PlacedRows> {
    const rows = await this.#counted(signal);
    const schema = this.#roles;
    const query = { query: this.#query, rowId: this.#rowId };
    return { rows, schema, ...(await placedRows(this.#cluster, query, rows, signal)) };
  }
}

/** A promise that is let go of where it fails, so that the next caller tries again. */
function forgotten<T>(made: Promise<T>, forget: () => void): Promise<T> {
  made.catch(forget);
  return made;
}
