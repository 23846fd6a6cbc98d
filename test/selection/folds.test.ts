import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Fold,
  GroupKFold,
  KFold,
  RepeatedStratifiedKFold,
  StratifiedGroupKFold,
  StratifiedKFold,
  TimeSplit,
  trainTestSplit,
} from "../../src/index.js";

const y = [0, 1, 1, 0, 2, 1, 0, 0, 2, 1, 1, 0, 2, 0];
const tests = (folds: Fold[]): number[][] => folds.map((fold) => [...fold.test]);

/** Every row is tested once, by a model of all the others. */
function expectPartition(folds: Fold[], rows: number): void {
  expect(folds.flatMap((fold) => [...fold.test]).sort((a, b) => a - b)).toEqual(
    Array.from({ length: rows }, (_, i) => i),
  );
  for (const { train, test } of folds) {
    expect(new Set([...train, ...test]).size).toBe(rows);
    expect(train.length + test.length).toBe(rows);
  }
}

describe("Splitters", () => {
  it("give scikit-learn's folds where nothing is shuffled", () => {
    expect(tests(new KFold({ folds: 4, shuffle: false }).split(14))).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10],
      [11, 12, 13],
    ]);
    expect(tests(new StratifiedKFold({ folds: 3, shuffle: false }).split(14, { y }))).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8, 9],
      [10, 11, 12, 13],
    ]);
    expect(
      new TimeSplit({ folds: 3, gap: 1, mostTraining: 5 }).split(14).map(({ train, test }) => [[...train], [...test]]),
    ).toEqual([
      [
        [0, 1, 2, 3],
        [5, 6, 7],
      ],
      [
        [2, 3, 4, 5, 6],
        [8, 9, 10],
      ],
      [
        [5, 6, 7, 8, 9],
        [11, 12, 13],
      ],
    ]);
    const groups = [1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 4, 4];
    expect(tests(new GroupKFold({ folds: 3 }).split(14, { groups })).sort()).toEqual(
      [
        [9, 10, 11, 12, 13],
        [0, 1, 2, 3],
        [4, 5, 6, 7, 8],
      ].sort(),
    );
  });

  it("test every row once, whatever the rows, classes and groups", () => {
    const labels = fc.array(fc.nat(2), { minLength: 12, maxLength: 60 });
    fc.assert(
      fc.property(labels, fc.nat(99), (drawn, seed) => {
        const rows = drawn.length;
        expectPartition(new KFold({ folds: 3, seed }).split(rows), rows);
        const groups = drawn.map((label, i) => `${label}${i % 4}`);
        const grouped = new GroupKFold({ folds: 2 }).split(rows, { groups });
        expectPartition(grouped, rows);
        for (const { train, test } of grouped) {
          const known = new Set([...train].map((i) => groups[i]));
          expect([...test].some((i) => known.has(groups[i]!))).toBe(false);
        }
        const classes = drawn.map((label, i) => (i < 9 ? i % 3 : label));
        const stratified = new StratifiedKFold({ folds: 3, seed }).split(rows, { y: classes });
        expectPartition(stratified, rows);
        for (const label of [0, 1, 2]) {
          const counts = stratified.map(({ test }) => [...test].filter((i) => classes[i] === label).length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
        const sizes = stratified.map(({ test }) => test.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("shuffle by seed", () => {
    const of = (seed: number): number[][] => tests(new StratifiedKFold({ folds: 3, seed }).split(14, { y }));
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    const repeated = new RepeatedStratifiedKFold({ folds: 2, repeats: 3 }).split(14, { y });
    expect(repeated).toHaveLength(6);
    expect(tests(repeated.slice(0, 2))).not.toEqual(tests(repeated.slice(2, 4)));
  });

  it("never learn from what happened at the time of a tested row or later", () => {
    const times = [5, 3, 3, 9, 1, 3, 7, 7, 2, 8];
    for (const { train, test } of new TimeSplit({ folds: 4 }).split(10, { times })) {
      const first = Math.min(...[...test].map((i) => times[i]!));
      for (const i of train) expect(times[i]!).toBeLessThan(first);
    }
  });

  it("hold a class with fewer rows than folds in as many folds as it has rows", () => {
    const labels = Array.from({ length: 40 }, (_, i) => (i < 3 ? "rare" : i % 2 === 0 ? "a" : "b"));
    const folds = new StratifiedKFold({ folds: 5, seed: 2 }).split(40, { y: labels });
    expect(folds.map(({ test }) => [...test].filter((row) => labels[row] === "rare").length).sort()).toEqual([
      0, 0, 1, 1, 1,
    ]);
  });

  it("say what they miss", () => {
    expect(() => new StratifiedKFold().split(10)).toThrow("StratifiedKFold.split: it divides by y and got none");
    expect(() => new StratifiedKFold().split(4, { y: [0, 0, 0, 1] })).toThrow(
      "there are 3 rows of the commonest class for 5 folds",
    );
    expect(() => new StratifiedKFold().split(4, { y: [0, 0, null, 1] as never })).toThrow(
      "the target of row 2 is missing",
    );
    expect(() => new StratifiedGroupKFold().split(4, { y: [0, 0, Number.NaN, 1], groups: [1, 2, 3, 4] })).toThrow(
      "the target of row 2 is missing",
    );
    expect(() => new GroupKFold().split(3, { groups: [1] })).toThrow("groups has 1 values for 3 rows");
    expect(() => new KFold({ folds: 1 }).split(3)).toThrow("expected a whole number of 2 or more, got 1");
  });
});

describe("trainTestSplit", () => {
  it("divides rows with their labels, each label in its share", () => {
    const X = y.map((label, i) => [label, i]);
    const { train, test } = trainTestSplit(X, y, { test: 0.3, seed: 4 });
    expect([...train.rows, ...test.rows].sort((a, b) => a - b)).toEqual(y.map((_, i) => i));
    expect(test.y.filter((label) => label === 0)).toHaveLength(2);
    expect(test.X.toRows()).toEqual([...test.rows].map((i) => X[i]));
    expect(train.X.column(0)).toEqual(Float64Array.from(train.y as number[]));
    expect(trainTestSplit(X, y, { test: 0.3, seed: 5 }).test.rows).not.toEqual(test.rows);
    expect(trainTestSplit(X).test.y).toEqual([]);
  });

  it("refuses what cannot be divided", () => {
    expect(() => trainTestSplit([[1], [2]], [0, 1])).toThrow("1 rows of label 0 cannot be divided at 0.25");
    expect(() => trainTestSplit([[1], [2]], undefined, { test: 2 })).toThrow(
      "expected a number between 0 and 1, got 2",
    );
  });
});

describe("Groups", () => {
  const groups = Array.from({ length: 400 }, (_, i) => `building ${(i * 7) % 60}`);
  const labels = groups.map((group, i) => (group.endsWith("7") && i % 3 === 0 ? 1 : 0));
  const positives = (rows: ArrayLike<number>): number => Array.from(rows).filter((i) => labels[i] === 1).length;

  it("stay whole in stratified folds, whose classes are as even as groups allow", () => {
    const folds = new StratifiedGroupKFold({ folds: 4, seed: 2 }).split(400, { y: labels, groups });
    expectPartition(folds, 400);
    for (const { train, test } of folds) {
      const known = new Set([...train].map((i) => groups[i]));
      expect([...test].some((i) => known.has(groups[i]!))).toBe(false);
    }
    const counts = folds.map(({ test }) => positives(test));
    const plain = new GroupKFold({ folds: 4 }).split(400, { groups }).map(({ test }) => positives(test));
    const spread = (list: number[]): number => Math.max(...list) - Math.min(...list);
    expect(spread(counts)).toBeLessThanOrEqual(spread(plain));
    expect(spread(counts)).toBeLessThanOrEqual(7);
  });

  it("stay whole where rows are divided in two", () => {
    const X = labels.map((label) => [label]);
    const { train, test } = trainTestSplit(X, labels, { groups, test: 0.3, seed: 3 });
    const known = new Set([...train.rows].map((i) => groups[i]));
    expect([...test.rows].some((i) => known.has(groups[i]!))).toBe(false);
    expect(test.rows.length / 400).toBeCloseTo(0.3, 1);
    expect(positives(test.rows) / positives(labels.map((_, i) => i))).toBeCloseTo(0.3, 0);
    expect(() => trainTestSplit(X, labels, { groups: [1] })).toThrow("groups has 1 values for 400 rows");
  });
});
