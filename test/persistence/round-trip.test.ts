import { inspect as inspectValue, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { decode, encode, type Json } from "../../src/document/index.js";
import {
  defineTransformer,
  FeatureEncoder,
  FeatureMatrix,
  Imputer,
  inspect,
  KMeans,
  load,
  loadEstimator,
  Pipeline,
  Scaler,
} from "../../src/index.js";
import { tableOfColumns } from "../../src/testing/example-table.js";

const through = (value: unknown): unknown =>
  decode(JSON.parse(JSON.stringify(encode(value, "test"))) as Json, { model: () => undefined });

const number = fc.oneof(fc.double(), fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, 5e-324, 2 ** 53 + 2));
const word = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "constructor", "$map", "$", "toString"),
);
const array = fc.oneof(
  fc.float64Array(),
  fc.float32Array(),
  fc.int8Array(),
  fc.uint8Array(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
);
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    number,
    word,
    fc.boolean(),
    fc.constantFrom(null, undefined),
    array,
    // Node holds two dates without a time for different.
    fc.date({ noInvalidDate: true }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(word, tie("value")), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    fc.array(tie("value"), { maxLength: 3 }).map((list) => new Set(list)),
    fc.array(fc.tuple(word, tie("value")), { maxLength: 4 }).map(Object.fromEntries),
  ),
}));

describe("State goes through JSON bit for bit", () => {
  it("whatever it is made of", () => {
    fc.assert(
      fc.property(anything, (value) => {
        // Node compares prototypes and tells 0 from -0; keys called "constructor" do not mislead it.
        if (!isDeepStrictEqual(through(value), value)) expect.fail(inspectValue(through(value)));
      }),
      { numRuns: 500 },
    );
  });

  it("typed arrays with every bit of every number, NaNs of any kind among them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 80 }), (bytes) => {
        const floats = new Float64Array(bytes.slice(0, bytes.length - (bytes.length % 8)).buffer);
        const again = through(floats) as Float64Array;
        expect(new Uint8Array(again.buffer)).toEqual(new Uint8Array(floats.buffer));
      }),
    );
  });

  it("matrices with their storage, names and origins", () => {
    const column = fc.oneof(
      fc.float64Array({ minLength: 4, maxLength: 4 }),
      fc.float32Array({ minLength: 4, maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 5 }), column, (names, values) => {
        const matrix = named(names, values);
        const again = through(matrix) as FeatureMatrix;
        expect(again.columns).toEqual(names);
        expect(again.toRows()).toEqual(matrix.toRows());
        expect(again.provenance).toEqual(matrix.provenance);
        expect(again.column(0).constructor).toBe(matrix.column(0).constructor);
      }),
    );
  });

  it("and shared parts of larger buffers, no more of them than is seen", () => {
    const part = new Float64Array(100).fill(7).subarray(10, 12);
    expect(through(part)).toEqual(Float64Array.of(7, 7));
    expect(JSON.stringify(encode(part, "test")).length).toBeLessThan(60);
  });

  it("what has no JSON form is refused by name", () => {
    class Secret {}
    expect(() => encode(new Secret(), "X.toJSON")).toThrow("X.toJSON: a Secret has no JSON form");
    expect(() => encode(10n, "X.toJSON")).toThrow("bigint has no JSON form");
    expect(() => encode(Symbol("s"), "X.toJSON")).toThrow("symbol has no JSON form");
  });
});

function named(names: readonly string[], values: Float32Array | Float64Array): FeatureMatrix {
  return FeatureMatrix.fromColumns(Object.fromEntries(names.map((_, j) => [`x${j}`, values]))).renamed(names);
}

const odd = {
  numbers: [Number.NaN, Infinity, -Infinity, -0, 5e-324],
  doubles: Float64Array.of(Number.NaN, -0, Infinity, Math.PI),
  singles: Float32Array.of(Number.NaN, -0, -Infinity, Math.fround(0.1)),
  words: new Map<unknown, unknown>([
    ["__proto__", 1],
    ["constructor", new Map([[Number.NaN, -0]])],
    [-0, "zero"],
  ]),
  record: Object.fromEntries([
    ["$map", "no tag"],
    ["plain", undefined],
  ]),
};

/** Keeps everything odd that a state can hold, and answers from it. */
const Odd = defineTransformer({
  kind: "test/Odd",
  version: 1,
  params: z.strictObject({ limit: z.union([z.number(), z.nan()]).default(Infinity), low: z.number().default(-0) }),
  fit: () => odd,
  transform: (x, { doubles, singles, words }) =>
    x.toRows().map(() => [...doubles, ...singles, Number(words.get("__proto__"))]),
  outputColumns: () => ["a", "b", "c", "d", "e", "f", "g", "h", "i"],
});

describe("Pipelines go through JSON", () => {
  const pipeline = new Pipeline([
    ["impute", new Imputer({ strategy: "constant", fillValue: -0 })],
    ["encode", new FeatureEncoder({ columns: { __proto__: "ordinal" }, precision: "float64" })],
    ["odd", new Odd({ limit: Number.NaN })],
  ]);
  const table = tableOfColumns([
    ["__proto__", ["a", "__proto__", null, "constructor"]],
    ["AGE", [1, null, -0, 2.5]],
  ]);

  it("unfitted, with options of every kind", () => {
    const json = JSON.stringify(pipeline);
    const again = loadEstimator(json, { types: [Odd] });
    expect(JSON.stringify(again)).toBe(json);
    const steps = (again.params as { steps: [string, { params: object }][] }).steps;
    expect(steps[0]![1].params).toStrictEqual({ ...pipeline.params.steps[0][1].params });
    expect(Object.is((steps[0]![1].params as { fillValue: number }).fillValue, -0)).toBe(true);
    expect(steps[2]![1].params).toStrictEqual({ limit: Number.NaN, low: -0 });
  });

  it("fitted, and answer with the same bits", async () => {
    const fitted = await pipeline.fit(table);
    const again = load(JSON.stringify(fitted), { as: pipeline, types: [Odd] });
    expect(again.transform(table).toRows()).toStrictEqual(fitted.transform(table).toRows());
    expect(again.steps.odd.state).toStrictEqual(odd);
    expect(again.steps.encode.categories).toEqual(fitted.steps.encode.categories);
    expect(again.steps.impute.fills).toStrictEqual(fitted.steps.impute.fills);
    expect(JSON.stringify(again)).toBe(JSON.stringify(fitted));
    expect(JSON.stringify(load(JSON.parse(JSON.stringify(fitted)) as object, { types: [Odd] }))).toBe(
      JSON.stringify(fitted),
    );
  });

  it("in float32 and in float64, each as it is", async () => {
    const rows = [
      [0.1, 1e-40],
      [0.2, 3e38],
      [0.3, -1],
      [0.7, 2],
    ];
    const single = FeatureMatrix.fromColumns({
      a: Float32Array.from(rows, (r) => r[0]!),
      b: Float32Array.from(rows, (r) => r[1]!),
    });
    for (const data of [single, FeatureMatrix.from(rows, ["a", "b"])]) {
      const scaled = new Pipeline([
        ["scale", new Scaler({ method: "maxAbs" })],
        ["cluster", new KMeans({ clusters: 2, seed: 3 })],
      ]);
      const fitted = await scaled.fit(data);
      const again = load(JSON.stringify(fitted), { as: scaled });
      expect(again.transform(data).toRows()).toStrictEqual(fitted.transform(data).toRows());
      expect(again.predict(data)).toEqual(fitted.predict(data));
      expect(again.transform(data).column(0).constructor).toBe(fitted.transform(data).column(0).constructor);
    }
  });

  it("and are described without being built", async () => {
    const { kind, fitted, steps, inputColumns, intact } = inspect(JSON.stringify(await pipeline.fit(table)));
    expect({ kind, fitted, inputColumns, intact }).toEqual({
      kind: "Pipeline",
      fitted: true,
      inputColumns: ["__proto__", "AGE"],
      intact: true,
    });
    expect(steps).toEqual([
      { name: "impute", kind: "Imputer" },
      { name: "encode", kind: "FeatureEncoder" },
      { name: "odd", kind: "test/Odd" },
    ]);
    expect(inspect(JSON.stringify(pipeline).replace("constant", "mean")).intact).toBe(false);
  });
});
