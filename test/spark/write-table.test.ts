import { type Table, tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  defineTransformer,
  FeatureEncoder,
  GaussianMixture,
  Imputer,
  KMeans,
  LogisticRegression,
  Pipeline,
  Scaler,
  Schema,
  ThresholdClassifier,
} from "../../src/index.js";
import { ExecutorsHere, onCluster } from "./executors-here.js";

const ROWS = 3001;
const random = new Random(7, "people");
const people = new Schema().with({ LNR: { role: "id" }, ANSWER: { role: "target" } }).attach(
  tableFromArrays({
    LNR: Array.from({ length: ROWS }, (_, i) => `person ${i}`),
    AGE: Array.from({ length: ROWS }, () => (random.uniform() < 0.1 ? null : 1 + random.below(9))),
    AMOUNT: Float64Array.from({ length: ROWS }, () => random.normal()),
    ZONE: Array.from({ length: ROWS }, () => ["x", "y", "z"][random.below(3)]!),
    ANSWER: Array.from({ length: ROWS }, () => (random.uniform() < 0.3 ? "yes" : "no")),
    KNOWN: Array.from({ length: ROWS }, () => random.uniform() < 0.5),
    GRADE: Int32Array.from({ length: ROWS }, () => 1 + random.below(3)),
  }),
);
const features = people.select(["LNR", "AGE", "AMOUNT", "ZONE"]);
const prepare = [
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
] as const;

/** The values of a column of a written table, by row id. */
function written(executors: ExecutorsHere, table: string, column: string): Map<unknown, unknown> {
  const out = new Map<unknown, unknown>();
  for (const part of executors.tables.get(table)!) {
    const [ids, values] = [part.getChild("LNR")!, part.getChild(column)!];
    for (let i = 0; i < part.numRows; i++) out.set(ids.get(i), values.get(i));
  }
  return out;
}

function byId(table: Table, values: ArrayLike<unknown>): Map<unknown, unknown> {
  const ids = table.getChild("LNR")!;
  return new Map(Array.from(values, (value, i) => [ids.get(i), value]));
}

describe("writeTable", () => {
  it.each([1, 4])("writes what the model says of each row of %i partitions, beside its id", async (partitions) => {
    const segments = await new Pipeline([...prepare, ["cluster", new KMeans({ clusters: 4, seed: 1 })]]).fit(features);
    const executors = new ExecutorsHere(features, partitions, 3);
    const source = onCluster(features, executors);
    await segments.bulk("predict", source).writeTable("scored");
    expect(written(executors, "scored", "cluster")).toEqual(byId(features, segments.predict(features)));
    await segments.bulk("transform", source).writeTable("distances");
    const distances = segments.transform(features);
    for (const name of segments.outputColumns)
      expect(written(executors, "distances", name)).toEqual(byId(features, distances.column(name)));
  });

  it("writes labels of every type, and probabilities", async () => {
    for (const target of ["ANSWER", "KNOWN", "GRADE"]) {
      const labels = Array.from(people.getChild(target)!);
      const model = await new Pipeline([...prepare, ["model", new LogisticRegression()]]).fit(features, labels);
      const executors = new ExecutorsHere(features, 2, 1);
      const source = onCluster(features, executors);
      await model.bulk("predict", source).writeTable("lake.labels");
      expect(written(executors, "lake.labels", "prediction")).toEqual(byId(features, model.predict(features)));
      await model.bulk("predictProbabilities", source).writeTable("probabilities");
      const probabilities = model.predictProbabilities(features);
      for (const label of model.classes)
        expect(written(executors, "probabilities", `probability_${label}`)).toEqual(
          byId(features, probabilities.column(String(label))),
        );
    }
  });

  it("decides as the model does", async () => {
    const numbers = features.select(["LNR", "AMOUNT"]);
    const X = numbers.select(["AMOUNT"]);
    const encoded = [["encode", new FeatureEncoder()]] as const;
    const labels = Array.from(X.getChild("AMOUNT")!, (amount) => (amount + random.normal() > 1 ? "yes" : "no"));
    const threshold = new ThresholdClassifier({
      estimator: new LogisticRegression(),
      threshold: 0.31,
      positive: "yes",
    });
    const careful = await new Pipeline([...encoded, ["model", threshold]]).fit(X, labels);
    const mixture = await new Pipeline([...encoded, ["model", new GaussianMixture({ clusters: 2, seed: 1 })]]).fit(X);
    const executors = new ExecutorsHere(numbers, 2, 1);
    await careful.bulk("predict", onCluster(numbers, executors)).writeTable("careful");
    expect(new Set(careful.predict(X)).size).toBe(2);
    expect(written(executors, "careful", "prediction")).toEqual(byId(numbers, careful.predict(X)));
    await mixture.bulk("predict", onCluster(numbers, executors)).writeTable("mixture");
    expect(written(executors, "mixture", "cluster")).toEqual(byId(numbers, mixture.predict(X)));
  });

  it("writes imputed tables with their words", async () => {
    const fitted = await new Imputer().fit(features);
    const executors = new ExecutorsHere(features, 2, 1);
    await fitted.bulk("transform", onCluster(features, executors)).writeTable("full");
    const full = fitted.transform(features);
    for (const name of ["AGE", "AMOUNT", "ZONE"])
      expect(written(executors, "full", name)).toEqual(byId(features, Array.from(full.getChild(name)!)));
  });

  it("refuses a table that is there, replaces it, or adds to it", async () => {
    const fitted = await new Imputer().fit(features);
    const executors = new ExecutorsHere(features, 2, 1);
    const bulk = fitted.bulk("transform", onCluster(features, executors));
    const rows = () => executors.tables.get("full")!.reduce((sum, part) => sum + part.numRows, 0);
    await bulk.writeTable("full");
    await expect(bulk.writeTable("full")).rejects.toThrow(
      'Imputer.writeTable: there is a table full. Choose another name, or { mode: "replace" } or { mode: "append" }',
    );
    await bulk.writeTable("full", { mode: "replace" });
    expect(rows()).toBe(ROWS);
    await bulk.writeTable("full", { mode: "append" });
    expect(rows()).toBe(2 * ROWS);
    await expect(bulk.writeTable("full", { mode: "overwrite" as never })).rejects.toMatchObject({
      code: "INVALID_PARAMETER",
    });
    await expect(bulk.writeTable("x; DROP TABLE people")).rejects.toThrow("a table cannot be called");
  });

  it("writes nothing where a row has no answer", async () => {
    const numbers = features.select(["LNR", "AGE"]);
    const complete = await new Imputer().fit(numbers);
    const fitted = await new Pipeline([
      ["encode", new FeatureEncoder()],
      ["cluster", new KMeans({ clusters: 2, seed: 1 })],
    ]).fit(complete.transform(numbers));
    const executors = new ExecutorsHere(numbers, 2, 1);
    await expect(fitted.bulk("predict", onCluster(numbers, executors)).writeTable("scored")).rejects.toMatchObject({
      code: "MISSING_VALUE",
    });
    expect(executors.tables.size).toBe(0);
  });

  it("refuses missing columns, steps that do not travel, and rows that are not on a cluster", async () => {
    const fitted = await new Imputer().fit(features);
    const few = features.select(["LNR", "AGE"]);
    await expect(
      fitted.bulk("transform", onCluster(few, new ExecutorsHere(few, 1, 1))).writeTable("x"),
    ).rejects.toMatchObject({ code: "MISSING_COLUMN" });
    const Twice = defineTransformer({
      kind: "acme/Twice",
      version: 1,
      params: z.object({}),
      fit: () => ({}),
      transform: (X) => X,
    });
    const own = await new Pipeline([
      ["encode", new FeatureEncoder()],
      ["twice", new Twice()],
    ]).fit(features);
    const source = onCluster(features, new ExecutorsHere(features, 1, 1));
    await expect(own.bulk("transform", source).writeTable("x")).rejects.toThrow("does not travel to executors");
    const here = fitted.bulk("transform", features);
    // @ts-expect-error rows in memory
    expect(() => here.writeTable("x")).toThrow("these rows are not on a cluster");
    const read = fitted.bulk("transform", { open: () => [features] });
    // @ts-expect-error rows that are read here
    expect(() => read.writeTable("x")).toThrow("these rows are not on a cluster");
  });
});
