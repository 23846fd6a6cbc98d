import { readFileSync } from "node:fs";
import { Int64, vectorFromArray } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { xxhash64 } from "../../src/engine/numeric/random/index.js";
import { foldsById, type IdList, LogisticRegression, StackingClassifier } from "../../src/index.js";

interface Hashed {
  readonly id: string;
  readonly seed: number;
  readonly hash: string;
  readonly folds: Readonly<Record<string, number>>;
  readonly shares: readonly boolean[];
}

/** Hashes and folds as Spark computes them. */
const spark: {
  readonly shares: readonly number[];
  readonly integers: readonly Hashed[];
  readonly texts: readonly Hashed[];
} = JSON.parse(readFileSync(new URL("../fixtures/spark-hashes.json", import.meta.url), "utf8"));
const all = [...spark.integers, ...spark.texts];

function foldOf(ids: IdList, folds: number, seed: number): number[] {
  const divided = foldsById(ids, { folds, seed });
  return Array.from({ length: ids.length }, (_, i) => divided.findIndex(({ test }) => test.includes(i)));
}

describe("foldsById", () => {
  it("divides as Spark does, texts of every length", () => {
    for (const seed of new Set(all.map((one) => one.seed)))
      for (const folds of [2, 5, 10]) {
        const of = all.filter((one) => one.seed === seed);
        const ids = of.map(({ id }) => id);
        expect(foldOf(ids, folds, seed)).toEqual(of.map((one) => one.folds[folds]));
      }
  });

  it("draws shares as Spark does, a smaller one from a larger one", () => {
    for (const seed of new Set(all.map((one) => one.seed)))
      spark.shares.forEach((share, k) => {
        const of = all.filter((one) => one.seed === seed);
        const ids = of.map(({ id }) => id);
        const whole = foldsById(ids, { folds: 2, seed });
        foldsById(ids, { folds: 2, seed, share }).forEach(({ train, test }, at) => {
          expect(test).toEqual(whole[at]!.test);
          expect([...train]).toEqual([...whole[at]!.train].filter((row) => of[row]!.shares[k]));
        });
      });
    const many = Array.from({ length: 4000 }, (_, i) => i);
    const [least, more] = [0.1, 0.3].map((share) => foldsById(many, { folds: 2, share })[0]!.train);
    expect(least!.length / 2000).toBeCloseTo(0.1, 1);
    expect([...least!].every((row) => more!.includes(row))).toBe(true);
  });

  it("hashes as Spark does", () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const ofSeed = (seed: number): bigint => {
      const long = new Uint8Array(8);
      new DataView(long.buffer).setBigUint64(0, BigInt(seed), true);
      return xxhash64(long, 42n);
    };
    for (const { id, seed, hash } of all)
      expect(String(BigInt.asIntN(64, xxhash64(bytes("fold"), xxhash64(bytes(id), ofSeed(seed)))))).toBe(hash);
  });

  it("reads ids as numbers, bigints, texts and Arrow Vectors", () => {
    const ids = spark.integers.filter(({ seed }) => seed === 1).map(({ id }) => id);
    const expected = foldOf(ids, 5, 1);
    expect(foldOf(ids.map(BigInt), 5, 1)).toEqual(expected);
    expect(foldOf(BigInt64Array.from(ids.map(BigInt)), 5, 1)).toEqual(expected);
    expect(foldOf(vectorFromArray(ids.map(BigInt), new Int64()), 5, 1)).toEqual(expected);
    const safe = ids.flatMap((id, i) => (Number.isSafeInteger(Number(id)) ? [i] : []));
    const numbers = safe.map((i) => Number(ids[i]));
    expect(foldOf(numbers, 5, 1)).toEqual(safe.map((i) => expected[i]));
  });

  it("keeps rows of a group together, and a row in its fold whatever other rows there are", () => {
    const ids = Array.from({ length: 300 }, (_, i) => 7 * i);
    const groups = ids.map((id) => `house ${id % 40}`);
    const ofGroup = new Map(groups.map((group, i) => [group, foldOf(groups, 4, 0)[i]]));
    foldsById(ids, { folds: 4, groups }).forEach(({ train, test }, k) => {
      expect(train.length + test.length).toBe(300);
      for (const row of test) expect(ofGroup.get(groups[row]!)).toBe(k);
    });
    expect(foldOf(ids.slice(100).reverse(), 4, 0).reverse()).toEqual(foldOf(ids, 4, 0).slice(100));
  });

  it("gives folds that estimators take", async () => {
    const X = Array.from({ length: 60 }, (_, i) => [i % 10, (i * 7) % 5]);
    const y = X.map(([a]) => (a! > 4 ? "yes" : "no"));
    const model = new LogisticRegression();
    const stacking = new StackingClassifier([["one", model]], { final: model, folds: foldsById(y.map((_, i) => i)) });
    expect((await stacking.fit(X, y)).predict([[9, 0]])).toEqual(["yes"]);
  });

  it("refuses ids that Spark would write otherwise", () => {
    for (const [ids, found] of [
      [[1, 2.5], "the id of row 1 is 2.5"],
      [["a", null], "the id of row 1 is missing"],
      [[Number.NaN], "the id of row 0 is NaN"],
    ] as const)
      expect(() => foldsById(ids as never)).toThrow(`foldsById: ${found}`);
    expect(() => foldsById(["a"], { groups: [null] as never })).toThrow("the group of row 0 is missing");
    expect(() => foldsById(["a", "b"], { groups: ["a"] })).toThrow("groups has 1 values for 2 rows");
    expect(() => foldsById(["a"], { folds: 1 })).toThrow("folds");
  });
});
