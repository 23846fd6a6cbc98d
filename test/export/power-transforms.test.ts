import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toJavaScript, toOnnx, toSql } from "../../src/export/index.js";
import { FeatureMatrix, Scaler } from "../../src/index.js";
import { type Database, fill, openDuckDb, openPostgreSql, openSqlite } from "./databases.js";
import { feedsOf, runOnnx } from "./onnx.js";

/** Few values, so that powers are high in one column and deep below zero in others. */
const seen = {
  up: Array.from({ length: 120 }, (_, i) => 1 + Math.sqrt(i % 30) / 40),
  down: Array.from({ length: 120 }, (_, i) => 1 + ((i % 30) / 30) ** 6),
  negative: Array.from({ length: 120 }, (_, i) => -1 - ((i % 30) / 30) ** 6 / 20),
};
const far = [
  ...[-1.7e308, -1e308, -1e100, -1e12, -1e3, -1.5, -1, -0.5, 0, 1.5, 1e3, 1e12, 1e38, 1e100, 1e308, 1.7e308],
  Number.NaN,
];
const asked = [
  { name: "up", type: "number" as const, values: far },
  { name: "down", type: "number" as const, values: far },
  { name: "negative", type: "number" as const, values: far },
];
const databases: Database[] = [];

beforeAll(async () => {
  databases.push(await openDuckDb(), await openPostgreSql(), await openSqlite());
  for (const database of databases) await fill(database, "people", asked);
}, 120_000);

afterAll(async () => {
  for (const database of databases) await database.close();
});

describe.each(["float64", "float32"] as const)("Values far beyond those seen, in %s", (precision) => {
  const store = (values: readonly number[]): Float32Array | Float64Array =>
    precision === "float32" ? Float32Array.from(values) : Float64Array.from(values);
  const matrix = (columns: Readonly<Record<string, readonly number[]>>): FeatureMatrix =>
    FeatureMatrix.fromColumns(
      Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, store(values)])),
    );

  it.each(["yeoJohnson", "log1p"] as const)(
    "by %s, are in order, and what transform makes of them in SQL, ONNX and JavaScript",
    async (method) => {
      const given = method === "log1p" ? { up: seen.up, down: seen.down, negative: seen.up } : seen;
      const fitted = await new Scaler({ method }).fit(matrix(given));
      const row = fitted.row("transform");
      const expected = far.map((value) => Array.from(row([value, value, value])));
      for (const values of expected.slice(0, -1)) for (const value of values) expect(Number.isFinite(value)).toBe(true);
      for (let i = 1; i < far.length - 1; i++)
        expected[i]!.forEach((value, j) => {
          expect(value).toBeGreaterThanOrEqual(expected[i - 1]![j]!);
        });
      const [tensor] = Object.values(await runOnnx(await toOnnx(fitted), feedsOf(asked)));
      expected.flat().forEach((due, at) => {
        const value = Number(tensor!.data[at]);
        const where = `ONNX, ${far[Math.floor(at / 3)]}, column ${at % 3}`;
        if (Number.isNaN(due)) expect(value, where).toBeNaN();
        else expect(Math.abs(value - due) / Math.max(1, Math.abs(due)), where).toBeLessThan(1e-9);
      });
      const module = (await import(
        /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(toJavaScript(fitted)).toString("base64")}`
      )) as { transform(record: object): Float64Array };
      far.forEach((value, i) => {
        expect(Array.from(module.transform({ up: value, down: value, negative: value }))).toEqual(expected[i]);
      });
      for (const database of databases) {
        const { rows } = await database.query(
          toSql(fitted, { dialect: database.dialect, table: "people", keep: ["the id"] }),
        );
        expect(rows.length).toBe(far.length);
        for (const [id, ...found] of rows)
          found.forEach((value, j) => {
            const due = expected[Number(id)]![j]!;
            const where = `${database.dialect}, ${far[Number(id)]}, column ${j}`;
            if (Number.isNaN(due)) expect(value, where).toBeNull();
            else expect(Math.abs(Number(value) - due) / Math.max(1, Math.abs(due)), where).toBeLessThan(1e-9);
          });
      }
    },
  );
});
