import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toSql } from "../../src/export/index.js";
import { registry } from "../../src/registry.js";
import { type Database, fill, openDuckDb, openPostgreSql, openSqlite } from "./databases.js";
import { answersOf, CASES, fittedCase } from "./models.js";
import { peopleColumns } from "./people.js";

const learned = peopleColumns(200);
// Other rows, with a word that no training row holds.
const asked = peopleColumns(100, 1);
const databases: Database[] = [];

beforeAll(async () => {
  databases.push(await openDuckDb(), await openPostgreSql(), await openSqlite());
  for (const database of databases) await fill(database, "the people", asked);
}, 120_000);

afterAll(async () => {
  for (const database of databases) await database.close();
});

describe("toSql gives the answers of the process in DuckDB, PostgreSQL and SQLite", () => {
  it.each(CASES)("$name", async (example) => {
    const fitted = await fittedCase(example, learned);
    const expected = answersOf(fitted, asked);
    for (const database of databases) {
      const sql = toSql(fitted, { dialect: database.dialect, table: "the people", keep: ["the id"] });
      const { columns, rows } = await database.query(sql);
      expect(columns, database.dialect).toEqual(["the id", ...Object.keys(expected[0]!)]);
      expect(rows.length).toBe(expected.length);
      const wrong = rows.flatMap((row) =>
        Object.values(expected[Number(row[0])]!).flatMap((value, j) =>
          agree(row[j + 1], value) ? [] : [{ row: row[0], column: columns[j + 1], found: row[j + 1], value }],
        ),
      );
      expect(wrong.slice(0, 5), database.dialect).toEqual([]);
    }
  });

  it("covers every registered estimator", () => {
    const covered = new Set(CASES.flatMap(({ kinds }) => kinds));
    expect(registry.map(({ kind }) => kind).filter((kind) => !covered.has(kind))).toEqual([]);
  });
});

/** Are labels equal, and numbers to 1e-9? What is missing is null. */
function agree(found: unknown, expected: unknown): boolean {
  if (expected === null || Number.isNaN(expected)) return found === null;
  if (typeof expected === "boolean") return Number(found) === Number(expected);
  if (typeof expected !== "number") return found === expected;
  return (
    ["number", "bigint"].includes(typeof found) &&
    Math.abs(Number(found) - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
  );
}
