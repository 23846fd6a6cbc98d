import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Table } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { duckdbPackage, EXTENSIONS, extensionPath, program } from "../../scripts/databases/prepare.js";
import {
  hasMariaDb,
  postgresPrograms,
  type RunningServer,
  startMariaDb,
  startPostgres,
  startS3,
} from "../../scripts/databases/servers.js";
import { FeatureEncoder, Imputer, KMeans, PCA, Pipeline, Scaler, Schema } from "../../src/index.js";
import { duckdbSource, type Source } from "../../src/io/index.js";

const ROWS = 5000;
/** People with gaps, quotes, umlauts, amounts of two decimals and days. */
const PEOPLE = `SELECT i AS id, CASE WHEN i % 7 = 3 THEN NULL ELSE 1 + (i * 7919) % 9 END AS age,
  CASE WHEN i % 11 = 4 THEN NULL ELSE ['Grün', 'o''Neil "X"', 'a,b;c', ''][1 + i % 4] END AS zone,
  sin(i) * 1000 AS rate, ((i * 37) % 100000 / 100)::DECIMAL(9, 2) AS price, DATE '1999-12-31' + (i % 900)::INTEGER AS day
  FROM range(${ROWS}) t(i)`;
/** The types that rows are asked for in, since databases have types of their own. */
const COLUMNS =
  "CAST(id AS INTEGER) AS id, CAST(age AS SMALLINT) AS age, zone, CAST(rate AS DOUBLE) AS rate, CAST(price AS DECIMAL(9, 2)) AS price, CAST(day AS DATE) AS day";

const schema = new Schema().with({ id: { role: "id" }, day: { role: "time" } });
const segments = new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
  ["reduce", new PCA({ components: 3 })],
  ["cluster", new KMeans({ clusters: 3, seed: 1, starts: 1 })],
]);

describe("tables where they live, through DuckDB's extensions", () => {
  const folder = mkdtempSync(join(tmpdir(), "kindred-databases-"));
  const servers: RunningServer[] = [];
  let connection: DuckDBConnection;
  let expected: { readonly rows: readonly unknown[][]; readonly document: string };
  /** Where the rows are, by the name of what has them. */
  const tables = new Map<string, string>();

  beforeAll(async () => {
    const { DuckDBInstance } = createRequire(import.meta.url)(duckdbPackage) as typeof import("@duckdb/node-api");
    connection = await (await DuckDBInstance.create(":memory:")).connect();
    for (const name of EXTENSIONS) await connection.run(`LOAD '${extensionPath(name)}'`);
    await connection.run(`CREATE TABLE people AS ${PEOPLE}`);
    expected = await learned("people");

    const parquet = join(folder, "people.parquet");
    await connection.run(`COPY people TO '${parquet}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
    tables.set("Parquet", `read_parquet('${parquet}')`);

    await connection.run(`ATTACH '${join(folder, "people.db")}' AS sqlite (TYPE sqlite)`);
    tables.set("SQLite", "sqlite.people");
    if (postgresPrograms() !== undefined) {
      const { port } = keep(await startPostgres(folder));
      await connection.run(`ATTACH 'host=127.0.0.1 port=${port} user=postgres dbname=postgres' AS pg (TYPE postgres)`);
      tables.set("PostgreSQL", "pg.people");
    }
    if (hasMariaDb()) {
      const { port } = keep(await startMariaDb(folder));
      await connection.run(`ATTACH 'host=127.0.0.1 port=${port} user=root database=test' AS my (TYPE mysql)`);
      tables.set("MySQL", "my.people");
    }
    for (const [, name] of tables)
      if (name.endsWith(".people")) await connection.run(`CREATE TABLE ${name} AS ${PEOPLE}`);

    const s3 = keep(await startS3());
    await connection.run(
      `CREATE SECRET (TYPE s3, KEY_ID 'k', SECRET 's', ENDPOINT '127.0.0.1:${s3.port}', URL_STYLE 'path', USE_SSL false)`,
    );
    await connection.run("COPY people TO 's3://lake/people' (FORMAT parquet, PER_THREAD_OUTPUT true)");
    tables.set("Parquet in S3", "read_parquet('s3://lake/people/*.parquet')");

    const writer = new URL("../../scripts/databases/write-lakes.py", import.meta.url).pathname;
    const metadata = execFileSync(program("python3"), [writer, parquet, folder]).toString().trim();
    tables.set("Delta", `delta_scan('file://${folder}/delta')`);
    tables.set("Iceberg", `iceberg_scan('${metadata}')`);
  });

  afterAll(async () => {
    connection?.closeSync();
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function keep(server: RunningServer): RunningServer {
    servers.push(server);
    return server;
  }

  const peopleIn = (table: string): Source =>
    duckdbSource(`SELECT ${COLUMNS} FROM ${table} ORDER BY id`, { connection, batchRows: 2000 });

  async function learned(table: string): Promise<typeof expected> {
    const people: Source = {
      async *open(signal) {
        for await (const batch of peopleIn(table).open(signal)) yield schema.attach(batch as Table);
      },
    };
    const rows: unknown[][] = [];
    for await (const batch of people.open()) for (const row of batch as Table) rows.push(Object.values(row.toJSON()));
    const fitted = await segments.fit(people);
    return { rows, document: JSON.stringify(fitted) };
  }

  test.each(["Parquet", "SQLite", "PostgreSQL", "MySQL", "Parquet in S3", "Delta", "Iceberg"])(
    "%s gives the same rows, and the same model",
    async (name) => {
      const table = tables.get(name);
      if (table === undefined) return console.log(`skipped: ${name} is not installed`);
      const found = await learned(table);
      expect(found.rows.length).toBe(ROWS);
      expect(found.rows).toEqual(expected.rows);
      expect(found.document).toBe(expected.document);
    },
  );
});
