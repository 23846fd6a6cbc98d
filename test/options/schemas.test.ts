import { afterAll, beforeAll, expect, it } from "vitest";

/** What was compiled from text, by what it was given. */
const compiled: string[] = [];
const { Function: Real } = globalThis;

beforeAll(() => {
  // zod takes `Function` from here when it tries whether it may compile, and once only.
  globalThis.Function = new Proxy(Real, {
    construct: (target, given: string[]) => {
      compiled.push(given.join());
      return new target(...given);
    },
  });
});
afterAll(() => {
  globalThis.Function = Real;
});

it("Nothing that the library makes of zod is compiled, and the zod of others is as it was", async () => {
  const { compareSegments, KMeans, load, loadEstimator, Pipeline, Scaler } = await import("../../src/index.js");
  await Promise.all([
    import("../../src/export/index.js"),
    import("../../src/io/index.js"),
    import("../../src/neural/index.js"),
    import("../../src/report/index.js"),
    import("../../src/serve/index.js"),
    import("../../src/spark/index.js"),
    import("../../src/document/document-schema.js"),
  ]);
  const pipeline = new Pipeline([
    ["scale", new Scaler({ method: "minMax" })],
    ["cluster", new KMeans({ clusters: 2, seed: 1 })],
  ]);
  const rows = [
    [1, 2],
    [3, 4],
    [9, 9],
  ];
  const fitted = await pipeline.with({ "cluster.starts": 2 }).fit(rows);
  const text = JSON.stringify(fitted);
  expect(load(text, { as: pipeline }).predict(rows)).toEqual(fitted.predict(rows));
  loadEstimator(JSON.stringify(pipeline));
  compareSegments({ population: [0, 1, 0, 1], customers: [0, 1], overlap: "none" });
  expect(() => new KMeans({ clusters: 0 })).toThrow("clusters");
  expect(compiled).toEqual([]);

  const z = await import("zod");
  expect(z.config()).not.toHaveProperty("jitless");
  expect(z.object({ a: z.number() }).parse({ a: 1 })).toEqual({ a: 1 });
  expect(compiled.length).toBeGreaterThan(0);
});

it("A schema made of one of the library's is not compiled either, and says in English what is wrong", async () => {
  const own = await import("../../src/options/schemas.js");
  const before = compiled.length;
  const schema = own
    .strictObject({
      a: own.number().int().min(-9),
      b: own.string().min(2).optional(),
      c: own.array(own.unknown()).min(1),
    })
    .refine(({ a }) => a > 0, { error: "a is not above 0" })
    .meta({ title: "both" });
  const says = (value: unknown): readonly string[] =>
    schema.safeParse(value).error!.issues.map(({ message }) => message);
  expect(schema.parse({ a: 1, c: [2] })).toEqual({ a: 1, c: [2] });
  expect(says({ a: -1, c: [2] })).toEqual(["a is not above 0"]);
  expect(says({ a: 1, c: [2], d: 2 })).toEqual(['Unrecognized key: "d"']);
  expect(says({ a: -10, b: "b", c: [] })).toEqual([
    "Too small: expected number to be >=-9",
    "Too small: expected string to have >=2 characters",
    "Too small: expected array to have >=1 items",
    "a is not above 0",
  ]);
  expect(says({ a: 1.5 })).toEqual([
    "Invalid input: expected int, received number",
    "Invalid input: expected array, received undefined",
  ]);
  expect(compiled.length).toBe(before);
});

it("A schema with a method has the others", async () => {
  const own = await import("../../src/options/schemas.js");
  const share = own.number().gt(0).lt(1).max(0.5).readonly().nullable().default(0.25);
  expect([undefined, null, 0.5].map((value) => share.parse(value))).toEqual([0.25, null, 0.5]);
  expect([0, 1, 0.6, "0.1"].map((value) => share.safeParse(value).success)).toEqual([false, false, false, false]);
  const text = own
    .string()
    .regex(/^a/)
    .transform((value) => value.length)
    .optional();
  expect([undefined, "abc"].map((value) => text.parse(value))).toEqual([undefined, 3]);
  expect(text.safeParse("b").success).toBe(false);
  expect(own.number().positive().safeParse(0).success).toBe(false);
});
