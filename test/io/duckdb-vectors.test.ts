import { type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance, type DuckDBResult } from "@duckdb/node-api";
import type { Data, Table } from "apache-arrow";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DuckdbConnection, duckdbSource } from "../../src/io/index.js";
import { failureOf } from "./helpers.js";

/** Texts around twelve bytes, up to which DuckDB keeps them in place, and some that decoding changes or could. */
const TEXTS = [
  "",
  "a",
  "Straße",
  "twelve bytes",
  "thirteen byte",
  "Größe und Ähnliches, länger",
  "\u{1f600}",
  "\ufeffmark",
  "\ufeffmark, and long",
];
const LETTERS = Array.from({ length: 5 }, (_, j) => `'letter ${j}'`);
const MANY = Array.from({ length: 300 }, (_, j) => `'kind ${j}'`);

/** For every type, values by a random integer `h` of 64 bits. */
const VALUES: Readonly<Record<string, string>> = {
  bool: "h % 2 = 0",
  tiny: "((h % 256)::INTEGER - 128)::TINYINT",
  utiny: "(h % 256)::UTINYINT",
  small: "((h % 65536)::INTEGER - 32768)::SMALLINT",
  usmall: "(h % 65536)::USMALLINT",
  int: "((h % 4294967296)::BIGINT - 2147483648)::INTEGER",
  uint: "(h % 4294967296)::UINTEGER",
  big: "((h % 18014398509481983)::BIGINT - 9007199254740991)::BIGINT",
  ubig: "(h % 9007199254740992)::UBIGINT",
  huge: "((h % 18014398509481983)::BIGINT - 9007199254740991)::HUGEINT",
  uhuge: "(h % 9007199254740992)::UHUGEINT",
  float: "((h % 1000003)::INTEGER / 7 - 1000)::FLOAT",
  double: "CASE h % 5 WHEN 0 THEN 'inf'::DOUBLE WHEN 1 THEN 'nan'::DOUBLE ELSE h / 7.0::DOUBLE END",
  decimal4: "(((h % 19999)::INTEGER - 9999) / 10)::DECIMAL(4, 1)",
  decimal9: "(((h % 1999999999)::BIGINT - 999999999) / 1000)::DECIMAL(9, 3)",
  decimal18: "((h % 18014398509)::BIGINT - 9007199254)::DECIMAL(18, 6)",
  decimal38: "((h % 1801439)::BIGINT - 900719)::DECIMAL(38, 10)",
  text: `[${TEXTS.map((text) => `'${text}'`).join(", ")}][1 + (h % ${TEXTS.length})::INTEGER]`,
  id: "'id ' || (h % 1000)",
  zero: "'a' || chr(0) || (h % 3)",
  letter: `(['letter 0', 'letter 3', 'letter 4'][1 + (h % 3)::INTEGER])::letters`,
  kind: "('kind ' || (h % 300))::kinds",
  uuid: "md5((h % 50)::VARCHAR)::UUID",
  date: "CASE h % 9 WHEN 0 THEN '-infinity'::DATE ELSE DATE '1970-01-01' + ((h % 2000000)::INTEGER - 700000) END",
  time: "make_timestamp((h % 8000000000000000)::BIGINT - 4000000000000000)",
  seconds: "make_timestamp((h % 8000000000000000)::BIGINT - 4000000000000000)::TIMESTAMP_S",
  ms: "make_timestamp((h % 8000000000000000)::BIGINT - 4000000000000000)::TIMESTAMP_MS",
  ns: "make_timestamp_ns((h % 8000000000000000000)::BIGINT - 4000000000000000000)",
  zoned: "to_timestamp((h % 4000000000)::BIGINT / 1000)",
};
const NAMES = Object.keys(VALUES);

/** Rows of every type, `percent` of each column's values missing; those kept of them by a condition come in chunks of odd lengths. */
const everyType = (rows: number, seed: number, percent: number, kept: number): string =>
  `SELECT ${NAMES.map((name, j) => {
    const of = (salt: number): string => `hash(i * 100 + ${j + salt + seed * 1_000_003})`;
    return `CASE WHEN ${of(50)} % 100 < ${percent} THEN NULL ELSE ${VALUES[name]!.replaceAll(/\bh\b/g, of(0))} END AS "${name}"`;
  }).join(", ")} FROM range(${rows}) t(i) WHERE hash(i + ${seed}) % 10 < ${kept}`;

type Vector = ReturnType<DuckDBDataChunk["getColumnVector"]>;

/** The same object with other members. */
function withMembers<T extends object>(object: T, members: Partial<T>): T {
  return new Proxy(object, {
    get(_, key) {
      if (key in members) return members[key as keyof T];
      const member: unknown = Reflect.get(object, key, object);
      return typeof member === "function" ? member.bind(object) : member;
    },
  });
}

/** The same connection, of whose chunks something is replaced. */
function withChunks(
  connection: DuckDBConnection,
  changed: (chunk: DuckDBDataChunk) => Partial<DuckDBDataChunk>,
): DuckdbConnection {
  return {
    interrupt: () => connection.interrupt(),
    stream: async (sql: string, ...rest: never[]): Promise<DuckDBResult> => {
      const result = await connection.stream(sql, ...rest);
      const fetchChunk = async (): Promise<DuckDBDataChunk | null> => {
        const chunk = await result.fetchChunk();
        return chunk === null ? null : withMembers(chunk, changed(chunk));
      };
      return withMembers(result, { fetchChunk });
    },
  };
}

describe("duckdbSource by whole vectors", () => {
  let connection: DuckDBConnection;
  /** Gives values one by one alone, as a package of another make would. */
  let oneByOne: DuckdbConnection;

  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
    await connection.run(`CREATE TYPE letters AS ENUM (${LETTERS.join(", ")})`);
    await connection.run(`CREATE TYPE kinds AS ENUM (${MANY.join(", ")})`);
    const itemsOf = (vector: Vector): Vector => ({ getItem: (row: number) => vector.getItem(row) }) as Vector;
    oneByOne = withChunks(connection, (chunk) => ({ getColumnVector: (j) => itemsOf(chunk.getColumnVector(j)) }));
  });
  afterAll(() => connection.closeSync());

  async function batchesOf(by: DuckdbConnection, sql: string, batchRows = 65_536): Promise<Table[]> {
    const batches: Table[] = [];
    for await (const batch of duckdbSource(sql, { connection: by, batchRows }).open()) batches.push(batch);
    return batches;
  }

  /** All that a table's columns consist of. */
  const memoryOf = (table: Table): unknown =>
    table.schema.fields.map(({ name, type }, j) => {
      const [data] = table.getChildAt(j)!.data as [Data];
      const words = data.dictionary?.toArray();
      return {
        name,
        type: String(type),
        rows: data.length,
        nulls: data.nullCount,
        bits: data.nullBitmap,
        values: data.values,
        words,
      };
    });

  test("gives the values of every type that come one by one, whatever is missing", async () => {
    const cases = fc.record({
      rows: fc.integer({ min: 0, max: 3000 }),
      seed: fc.integer({ min: 0, max: 1e6 }),
      percent: fc.constantFrom(0, 1, 20, 95, 100),
      kept: fc.constantFrom(3, 9, 10),
      batchRows: fc.constantFrom(1, 2500, 65_536),
    });
    const property = fc.asyncProperty(cases, async ({ rows, seed, percent, kept, batchRows }) => {
      const sql = everyType(rows, seed, percent, kept);
      const whole = await batchesOf(connection, sql, batchRows);
      expect(whole.map(memoryOf)).toEqual((await batchesOf(oneByOne, sql, batchRows)).map(memoryOf));
    });
    await fc.assert(property, { numRuns: 8 });
  });

  test("gives the values that DuckDB itself says", async () => {
    const sql = everyType(5000, 7, 20, 9);
    const said = await (await connection.run(sql)).getColumnsObject();
    const batches = await batchesOf(connection, sql, 2000);
    expect(batches.length).toBeGreaterThan(1);
    for (const name of NAMES.filter((each) => !["date", "time", "seconds", "ms", "ns", "zoned"].includes(each))) {
      const found = batches.flatMap((batch) => [...batch.getChild(name)!]);
      const isNumber = batches[0]!.schema.fields.find((field) => field.name === name)!.type.typeId in { 2: 0, 3: 0 };
      const expected = said[name]!.map((value) =>
        value === null || typeof value === "boolean" ? value : isNumber ? Number(String(value)) : String(value),
      );
      expect(found, name).toEqual(expected);
    }
  });

  test("asks for no value of types whose vectors it reads", async () => {
    const never = (): never => expect.fail("a value was asked for");
    const watched = withChunks(connection, (chunk) => ({
      getColumnValues: never,
      getColumnVector: (j) => withMembers(chunk.getColumnVector(j), { getItem: never }),
    }));
    const { text: _, uuid: __, ...others } = VALUES;
    const columns = Object.keys(others).map((name) => `"${name}"`);
    const sql = everyType(5000, 3, 20, 9);
    const [batch] = await batchesOf(watched, `SELECT ${columns.join(", ")} FROM (${sql})`);
    expect(batch!.numCols).toBe(columns.length);
    expect(batch!.numRows).toBeGreaterThan(4000);
  });

  test.each([
    "9007199254740992::BIGINT",
    "-9007199254740992::BIGINT",
    "18446744073709551615::UBIGINT",
    "9223372036854775808::UBIGINT",
    "(-9007199254740993)::HUGEINT",
    "18446744073709551616::HUGEINT",
    "(-18446744073709551617)::HUGEINT",
    "340282366920938463463374607431768211455::UHUGEINT",
    "9007199254740.993::DECIMAL(18, 3)",
    "18446744073709551616::DECIMAL(38, 0)",
  ])("refuses %s by the name of its column, unless it is missing", async (value) => {
    const sql = `SELECT 1 AS one, CASE WHEN i = 70 THEN ${value} ELSE 5 END AS long FROM range(100) t(i)`;
    const failure = await failureOf(() => batchesOf(connection, sql));
    expect(failure).toMatchObject({ code: "UNSUPPORTED", column: "long" });
    expect(failure.message).toBe((await failureOf(() => batchesOf(oneByOne, sql))).message);
    const [batch] = await batchesOf(
      connection,
      `SELECT CASE WHEN long > 5 OR long < 0 THEN NULL ELSE long END AS long FROM (${sql})`,
    );
    expect(batch!.getChild("long")!.nullCount).toBe(1);
  });

  const late = "SELECT CASE WHEN i = 1000000 THEN error('late') ELSE i END AS i FROM range(1100000) t(i)";

  test("leaves a connection that another query can use, wherever the reading ends", async () => {
    for await (const batch of duckdbSource(late, { connection, batchRows: 10 }).open()) {
      expect(batch.numRows).toBeGreaterThan(0);
      break;
    }
    expect((await batchesOf(connection, "SELECT 42 AS answer"))[0]!.getChild("answer")!.get(0)).toBe(42);
  });

  test("takes a query that fails, is stopped or is displaced after its first rows for no whole one", async () => {
    const failure = await failureOf(() => batchesOf(connection, late));
    expect(failure).toMatchObject({ code: "INVALID_INPUT", message: expect.stringContaining("before its last row") });

    const rows = "SELECT i FROM range(1100000) t(i)";
    const readAfterFirst = async (first: () => unknown, signal?: AbortSignal): Promise<void> => {
      let batches = 0;
      for await (const _ of duckdbSource(rows, { connection, batchRows: 1 }).open(signal))
        if (batches++ === 0) await first();
    };
    const displaced = await failureOf(() => readAfterFirst(() => connection.run("SELECT 1")));
    expect(displaced.message).toContain("another one was run");
    const stop = new AbortController();
    await expect(readAfterFirst(() => stop.abort(new Error("enough")), stop.signal)).rejects.toThrow("enough");
  });
});
