import { DuckDBInstance } from "@duckdb/node-api";
import { PGlite } from "@electric-sql/pglite";
import initSqlJs from "sql.js";
import type { SqlDialect } from "../../src/export/index.js";
import type { PeopleColumn } from "./people.js";

/** A database that runs queries. */
export interface Database {
  readonly dialect: SqlDialect;
  /** Rows as arrays, with the names of their columns. */
  query(sql: string): Promise<{ readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] }>;
  close(): Promise<void>;
}

/** DuckDB, in memory. */
export async function openDuckDb(): Promise<Database> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  return {
    dialect: "duckdb",
    async query(sql) {
      const reader = await connection.runAndReadAll(sql);
      return { columns: reader.columnNames(), rows: reader.getRowsJS() };
    },
    async close() {
      connection.closeSync();
    },
  };
}

/** PostgreSQL, as WebAssembly, in memory. */
export async function openPostgreSql(): Promise<Database> {
  const database = await PGlite.create();
  return {
    dialect: "postgresql",
    async query(sql) {
      const { fields, rows } = await database.query<unknown[]>(sql, [], { rowMode: "array" });
      return { columns: fields.map(({ name }) => name), rows };
    },
    async close() {
      await database.close();
    },
  };
}

/** SQLite, as WebAssembly, in memory. */
export async function openSqlite(): Promise<Database> {
  const { Database } = await initSqlJs({ useOldExtensionFunctions: false } as object);
  const database = new Database();
  return {
    dialect: "sqlite",
    async query(sql) {
      const [result] = database.exec(sql);
      return { columns: result?.columns ?? [], rows: result?.values ?? [] };
    },
    async close() {
      database.close();
    },
  };
}

const TYPES: Readonly<Record<string, Readonly<Record<PeopleColumn["type"], string>>>> = {
  duckdb: { integer: "SMALLINT", number: "DOUBLE", text: "VARCHAR", boolean: "BOOLEAN", date: "TIMESTAMP" },
  postgresql: { integer: "smallint", number: "float8", text: "text", boolean: "boolean", date: "timestamp" },
  sqlite: { integer: "INTEGER", number: "REAL", text: "TEXT", boolean: "INTEGER", date: "TEXT" },
};

const quoted = (text: string, by = "'"): string => `${by}${text.replaceAll(by, by + by)}${by}`;

/** Makes a table of rows, with their positions as `id`. */
export async function fill(database: Database, table: string, columns: readonly PeopleColumn[]): Promise<void> {
  const types = TYPES[database.dialect]!;
  const list = columns.map(({ name, type }) => `${quoted(name, '"')} ${types[type]}`);
  await database.query(`CREATE TABLE ${quoted(table, '"')} ("the id" INTEGER, ${list.join(", ")})`);
  const rows = columns[0]!.values.map(
    (_, i) => `(${[i, ...columns.map(({ values }) => literal(values[i]!, database.dialect))].join(", ")})`,
  );
  await database.query(`INSERT INTO ${quoted(table, '"')} VALUES ${rows.join(", ")}`);
}

function literal(value: PeopleColumn["values"][number], dialect: SqlDialect): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean") return dialect === "sqlite" ? String(Number(value)) : String(value);
  if (value instanceof Date) return quoted(value.toISOString().replace("T", " ").replace("Z", ""));
  if (Number.isNaN(value)) return dialect === "sqlite" ? "NULL" : "'NaN'";
  return Number.isInteger(value) ? String(value) : `${value}e0`.replace(/e(-?\d+)e0$/, "e$1");
}
