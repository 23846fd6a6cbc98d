import { KindredError } from "../errors/index.js";
import type { Cluster } from "./cluster.js";
import { pack, unpack } from "./packet.js";
import type { WorkResult } from "./work.js";

/** Results of a pass that executors have kept. */
export interface KeptResults {
  /** How many rows they are of. */
  readonly rows: number;
  readonly bytes: number;
}

/** What a job has left below `stage`, for the process that goes on with it. */
export interface JobFiles {
  /** What was noted under each key: each note is there whole or not at all. */
  notes(signal?: AbortSignal): Promise<ReadonlyMap<string, readonly unknown[]>>;
  note(key: string, value: unknown, signal?: AbortSignal): Promise<void>;
  /** The folder for the results of a pass. */
  resultsFolder(key: string): string;
  /** Passes of which results are there. */
  kept(signal?: AbortSignal): Promise<ReadonlyMap<string, KeptResults>>;
  /** The results of some passes. */
  results(keys: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, readonly WorkResult[]>>;
  /** The folder for what is kept for rows. */
  stateFolder(key: string): string;
  /** How many rows the stored blocks of a folder hold: none where they cannot be read. */
  storedRows(path: string, signal?: AbortSignal): Promise<number>;
}

/** Spark's names of what it says where there is no such folder, or nothing in it. */
const ABSENT = /PATH_NOT_FOUND|UNABLE_TO_INFER_SCHEMA/;
/** What Spark says where files went missing. */
const MISSING = /FILE_NOT_EXIST|FAILED_READ_FILE|FileNotFoundException/;

/** Files of a job that Spark reads and writes. */
export class SparkJobFiles implements JobFiles {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  async notes(signal?: AbortSignal): Promise<ReadonlyMap<string, readonly unknown[]>> {
    const out = new Map<string, unknown[]>();
    for (const { key, value } of await this.#rows(`SELECT key, value FROM parquet.\`${this.#notes}\``, signal)) {
      const notes = out.get(String(key)) ?? [];
      notes.push(unpack(value as Uint8Array));
      out.set(String(key), notes);
    }
    return out;
  }

  async note(key: string, value: unknown, signal?: AbortSignal): Promise<void> {
    const query = `SELECT '${key}' AS key, unbase64('${pack(value).toString("base64")}') AS value`;
    await this.#cluster.append(query, this.#notes, signal);
  }

  resultsFolder(key: string): string {
    return `${this.#cluster.folder}/results-${key}`;
  }

  stateFolder(key: string): string {
    return `${this.#cluster.folder}/state-${key}`;
  }

  async kept(signal?: AbortSignal): Promise<ReadonlyMap<string, KeptResults>> {
    const out = new Map<string, KeptResults>();
    for (const { path, length } of await this.#rows(this.#files("path, length", "*"), signal)) {
      const { key, rows } = placeOf(String(path));
      const before = out.get(key) ?? { rows: 0, bytes: 0 };
      out.set(key, { rows: before.rows + rows, bytes: before.bytes + Number(length) });
    }
    return out;
  }

  async results(keys: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, readonly WorkResult[]>> {
    const out = new Map<string, WorkResult[]>(keys.map((key) => [key, []]));
    for (const { path, content } of await this.#rows(this.#files("path, content", `{${keys.join(",")}}`), signal)) {
      const { key, row, rows } = placeOf(String(path));
      out.get(key)!.push({ row, rows, data: content as Uint8Array });
    }
    return out;
  }

  async storedRows(path: string, signal?: AbortSignal): Promise<number> {
    const query = `SELECT coalesce(sum(rows), 0) AS n FROM (SELECT DISTINCT row, rows FROM parquet.\`${path}\`)`;
    const [found] = await this.#rows(query, signal);
    return Number(found?.["n"] ?? 0);
  }

  get #notes(): string {
    return `${this.#cluster.folder}/notes`;
  }

  #files(columns: string, keys: string): string {
    return `SELECT ${columns} FROM binaryFile.\`${this.resultsFolder(keys)}\``;
  }

  /** Rows of files that may not be there. */
  async #rows(query: string, signal: AbortSignal | undefined): Promise<readonly Record<string, unknown>[]> {
    try {
      return await this.#cluster.rows(query, signal);
    } catch (error) {
      if (error instanceof KindredError && (ABSENT.test(error.message) || MISSING.test(error.message))) return [];
      throw error;
    }
  }
}

/** What the path of a kept result says of it. */
function placeOf(path: string): { readonly key: string; readonly row: number; readonly rows: number } {
  const [, key, row, rows] = /results-(\w+)\/(\d+)-(\d+)$/.exec(path)!;
  return { key: key!, row: Number(row), rows: Number(rows) };
}
