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
  expect(compiled.length).toBeGreaterThan(1);
});

it("A schema made of one of the library's is not compiled either, and a setting of the program stays", async () => {
  const z = await import("zod");
  const own = await import("../../src/options/schemas.js");
  const before = compiled.length;
  const schema = own
    .strictObject({ a: own.number(), b: own.string().optional() })
    .refine(({ a }) => a > 0, { error: "a is not above 0" })
    .meta({ title: "both" });
  const more = own
    .object({ in: schema })
    .extend({ c: own.looseObject({}) })
    .partial();
  expect(schema.parse({ a: 1 })).toEqual({ a: 1 });
  expect(schema.safeParse({ a: -1 }).error!.issues[0]!.message).toBe("a is not above 0");
  expect(schema.safeParse({ a: 1, d: 2 }).success).toBe(false);
  expect(more.parse({ in: { a: 2 }, c: { e: 1 }, f: 3 })).toEqual({ in: { a: 2 }, c: { e: 1 } });
  expect(schema).toBeInstanceOf(z.ZodObject);
  expect(compiled.length).toBe(before);
  for (const jitless of [true, false]) {
    z.config({ jitless });
    own.object({});
    expect(z.config().jitless).toBe(jitless);
  }
});
