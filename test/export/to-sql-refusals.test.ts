import { describe, expect, it } from "vitest";
import { z } from "zod";
import { SQL_DIALECTS, type SqlDialect, toSql } from "../../src/export/index.js";
import {
  defineTransformer,
  FeatureEncoder,
  FeatureMatrix,
  Imputer,
  KindredError,
  LogisticRegression,
  Pipeline,
  RandomForest,
  Scaler,
} from "../../src/index.js";
import { CASES, fittedCase } from "./models.js";
import { NAMES, peopleColumns, tableOf } from "./people.js";

const people = peopleColumns(60);
const columns = { age: [20, 30, 40, 50], zone: [1, 2, 1, 2] };

function failure(run: () => unknown): KindredError {
  try {
    run();
  } catch (error) {
    if (error instanceof KindredError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("toSql says what it cannot take, and why", () => {
  it("an imputer that looks at neighbors", async () => {
    const fitted = await new Imputer({ strategy: "knn" }).fit(FeatureMatrix.fromColumns({ a: [1, Number.NaN, 3] }));
    expect(failure(() => toSql(fitted, { dialect: "duckdb", table: "t" })).message).toMatch(
      /"knn".*cannot be exported/,
    );
  });

  it("a stranger's function, by its kind", async () => {
    const Odd = defineTransformer({
      kind: "acme/Odd",
      version: 1,
      params: z.strictObject({}),
      fit: () => ({}),
      transform: (x: FeatureMatrix) => x,
    });
    const fitted = await new Pipeline([["odd", new Odd()]]).fit(FeatureMatrix.fromColumns(columns));
    expect(failure(() => toSql(fitted, { dialect: "duckdb", table: "t" })).message).toMatch(/acme\/Odd cannot/);
  });

  it("a dialect, a table or a model that is none", async () => {
    const fitted = await new Scaler().fit(FeatureMatrix.fromColumns(columns));
    expect(failure(() => toSql(fitted, { dialect: "oracle" as SqlDialect, table: "t" })).message).toMatch(/"oracle"/);
    expect(failure(() => toSql(fitted, { dialect: "duckdb", table: "" })).code).toBe("INVALID_PARAMETER");
    expect(failure(() => toSql(new Scaler() as never, { dialect: "duckdb", table: "t" })).code).toBe("INVALID_INPUT");
    expect(failure(() => toSql(fitted, { dialect: "duckdb", table: "t", verb: "predict" })).code).toBe("UNSUPPORTED");
  });

  it("names that a database cuts, takes for one another or cannot hold", async () => {
    const named = async (...names: string[]) =>
      new Scaler().fit(FeatureMatrix.fromColumns(Object.fromEntries(names.map((name) => [name, [1, 2]]))));
    const long = await named("x".repeat(64));
    expect(failure(() => toSql(long, { dialect: "postgresql", table: "t" })).message).toMatch(/63 bytes/);
    expect(toSql(long, { dialect: "duckdb", table: "t" })).toContain("x".repeat(64));
    const cased = await named("age", "AGE");
    expect(failure(() => toSql(cased, { dialect: "duckdb", table: "t" })).message).toMatch(/same name/);
    expect(toSql(cased, { dialect: "postgresql", table: "t" })).toContain('"AGE"');
    const nul = await named("a\0b");
    for (const dialect of SQL_DIALECTS)
      expect(failure(() => toSql(nul, { dialect, table: "t" })).message).toMatch(/character 0/);
    const dotted = await named("a.b");
    expect(failure(() => toSql(dotted, { dialect: "bigquery", table: "t" })).message).toMatch(/no column name/);
    const plain = await named("age");
    expect(failure(() => toSql(plain, { dialect: "sqlite", table: "t", keep: ["age"] })).message).toMatch(/same name/);
  });

  it("half a character in a label", async () => {
    const fitted = await new LogisticRegression().fit([[1], [2], [3], [4]], ["\ud800", "\ud800", "b", "b"]);
    expect(failure(() => toSql(fitted, { dialect: "duckdb", table: "t" })).message).toMatch(/half a Unicode character/);
  });

  it("a query that is longer than the dialect takes", async () => {
    const rows = 1500;
    const noise = Array.from({ length: rows }, (_, i) =>
      Array.from({ length: 6 }, (_, j) => Math.sin(i * 12.9898 + j * 78.233)),
    );
    const forest = await new RandomForest({ trees: 100, seed: 1 }).fit(
      noise,
      noise.map((_, i) => (i * 7919) % 5 > 1),
    );
    const error = failure(() => toSql(forest, { dialect: "bigquery", table: "t" }));
    expect(error.message).toMatch(/query of \d+ characters.*bigquery/);
    expect(toSql(forest, { dialect: "duckdb", table: "t" }).length).toBeGreaterThan(1_000_000);
  });
});

describe("Hostile names and words are inert in every dialect", () => {
  const quoted: Readonly<Record<SqlDialect, readonly [name: string, word: string]>> = {
    duckdb: ['"co""de""; --"', "'''; DROP TABLE people; --'"],
    postgresql: ['"co""de""; --"', "'''; DROP TABLE people; --'"],
    sqlite: ['"co""de""; --"', "'''; DROP TABLE people; --'"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what is tried
    spark: ["`flag``${1}`", "'\\'; DROP TABLE people; --'"],
    bigquery: ["`x`", "'\\'; DROP TABLE people; --'"],
    snowflake: ['"co""de""; --"', "'\\'; DROP TABLE people; --'"],
  };

  it.each(SQL_DIALECTS.filter((dialect) => dialect !== "bigquery"))("%s", async (dialect) => {
    const fitted = await fittedCase(CASES.find(({ name }) => name === "evidence")!, people);
    const sql = toSql(fitted, { dialect, table: ["my.schema", "t"] });
    for (const part of quoted[dialect]) expect(sql).toContain(part);
  });

  it("bigquery, whose names cannot be hostile", async () => {
    const rows = people.filter(({ name }) => name === NAMES.zone).map((column) => ({ ...column, name: "x" }));
    const model = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new LogisticRegression()],
    ]);
    const fitted = await model.fit(
      tableOf(rows),
      rows[0]!.values.map((word) => word === "it's"),
    );
    const sql = toSql(fitted, { dialect: "bigquery", table: "a-b.c.d" });
    for (const part of [...quoted.bigquery, "`a-b`.`c`.`d`", "'back\\\\slash'", "'line\\nend'"])
      expect(sql).toContain(part);
  });
});
