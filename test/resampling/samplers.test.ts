import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  defineResampler,
  defineTransformer,
  FeatureEncoder,
  FeatureMatrix,
  LogisticRegression,
  Pipeline,
  RandomOverSampler,
  RandomUnderSampler,
  Scaler,
  Smote,
} from "../../src/index.js";
import { tableOfColumns } from "../../src/testing/example-table.js";

/** What a step behind a resampler learns from. */
interface Seen {
  rows: number[][];
  y: number[];
  weights: number[] | undefined;
  groups: number[] | undefined;
}
const seen: Seen = { rows: [], y: [], weights: undefined, groups: undefined };
const Spy = defineTransformer({
  kind: "test/Witness",
  version: 1,
  params: z.strictObject({}),
  fit: (x, _, { y, sampleWeight, groups }) => {
    seen.rows = x.toRows();
    seen.y = [...y!];
    seen.weights = sampleWeight && [...sampleWeight];
    seen.groups = groups && [...groups];
    return {};
  },
  transform: (x) => x,
});

const random = new Random(3);
const X = Array.from({ length: 50 }, (_, i) => [i, random.normal(), random.normal()]);
const y = X.map((_, i) => (i % 10 === 0 ? "rare" : i % 3 === 0 ? "some" : "many"));
const behind = <R extends RandomOverSampler | RandomUnderSampler | Smote>(resampler: R) =>
  new Pipeline([
    ["sample", resampler],
    ["spy", new Spy()],
    ["model", new LogisticRegression()],
  ] as never) as unknown as Pipeline<readonly [["spy", InstanceType<typeof Spy>], ["model", LogisticRegression]]>;
const counts = (): number[] => [0, 1, 2].map((k) => seen.y.filter((label) => label === k).length);

describe("RandomOverSampler", () => {
  it("repeats every row of the smaller classes equally often, with what belongs to it", async () => {
    const sampleWeight = X.map((_, i) => 1 + i);
    const groups = X.map((_, i) => i);
    await behind(new RandomOverSampler({ seed: 1 })).fit(X, y, { sampleWeight, groups });
    const [many] = counts();
    expect(counts()).toEqual([many, many, many]);
    seen.rows.forEach(([i], k) => {
      expect(seen.weights![k]).toBe(1 + i!);
      expect(seen.groups![k]).toBe(i);
      expect(["many", "rare", "some"][seen.y[k]!]).toBe(y[i!]);
    });
    const repeats = new Map<number, number>();
    for (const [i] of seen.rows) if (y[i!] === "rare") repeats.set(i!, (repeats.get(i!) ?? 0) + 1);
    expect(Math.max(...repeats.values()) - Math.min(...repeats.values())).toBeLessThanOrEqual(1);
    await behind(new RandomOverSampler({ ratio: 0.5 })).fit(X, y);
    expect(counts()).toEqual([many, Math.round(many! / 2), Math.max(Math.round(many! / 2), 13)]);
  });
});

describe("RandomUnderSampler", () => {
  it("leaves rows of the larger classes out, by seed, and predicts all", async () => {
    const fitted = await behind(new RandomUnderSampler({ seed: 1 })).fit(X, y);
    expect(counts()).toEqual([5, 5, 5]);
    const first = seen.rows.map(([i]) => i);
    await behind(new RandomUnderSampler({ seed: 2 })).fit(X, y);
    expect(seen.rows.map(([i]) => i)).not.toEqual(first);
    await behind(new RandomUnderSampler({ ratio: 0.5 })).fit(X, y);
    expect(counts()).toEqual([10, 5, 10]);
    expect(fitted.predict(X)).toHaveLength(50);
  });
});

describe("Smote", () => {
  it("makes rows on the lines between rows of a class and their nearest of that class", async () => {
    const numbers = X.map(([, a, b]) => [a!, b!]);
    await behind(new Smote({ neighbors: 2, seed: 1 })).fit(numbers, y);
    const [many] = counts();
    expect(counts()).toEqual([many, many, many]);
    expect(seen.rows.slice(0, 50)).toEqual(numbers);
    const apart = (a: number[], b: number[]): number => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
    for (let k = 50; k < seen.rows.length; k++) {
      const own = numbers.filter((_, i) => ["many", "rare", "some"].indexOf(y[i]!) === seen.y[k]);
      const onLine = own.some((base) =>
        own
          .filter((other) => other !== base)
          .sort((a, b) => apart(base, a) - apart(base, b))
          .slice(0, 2)
          .some((other) => {
            const made = seen.rows[k]!;
            return Math.abs(apart(base, made) + apart(made, other) - apart(base, other)) < 1e-12;
          }),
      );
      expect(onLine).toBe(true);
    }
  });

  it("gives made rows one of the names that are there, one-hot columns and listed codes alike", async () => {
    const zones = ["north", "south", "east"];
    const table = tableOfColumns([
      ["amount", X.map(([, a]) => a!)],
      ["code", X.map((_, i) => 10 * (1 + (i % 4)))],
      ["zone", X.map((_, i) => zones[(i * 7) % 3]!)],
    ]);
    await new Pipeline([
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
      ["smote", new Smote({ nominal: ["code"] })],
      ["spy", new Spy()],
      ["model", new LogisticRegression()],
    ]).fit(table, y);
    const known = (j: number): Set<number> => new Set(seen.rows.slice(0, 50).map((row) => row[j]!));
    const oneHot = (rows: number[][]): Set<string> => new Set(rows.map((row) => row.slice(2).join()));
    expect(seen.rows.length).toBeGreaterThan(60);
    for (const row of seen.rows.slice(50)) {
      expect(known(1).has(row[1]!)).toBe(true);
      expect(oneHot(seen.rows.slice(0, 50)).has(row.slice(2).join())).toBe(true);
    }
  });

  it("refuses rows with gaps, classes of one row, and columns that are not there", async () => {
    const gap = FeatureMatrix.fromColumns({ a: [1, Number.NaN, 3, 4], b: [1, 2, 3, 4] });
    await expect(behind(new Smote()).fit(gap, [0, 0, 1, 1])).rejects.toThrow('column "a" has 1 missing value');
    await expect(behind(new Smote()).fit([[1], [2], [3]], [0, 0, 1])).rejects.toThrow("a class has a single row");
    await expect(behind(new Smote({ nominal: ["zone"] })).fit(X, y)).rejects.toThrow('nominal names "zone"');
    await expect(
      new Pipeline([
        ["s", new Smote()],
        ["scale", new Scaler()],
      ]).fit(X),
    ).rejects.toThrow("got none");
  });
});

describe("A resampler of one's own", () => {
  const resampler = (counts: (x: FeatureMatrix, y: Float64Array) => ArrayLike<number>) =>
    new Pipeline([
      [
        "own",
        new (defineResampler({
          kind: "acme/Own",
          version: 1,
          params: z.strictObject({}),
          counts: (x, _, { y }) => counts(x, y!),
        }))(),
      ],
      ["model", new LogisticRegression()],
    ]);
  const X = FeatureMatrix.fromColumns({ a: [1, 2, 3, 4], b: [2, 1, 2, 1] });

  it("cannot change the caller's rows, nor what is learned of them", async () => {
    const plain = await resampler((x) => Array(x.rows).fill(1) as number[]).fit(X, [0, 0, 1, 1]);
    const overwriting = resampler((x, y) => {
      x.column("a").fill(0);
      y.fill(0);
      return Array(x.rows).fill(1) as number[];
    });
    const fitted = await overwriting.fit(X, [0, 0, 1, 1]);
    expect([...X.column("a")]).toEqual([1, 2, 3, 4]);
    expect(JSON.stringify(fitted)).toBe(JSON.stringify(plain));
  });

  it.each([
    ["too few", () => [1], "WRONG_LENGTH"],
    ["below zero", () => [1, -1, 1, 1], "INVALID_RESULT"],
    ["halves", () => [1, 0.5, 1, 1], "INVALID_RESULT"],
    ["no rows at all", () => [0, 0, 0, 0], "EMPTY_INPUT"],
  ] as const)("is refused counts that are %s", async (_, counts, code) => {
    await expect(resampler(counts).fit(X, [0, 0, 1, 1])).rejects.toMatchObject({ code });
  });
});
