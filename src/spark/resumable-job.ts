import { createHash } from "node:crypto";
import type { AnswerColumn } from "./answers.js";
import type { Executors, PerformOptions, StoreOptions } from "./cluster.js";
import type { Relation, SparkColumn, TableMode } from "./connect/plans.js";
import type { RunOptions } from "./connect/session.js";
import type { JobFiles, KeptResults } from "./job-files.js";
import { checkSame, type JobIdentity } from "./job-identity.js";
import { pack } from "./packet.js";
import type { Work, WorkResult } from "./work.js";

/** Results of earlier processes that are read at once: a process of this size reads more of them pass by pass. */
const MAX_BYTES_AT_ONCE = 64 * 2 ** 20;
/** The note of what a job is about. */
const IDENTITY = "identity";

/** What earlier processes have left. */
interface Left {
  readonly notes: ReadonlyMap<string, readonly unknown[]>;
  readonly kept: ReadonlyMap<string, KeptResults>;
}

/** What is stored in a folder. */
export interface StoredRows {
  readonly path: string;
  readonly rows: number;
}

/**
 * Executors that keep what they find below `stage`, so that a process that begins the job again gets it from there. A work over stored rows is known by all that
 * it is made of, and gives the same bits each time: what is found under its name is its result.
 */
export class ResumableJob implements Executors {
  readonly #executors: Executors;
  readonly #files: JobFiles;
  readonly #name: string;
  readonly #identity: (signal: AbortSignal | undefined) => Promise<JobIdentity>;
  #left: Promise<Left> | undefined;
  #atOnce: Promise<ReadonlyMap<string, readonly WorkResult[]>> | undefined;
  /** How often a pass was the first of those that keep something for rows. */
  readonly #firsts: Map<string, number> = new Map();

  constructor(
    executors: Executors,
    files: JobFiles,
    job: {
      readonly name: string;
      readonly identity: (signal: AbortSignal | undefined) => Promise<JobIdentity>;
    },
  ) {
    this.#executors = executors;
    this.#files = files;
    this.#name = job.name;
    this.#identity = job.identity;
  }

  /** What an earlier process has stored under a name, where it is all there; else what `store` stores now. */
  async stored<S extends StoredRows>(what: object, store: () => Promise<S>, signal?: AbortSignal): Promise<S> {
    const before = await this.resumed(() => this.#recall<S>(what, signal));
    if (before !== undefined) return before;
    const stored = await store();
    await this.resumed(() => this.#files.note(keyOf(what), stored, signal));
    return stored;
  }

  /** What was there is gone. */
  forget(): void {
    this.#left = undefined;
    this.#atOnce = undefined;
    this.#firsts.clear();
  }

  async *perform(input: Relation, work: Work, options: PerformOptions = {}): AsyncGenerator<WorkResult> {
    const { rows, state, signal } = options;
    if (rows === undefined) return yield* this.#executors.perform(input, work, options);
    const key = keyOf({ input, work, from: state?.to });
    const found = await this.#resultsOf(key, rows, signal);
    if (found !== undefined) return yield* found;
    yield* this.#executors.perform(input, work, { ...options, results: this.#files.resultsFolder(key) });
  }

  async store(input: Relation, work: Work, name: string, options: StoreOptions = {}): Promise<string> {
    const { rows, signal } = options;
    if (rows === undefined) return this.#executors.store(input, work, name, options);
    const store = async () => ({ path: await this.#executors.store(input, work, name, options), rows });
    return (await this.stored({ input, work }, store, signal)).path;
  }

  /** Named after all passes up to this one, and so after what is in it. Those of two fits that are the same lie apart, since each removes what it has read. */
  stateFolder(input: Relation, work: Work, from: string | undefined): string {
    const first = from === undefined ? keyOf({ input, work }) : undefined;
    const time = first === undefined ? 0 : (this.#firsts.get(first) ?? 0);
    if (first !== undefined) this.#firsts.set(first, time + 1);
    return this.#files.stateFolder(keyOf({ input, work, from, time }));
  }

  storeAnswers(
    input: Relation,
    work: Work,
    columns: { readonly kept: SparkColumn; readonly answers: readonly AnswerColumn[] },
    options?: RunOptions,
  ): Promise<string> {
    return this.#executors.storeAnswers(input, work, columns, options);
  }

  saveTable(query: string, name: string, mode: TableMode, options?: RunOptions): Promise<void> {
    return this.#executors.saveTable(query, name, mode, options);
  }

  rows(query: string, signal?: AbortSignal): Promise<readonly Record<string, unknown>[]> {
    return this.#executors.rows(query, signal);
  }

  read(query: string, options?: RunOptions): AsyncIterable<Uint8Array> {
    return this.#executors.read(query, options);
  }

  keysOf(partitions: number, signal?: AbortSignal): Promise<readonly number[]> {
    return this.#executors.keysOf(partitions, signal);
  }

  resumed<T>(act: () => Promise<T>): Promise<T> {
    return this.#executors.resumed(act);
  }

  async #recall<S extends StoredRows>(what: object, signal: AbortSignal | undefined): Promise<S | undefined> {
    const { notes } = await this.#leftBefore(signal);
    for (const note of notes.get(keyOf(what)) ?? []) {
      const stored = note as S;
      if ((await this.#files.storedRows(stored.path, signal)) === stored.rows) return stored;
    }
    return undefined;
  }

  /** Looks once at what is there, and refuses what was begun as something else. */
  #leftBefore(signal: AbortSignal | undefined): Promise<Left> {
    const left = this.#left ?? this.#look(signal);
    this.#left = left;
    left.catch(() => {
      this.#left = undefined;
    });
    return left;
  }

  async #look(signal: AbortSignal | undefined): Promise<Left> {
    const notes = await this.#files.notes(signal);
    const now = await this.#identity(signal);
    const before = notes.get(IDENTITY) ?? [];
    for (const one of before) checkSame(one as JobIdentity, now, this.#name);
    if (before.length > 0) return { notes, kept: await this.#files.kept(signal) };
    await this.#files.note(IDENTITY, now, signal);
    return { notes: new Map(), kept: new Map() };
  }

  /** What all results of a pass are, where they are all there. */
  async #resultsOf(
    key: string,
    rows: number,
    signal: AbortSignal | undefined,
  ): Promise<readonly WorkResult[] | undefined> {
    const { kept } = await this.#leftBefore(signal);
    if (kept.get(key)?.rows !== rows) return undefined;
    const bytes = Array.from(kept.values()).reduce((sum, one) => sum + one.bytes, 0);
    if (bytes > MAX_BYTES_AT_ONCE) return (await this.#files.results([key], signal)).get(key);
    this.#atOnce ??= this.#files.results(Array.from(kept.keys()), signal);
    this.#atOnce.catch(() => {
      this.#atOnce = undefined;
    });
    return (await this.#atOnce).get(key);
  }
}

/** The name of something by all that it is made of. */
function keyOf(what: unknown): string {
  return createHash("sha256").update(pack(what)).digest("hex").slice(0, 32);
}
