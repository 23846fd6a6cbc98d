import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Fitted } from "../../src/estimator/index.js";
import { fromSklearn, toSql } from "../../src/export/index.js";
import { doubleThreshold } from "../../src/export/sklearn/forest.js";
import { FeatureMatrix, KindredError, load } from "../../src/index.js";

import { type RowValues, tableOfRows } from "./records.js";

interface Case {
  readonly name: string;
  readonly document: { readonly columns: readonly string[]; readonly model: { readonly kind: string } };
  readonly rows: readonly (readonly (number | null)[])[];
  readonly labels?: readonly unknown[];
  readonly probabilities?: readonly (readonly number[])[];
  readonly transformed?: readonly (readonly (number | null)[])[];
}

const path = fileURLToPath(new URL("../fixtures/export/sklearn.json", import.meta.url));
const cases = JSON.parse(readFileSync(path, "utf8").replaceAll("NaN", "null")) as Case[];

interface TableCase extends Omit<Case, "rows"> {
  readonly rows: readonly RowValues[];
}

const tables = JSON.parse(readFileSync(path.replace(/\.json$/, "_tables.json"), "utf8")) as TableCase[];

function close(found: readonly (readonly number[])[], expected: readonly (readonly (number | null)[])[]): void {
  const apart = found.flatMap((row, i) =>
    row.map((value, j) => {
      const own = expected[i]![j]!;
      if (own === null) return Number.isNaN(value) ? 0 : 1;
      return Math.abs(value - own) / Math.max(1, Math.abs(own));
    }),
  );
  expect(apart.length).toBeGreaterThan(10);
  expect(Math.max(...apart)).toBeLessThan(1e-9);
}

describe("fromSklearn", () => {
  it.each(cases)(
    "says of rows what scikit-learn does: $name",
    ({ document, rows, labels, probabilities, transformed }) => {
      const fitted = fromSklearn(JSON.stringify(document));
      const x = FeatureMatrix.from(
        rows.map((row) => row.map((value) => value ?? Number.NaN)),
        document.columns,
      );
      for (const model of [fitted, load(JSON.stringify(fitted))]) {
        if (labels !== undefined) expect(Array.from(model.predict(x))).toEqual(labels);
        if (probabilities !== undefined) close(model.predictProbabilities(x).toRows(), probabilities);
        if (transformed !== undefined) close((model.transform(x) as FeatureMatrix).toRows(), transformed);
      }
      expect(toSql(fitted as unknown as Fitted, { dialect: "duckdb", table: "t" })).toMatch(/^WITH/);
    },
  );

  it.each(tables)(
    "says of rows of a table what scikit-learn does: $name",
    ({ document, rows, labels, probabilities, transformed }) => {
      const fitted = fromSklearn(document);
      const table = tableOfRows(rows);
      for (const model of [fitted, load(JSON.stringify(fitted))]) {
        if (labels !== undefined) expect(Array.from(model.predict(table))).toEqual(labels);
        if (probabilities !== undefined) close(model.predictProbabilities(table).toRows(), probabilities);
        if (transformed !== undefined) close((model.transform(table) as FeatureMatrix).toRows(), transformed);
      }
      expect(toSql(fitted as unknown as Fitted, { dialect: "duckdb", table: "t" })).toMatch(/^WITH/);
    },
  );

  it("covers every kind that it names", () => {
    const kinds = new Set(JSON.stringify([cases, tables]).match(/"kind":"\w+"/g));
    expect(kinds.size).toBe(17);
  });

  it("refuses text where numbers are due, and branches of columns that are not there", () => {
    const { document } = tables.find(({ name }) => name.startsWith("branches"))!;
    const text = JSON.stringify(document);
    expect(() => fromSklearn(text.replace('"kind":"OrdinalEncoder"', '"kind":"StandardScaler"'))).toThrow(KindredError);
    expect(() => fromSklearn(text.replace(/"columns":\[\d,/, '"columns":[99,'))).toThrow(/columns that are not there/);
    const words = tables.find(({ name }) => name.startsWith("text filled"))!.document;
    const passing = JSON.stringify(words).replace(
      /\{"kind":"OneHotEncoder","columns":\[.*?\}\]\}/,
      '{"kind":"Passthrough"}',
    );
    expect(() => fromSklearn(passing)).toThrow(/the text column "text.zone" in a LogisticRegression/);
  });

  it("refuses what is no document, or does not fit itself", () => {
    const [first] = cases;
    const broken = (change: object): unknown => ({ ...first!.document, ...change });
    for (const given of [
      "{",
      {},
      broken({ version: 2 }),
      broken({ columns: ["a"] }),
      broken({ model: { kind: "SVC" } }),
    ]) {
      const run = (): unknown => fromSklearn(given as object);
      expect(run).toThrow(KindredError);
      expect(run).toThrow(/^fromSklearn: /);
    }
    const forest = structuredClone(cases.find(({ name }) => name === "forest")!.document) as unknown as {
      model: { trees: { left: number[]; feature: number[] }[] };
    };
    forest.model.trees[0]!.left[1] = 0;
    expect(() => fromSklearn(forest)).toThrow(/nodes meet again/);
    const lost = structuredClone(cases.find(({ name }) => name === "forest")!.document) as unknown as typeof forest;
    lost.model.trees[0]!.feature[0] = 99;
    expect(() => fromSklearn(lost)).toThrow(/trees.feature holds 99/);
  });

  it("compares doubles as scikit-learn compares their float32", () => {
    for (const threshold of [0.1, -0.1, 0, 1, 2.5, 1e-40, -3.7, 16_777_217, 1 / 3]) {
      const own = doubleThreshold(threshold);
      for (const value of [
        threshold,
        own,
        own * (1 + 2 ** -52),
        own * (1 - 2 ** -52),
        Math.fround(threshold),
        threshold * (1 + 2e-8),
      ])
        expect(value <= own, `${value} at ${threshold}`).toBe(Math.fround(value) <= threshold);
    }
  });
});
