import type * as DuckDB from "@duckdb/node-api";
import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { check, optionsCheck } from "../../options/index.js";
import type { Source } from "../source.js";
import { QueryBatch } from "./query-batch.js";
import { columnsFor } from "./query-columns.js";

/**
 * A connection of @duckdb/node-api, as far as callers pass one. Public types name none of that package's own: programs without it compile.
 */
export interface DuckdbConnection {
  /** Runs a query, and gives its result piece by piece. */
  stream(sql: string, ...rest: never[]): Promise<object>;
  /** Stops the query that runs. */
  interrupt(): void;
}

/** A value of a query's parameter: of JavaScript, or one of DuckDB's own. */
export type DuckdbValue = null | boolean | number | bigint | string | object;

/** Options of `duckdbSource`. */
export interface DuckdbSourceOptions {
  /** The database: a file, or `":memory:"` (default) for queries over files, other databases and lakes. */
  readonly database?: string;
  /** Settings of a database that is opened for this source, such as `{ threads: "4", access_mode: "READ_ONLY" }`. */
  readonly config?: Readonly<Record<string, string>>;
  /** A connection of the caller's own, with its extensions and secrets; it is left open. It must not be used while the source is read. */
  readonly connection?: DuckdbConnection;
  /** Values of the query's parameters, by position or by name. */
  readonly parameters?: readonly DuckdbValue[] | Readonly<Record<string, DuckdbValue>>;
  /** Rows of each batch, about. Default 65,536. */
  readonly batchRows?: number;
}

const WHERE = "duckdbSource";
/** What the kind of a result becomes when its query fails: then it has no more chunks, as at its end, and nothing is thrown. */
const NO_RESULT = 0;

const checkSource = optionsCheck<DuckdbSourceOptions>("duckdbSource", {
  database: check.text,
  config: check.record(check.text),
  connection: check.anyObject,
  parameters: check.expected((value) => typeof value === "object" && value !== null, "a list, or an object by name"),
  batchRows: check.whole(1),
});

/**
 * The rows of a query as a Source: DuckDB reads tables of its own, of Postgres, MySQL and SQLite, Parquet and CSV on disks and in S3, Iceberg and Delta lakes.
 * The query runs whenever the source is opened, and gives its rows batch by batch; it should have an `ORDER BY` where the order of rows matters. Needs the
 * package @duckdb/node-api, 1.2.0 or newer (Node only).
 *
 * Integers up to 32 bits keep their type; longer ones and decimals become Float64, and one that Float64 does not hold exactly is refused. Text, enums and UUIDs
 * become dictionaries, dates and timestamps keep their type.
 *
 * @param sql - One query.
 * @throws KindredError INVALID_PARAMETER; when it is read: INVALID_INPUT with what DuckDB says, and without that where the query fails after its first rows, UNSUPPORTED for nested columns, for a number that loses digits, and where
 * the package is not installed. The signal's reason, if it aborts.
 *
 * @example
 * ```ts
 * import { duckdbSource } from "kindred/io";
 *
 * const rows = duckdbSource("SELECT i AS LNR, i % 10 AS AGE_CLASS FROM range(1000) t(i)");
 * let count = 0;
 * for await (const batch of rows.open()) count += batch.numRows;
 * count; // 1000
 * ```
 */
export function duckdbSource(sql: string, options: DuckdbSourceOptions = {}): Source {
  checkSource(options);
  const { batchRows = 65_536 } = options;
  if (typeof sql !== "string" || sql.trim() === "")
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: WHERE,
      problem: "the query must be a text that is not empty",
      got: sql,
    });
  return { open: (signal) => batchesOf(sql, options, batchRows, signal) };
}

async function* batchesOf(
  sql: string,
  options: DuckdbSourceOptions,
  batchRows: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Table> {
  signal?.throwIfAborted();
  const { connection, close } = await connect(options);
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener("abort", interrupt);
  const asked = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work;
    } catch (cause) {
      signal?.throwIfAborted();
      throw queryFailed(cause);
    }
  };
  /** The chunk that DuckDB is at while this process is at the last. */
  let next: Promise<DuckDB.DuckDBDataChunk | null> | undefined;
  try {
    const values = options.parameters as DuckDB.DuckDBValue[] | Record<string, DuckDB.DuckDBValue> | undefined;
    const result = await asked(connection.stream(sql, values));
    const columns = columnsFor(WHERE, result);
    const fetchNext = (): void => {
      next = asked(result.fetchChunk());
      // What fails is thrown where it is waited for.
      next.catch(() => undefined);
    };
    let batch = new QueryBatch(WHERE, columns, 0);
    let any = false;
    fetchNext();
    for (;;) {
      signal?.throwIfAborted();
      const chunk = await next!;
      next = undefined;
      if (chunk === null || chunk.rowCount === 0) {
        signal?.throwIfAborted();
        if (result.returnType === NO_RESULT) throw endedEarly();
        break;
      }
      fetchNext();
      batch.add(chunk);
      if (batch.rows < batchRows) continue;
      yield batch.toTable();
      any = true;
      batch = new QueryBatch(WHERE, columns, batch.rows);
    }
    if (!any || batch.rows > 0) yield batch.toTable();
  } finally {
    signal?.removeEventListener("abort", interrupt);
    if (next !== undefined) {
      interrupt();
      await next.catch(() => undefined);
    }
    close();
  }
}

async function connect(options: DuckdbSourceOptions): Promise<{ connection: DuckDB.DuckDBConnection; close(): void }> {
  // What callers pass is that package's own connection, which its public type here does not name.
  if (options.connection !== undefined)
    return { connection: options.connection as unknown as DuckDB.DuckDBConnection, close: () => undefined };
  const { DuckDBInstance } = await import("@duckdb/node-api").catch((cause: unknown) => {
    throw new KindredError({
      code: "UNSUPPORTED",
      where: WHERE,
      problem: "queries are run with the package @duckdb/node-api, which is not installed",
      fix: "Install it: npm install @duckdb/node-api",
      cause,
    });
  });
  try {
    const instance = await DuckDBInstance.create(options.database ?? ":memory:", { ...options.config });
    const connection = await instance.connect();
    return {
      connection,
      close: () => {
        connection.closeSync();
        instance.closeSync();
      },
    };
  } catch (cause) {
    throw queryFailed(cause);
  }
}

function queryFailed(cause: unknown): KindredError {
  if (cause instanceof KindredError) return cause;
  return new KindredError({
    code: "INVALID_INPUT",
    where: WHERE,
    problem: `the query failed (${(cause instanceof Error ? cause.message : String(cause)).trim()})`,
    fix: "Correct the query, or what it reads from",
    cause,
  });
}

function endedEarly(): KindredError {
  return new KindredError({
    code: "INVALID_INPUT",
    where: WHERE,
    problem:
      "the query failed, or another one was run on its connection, before its last row; DuckDB's package does not say why",
    fix: "Run the query to its end in DuckDB to see what fails, and leave the connection to the source while it is read",
  });
}
