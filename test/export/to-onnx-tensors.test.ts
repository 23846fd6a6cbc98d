import { Tensor } from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toOnnx } from "../../src/export/index.js";
import {
  defineTransformer,
  FeatureEncoder,
  FeatureMatrix,
  Imputer,
  KMeans,
  LogisticRegression,
  NaiveBayes,
  PCA,
  Pipeline,
  Scaler,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";
import { type Outputs, openOnnx, runOnnx } from "./onnx.js";

const x = FeatureMatrix.fromColumns({ AGE: [20, 30, 40, 50, 60, 70], INCOME: [1, 3, 2, 5, 4, 6] });

function column(values: readonly (number | string)[]): Tensor {
  return typeof values[0] === "string"
    ? new Tensor("string", values as string[], [values.length, 1])
    : new Tensor("float64", Float64Array.from(values as number[]), [values.length, 1]);
}

const list = (outputs: Outputs, name: string): unknown[] => Array.from(outputs[name]!.data);

describe("labels have the type that they had at fit", () => {
  it.each([
    ["text", ["no", "no", "no", "yes", "yes", "yes"], ["no", "yes"]],
    ["whole numbers", [7, 7, 7, -2, -2, -2], [7n, -2n]],
    ["other numbers", [0.5, 0.5, 0.5, 1.5, 1.5, 1.5], [0.5, 1.5]],
    ["booleans", [false, false, false, true, true, true], [0, 1]],
  ])("%s", async (_, answers, expected) => {
    const fitted = await new LogisticRegression().fit(x, answers as string[]);
    const outputs = await runOnnx(toOnnx(fitted), { AGE: column([20, 70]), INCOME: column([1, 6]) });
    expect(list(outputs, "label")).toEqual(expected);
    expect(outputs["probabilities"]!.dims).toEqual([2, 2]);
  });
});

describe("rows that the model refuses", () => {
  it("are not valid, and have no numbers", async () => {
    const fitted = await new LogisticRegression().fit(x, ["no", "no", "no", "yes", "yes", "yes"]);
    const outputs = await runOnnx(toOnnx(fitted), { AGE: column([20, Number.NaN]), INCOME: column([1, 6]) });
    expect(list(outputs, "valid")).toEqual([1, 0]);
    expect(list(outputs, "label")).toEqual(["no", ""]);
    expect(list(outputs, "probabilities").slice(2)).toEqual([Number.NaN, Number.NaN]);
    const clusters = await new KMeans({ clusters: 2, seed: 1 }).fit(x);
    const found = await runOnnx(toOnnx(clusters), { AGE: column([20, Number.NaN]), INCOME: column([1, 6]) });
    expect([list(found, "label")[1], list(found, "valid")]).toEqual([-1n, [1, 0]]);
  });

  it("are those of categories that were not there at fit", async () => {
    const table = parseCsv("ZONE,AGE\na,1\nb,2\na,3\nb,4\n");
    const fitted = await new FeatureEncoder({ unseen: "error" }).fit(table);
    const feeds = { ZONE: column(["a", "c", "", "b"]), AGE: column([1, 2, 3, 4]) };
    const outputs = await runOnnx(toOnnx(fitted), feeds);
    expect(list(outputs, "valid")).toEqual([1, 0, 0, 1]);
    expect(list(outputs, "output")).toEqual([1, 0, 1, ...new Array(6).fill(Number.NaN), 0, 1, 4]);
  });
});

describe("names and words", () => {
  it("of columns may be those of outputs, of tensors within, and of objects", async () => {
    const names = ["label", "_label", "valid", "t0", "t", "probabilities", "__proto__", "a/b;c", "ü €"];
    const columns = Object.fromEntries(names.map((name, j) => [name, [1, 2, 3, 4].map((v) => v * (j + 1))]));
    const rows = FeatureMatrix.fromColumns(columns);
    const fitted = await new LogisticRegression().fit(rows, [0, 0, 1, 1]);
    const session = await openOnnx(toOnnx(fitted));
    expect(session.inputNames).toEqual(names);
    expect(session.outputNames).toEqual(["__label", "_probabilities", "_valid"]);
    const feeds = Object.fromEntries(names.map((name, j) => [name, column([j + 1, 4 * (j + 1)])]));
    const outputs = (await session.run(feeds)) as unknown as Outputs;
    expect(list(outputs, "__label")).toEqual([0n, 1n]);
  });

  it("that cannot be written are refused by name", async () => {
    const fit = (name: string) =>
      new Scaler().fit(FeatureMatrix.fromColumns(Object.fromEntries([[name, [1, 2]]])) as never);
    for (const name of ["", "a\0b", "half \ud800"]) {
      const fitted = await fit(name);
      expect(() => toOnnx(fitted)).toThrow(/^toOnnx: the column .* cannot be exported: ONNX has no empty names/);
      expect(toOnnx(fitted, { input: "matrix" }).length).toBeGreaterThan(0);
    }
  });

  it("of missing text may be chosen, and are no category", async () => {
    const fitted = await new FeatureEncoder().fit(parseCsv("ZONE,AGE\na,1\nb,2\n,3\n"));
    expect(fitted.outputColumns).toEqual(["ZONE=a", "ZONE=b", "ZONE=missing", "AGE"]);
    expect(() => toOnnx(fitted, { missing: "a" })).toThrow(/"a" is one of its categories/);
    const feeds = { ZONE: column(["a", "?", "", "b"]), AGE: column([9, 9, 9, 9]) };
    const outputs = await runOnnx(toOnnx(fitted, { missing: "?" }), feeds);
    expect(list(outputs, "output")).toEqual([1, 0, 0, 9, 0, 0, 1, 9, 0, 0, 0, 9, 0, 1, 0, 9]);
  });
});

describe("what goes in", () => {
  it("may be one matrix where all columns are numbers", async () => {
    const fitted = await new Pipeline([
      ["scale", new Scaler()],
      ["reduce", new PCA({ components: 1 })],
    ]).fit(x);
    const session = await openOnnx(toOnnx(fitted, { input: "matrix" }));
    const feeds = { X: new Tensor("float64", Float64Array.of(20, 1, 45, 3), [2, 2]) };
    const { output } = (await session.run(feeds)) as unknown as Outputs;
    const expected = fitted.transform([
      [20, 1],
      [45, 3],
    ]);
    expected.column(0).forEach((value, i) => {
      expect(output!.data[i]).toBeCloseTo(value, 12);
    });
    const words = await new FeatureEncoder().fit(parseCsv("ZONE\na\nb\n"));
    expect(() => toOnnx(words, { input: "matrix" })).toThrow(/"ZONE".*holds words/);
    expect(() => toOnnx(words, { input: "rows" as never })).toThrow(
      /"input": expected "columns" or "matrix", got "rows"/,
    );
  });

  it("is named in the model's metadata", async () => {
    const fitted = await new FeatureEncoder().fit(parseCsv("ZONE,AGE\na,1\nb,2\n"));
    const text = new TextDecoder().decode(toOnnx(fitted));
    expect(text).toContain('[{"name":"ZONE","type":"text"},{"name":"AGE","type":"number"}]');
    expect(text).toContain('["ZONE=a","ZONE=b","AGE"]');
  });
});

describe("what has no operators", () => {
  it("says so by name", async () => {
    const near = await new Imputer({ strategy: "knn" }).fit(parseCsv("A,B\n1,2\n2,\n3,4\n"));
    expect(() => toOnnx(near)).toThrow(/^toOnnx: an Imputer with the strategy "knn" cannot be exported/);
    const Own = defineTransformer({
      kind: "test/Own",
      version: 1,
      params: z.strictObject({}),
      fit: () => ({}),
      transform: (rows: FeatureMatrix) => rows.toRows(),
    });
    const own = await new Own().fit(x);
    expect(() => toOnnx(own as never)).toThrow(/^toOnnx: test\/Own cannot be exported: .* function/);
  });
});

describe("sums that the model makes in float32", () => {
  it("agree to what float32 can say, with the sums in float64", async () => {
    let state = 1;
    const random = (): number => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const width = 40;
    const columns = Object.fromEntries(
      Array.from({ length: width }, (_, j) => [`c${j}`, Float32Array.from({ length: 300 }, () => 100 * random() + j)]),
    );
    const rows = FeatureMatrix.fromColumns(columns);
    const fitted = await new PCA({ components: 5 }).fit(rows);
    const outputs = await runOnnx(toOnnx(fitted, { input: "matrix" }), {
      X: new Tensor("float64", Float64Array.from(rows.toRows().flat()), [300, width]),
    });
    const expected = fitted.transform(rows).toRows().flat();
    const apart = expected.map((value, k) => Math.abs(value - (outputs["output"]!.data[k] as number)));
    // Each of `width` additions rounds to 24 bits; the largest sum on the way is at most the sum of sizes.
    const { components } = fitted;
    const sizes = Math.max(
      ...rows.toRows().map((row) => row.reduce((sum, value, j) => sum + Math.abs(value - fitted.mean[j]!), 0)),
    );
    expect(components.rows).toBe(5);
    expect(Math.max(...apart)).toBeLessThan((width + 2) * 2 ** -24 * sizes);
    expect(Math.max(...apart)).toBeGreaterThan(0);
    // Priors and shares are float64 whatever the input is.
    const labels = rows.toRows().map(([a]) => (a! > 50 ? "high" : "low"));
    const bayes = await new NaiveBayes().fit(rows, labels);
    const found = await runOnnx(toOnnx(bayes, { input: "matrix" }), {
      X: new Tensor("float64", Float64Array.from(rows.toRows().flat()), [300, width]),
    });
    const own = bayes.predictProbabilities(rows).toRows().flat();
    expect(Math.max(...own.map((p, k) => Math.abs(p - (found["probabilities"]!.data[k] as number))))).toBeLessThan(
      1e-9,
    );
  });
});
