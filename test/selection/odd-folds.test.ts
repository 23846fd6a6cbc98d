import { expect, it } from "vitest";
import {
  CalibratedClassifier,
  crossValidate,
  GridSearch,
  KFold,
  NaiveBayes,
  StackingClassifier,
} from "../../src/index.js";

const x = Array.from({ length: 12 }, (_, i) => [i % 4, i]);
const y = x.map(([a]) => a! % 2);
const estimator = new NaiveBayes();

/** What no rows can be divided by. */
const ODD: readonly unknown[] = [
  {},
  1,
  2.5,
  "5",
  [],
  [1, 2],
  [null],
  [[]],
  [{}],
  [{ train: [0] }],
  [{ train: { length: 1e9 }, test: [1] }],
  [{ train: ["0"], test: [1] }],
  [{ train: new BigInt64Array(1), test: [1] }],
  [{ train: new DataView(new ArrayBuffer(8)), test: [1] }],
  { split: 3 },
  { kind: Symbol("KFold") },
  Object.create(null),
];

it.each(ODD.map((folds) => [folds]))(
  "folds of %s are refused where they are given, before anything is learned",
  async (folds) => {
    const given = { folds } as { folds: never };
    const problem = 'option "folds": expected a number of folds of 2 or more, a splitter, or a list of folds';
    expect(() => new GridSearch({ estimator, grid: { smoothing: [0.1] }, ...given })).toThrow(problem);
    expect(() => new CalibratedClassifier({ estimator, ...given })).toThrow(problem);
    expect(() => new StackingClassifier([["one", estimator]], { final: estimator, ...given })).toThrow(problem);
    await expect(crossValidate(estimator, x, y, given)).rejects.toThrow(problem);
  },
);

it("folds of the caller's own are taken as arrays, typed arrays and splitters", async () => {
  const own = [
    { train: [0, 1, 2, 3, 4, 5], test: [6, 7, 8, 9, 10, 11] },
    { train: Int32Array.of(6, 7, 8, 9, 10, 11), test: Int32Array.of(0, 1, 2, 3, 4, 5) },
  ] as never;
  for (const folds of [own, new KFold({ folds: 2, shuffle: true }), 2])
    expect((await crossValidate(estimator, x, y, { folds, scoring: "accuracy" })).predictions.length).toBe(12);
});
