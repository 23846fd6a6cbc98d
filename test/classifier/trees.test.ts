import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { AdaBoost, DecisionTree, load, RandomForest, rocAuc } from "../../src/index.js";
import { expectClose, fixture } from "../reference.js";

interface Case {
  readonly options: object;
  readonly probabilities: number[][];
}

interface Set {
  readonly rows: number[][];
  readonly labels: number[];
  readonly trained: number;
  /** `sure` are the rows whose answer does not hang on which of equally good divisions is taken. */
  readonly trees: readonly (Case & { readonly sure: number[] })[];
  readonly boosts: readonly Case[];
  readonly forest: { readonly mean: number[]; readonly deviation: number[] };
}

const sets = fixture<Record<"binary" | "several", Set>>("trees");
const parts = ({ rows, labels, trained }: Set) => ({
  x: rows.slice(0, trained),
  y: labels.slice(0, trained),
  tested: rows.slice(trained),
  truth: labels.slice(trained),
});

/** Probabilities are quotients of whole numbers here, and sums of at most 30 of them. */
const ROUNDING = 1e-12;

for (const kind of ["binary", "several"] as const) {
  const set = sets[kind];
  const { x, y, tested, truth } = parts(set);

  describe(`DecisionTree, ${kind}`, () => {
    for (const { options, probabilities, sure } of set.trees)
      it(`is scikit-learn's tree: ${JSON.stringify(options)}`, async () => {
        const fitted = await new DecisionTree(options).fit(x, y);
        const found = fitted.predictProbabilities(tested).take(sure);
        expectClose(found.toRows(), probabilities, ROUNDING);
      });
  });

  describe(`AdaBoost, ${kind}`, () => {
    for (const { options, probabilities } of set.boosts)
      it(`votes as scikit-learn's does: ${JSON.stringify(options)}`, async () => {
        const fitted = await new AdaBoost(options).fit(x, y);
        expectClose(fitted.predictProbabilities(tested).toRows(), probabilities, 1e-9);
      });
  });

  describe(`RandomForest, ${kind}`, () => {
    it("reaches what scikit-learn's forests reach, in AUC, accuracy, out of the bag and in importances", async () => {
      const { mean, deviation } = set.forest;
      const found = await Promise.all(
        [0, 1, 2].map(async (seed) => {
          const fitted = await new RandomForest({ seed }).fit(x, y);
          const p = fitted.predictProbabilities(tested);
          const areas = fitted.classes.map((label) => rocAuc(truth, p.column(String(label)), { positive: label }));
          const auc = kind === "binary" ? areas[1]! : areas.reduce((a, b) => a + b, 0) / 3;
          const right = fitted.predict(tested).filter((label, i) => label === truth[i]).length / truth.length;
          return [auc, right, fitted.outOfBagScore, ...fitted.importances];
        }),
      );
      mean.forEach((expected, j) => {
        const ours = found.reduce((sum, values) => sum + values[j]!, 0) / found.length;
        // Means of 3 and 10 forests differ by less than four standard errors, where both draw alike.
        const error = deviation[j]! * Math.sqrt(1 / 3 + 1 / 10);
        expect(Math.abs(ours - expected), `measure ${j}`).toBeLessThan(4 * error);
      });
    });
  });
}

describe("RandomForest", () => {
  const { x, y, tested } = parts(sets.binary);

  it("is the same for any number of threads", async () => {
    const forest = new RandomForest({ trees: 12 });
    const [one, three] = [await forest.fit(x, y, { threads: 1 }), await forest.fit(x, y, { threads: 3 })];
    expect(JSON.stringify(three)).toBe(JSON.stringify(one));
  });

  for (const [name, options] of Object.entries({
    maxFeatures: { maxFeatures: "all" },
    "a share of maxFeatures": { maxFeatures: 0.5 },
    maxDepth: { maxDepth: 3 },
    minSamplesLeaf: { minSamplesLeaf: 30 },
    bootstrap: { bootstrap: false },
    "a balanced bootstrap": { bootstrap: "balanced" },
    maxBins: { maxBins: 3 },
    classWeight: { classWeight: "balanced" },
    seed: { seed: 5 },
  } as const))
    it(`does otherwise by the option ${name}`, async () => {
      const forest = new RandomForest({ trees: 8 });
      const [a, b] = [await forest.fit(x, y), await forest.with(options).fit(x, y)];
      expect(b.predictProbabilities(tested).toRows()).not.toEqual(a.predictProbabilities(tested).toRows());
    });

  it("finds rare positives where each class is drawn as often", async () => {
    const rare = y.map((label, i) => (label === 1 && i % 5 === 0 ? 1 : 0));
    const mean = async (bootstrap: true | "balanced"): Promise<number> => {
      const fitted = await new RandomForest({ trees: 30, bootstrap, minSamplesLeaf: 3 }).fit(x, rare);
      return (
        fitted
          .predictProbabilities(tested)
          .toRows()
          .reduce((sum, [, p]) => sum + p!, 0) / tested.length
      );
    };
    expect(await mean(true)).toBeLessThan(0.15);
    expect(await mean("balanced")).toBeGreaterThan(0.3);
  });

  it("lets no row that repeats one in the bag count as out of it", async () => {
    const random = new Random(4);
    const noise = x.map(() => [random.uniform(), random.uniform()]);
    const coin = x.map(() => random.below(2));
    const twice = [...noise, ...noise];
    const groups = twice.map((_, i) => i % noise.length);
    const forest = new RandomForest({ trees: 40 });
    const leaky = await forest.fit(twice, [...coin, ...coin]);
    const honest = await forest.fit(twice, [...coin, ...coin], { groups });
    expect(leaky.outOfBagScore).toBeGreaterThan(0.8);
    expect(Math.abs(honest.outOfBagScore - 0.5)).toBeLessThan(0.1);
  });

  it("divides by what is missing, and saves and loads with the same bits", async () => {
    const gaps = x.map((row, i) => row.map((v, j) => (j === 2 && (y[i] === 1 || i % 9 === 0) ? Number.NaN : v)));
    const estimator = new RandomForest({ trees: 10 });
    const fitted = await estimator.fit(gaps, y);
    expect(fitted.importances[2]).toBeGreaterThan(0.4);
    const again = load(JSON.stringify(fitted), { as: estimator });
    expect(again.predictProbabilities(gaps).toRows()).toEqual(fitted.predictProbabilities(gaps).toRows());
    expect(again.outOfBagScore).toBe(fitted.outOfBagScore);
  });

  it("says that maxFeatures are more than there are", async () => {
    await expect(new RandomForest({ maxFeatures: 99 }).fit(x, y)).rejects.toThrow(
      "maxFeatures is 99, and there are 8 columns",
    );
  });

  it("stops where a signal says so", async () => {
    const controller = new AbortController();
    const fitting = new RandomForest({ trees: 500 }).fit(x, y, {
      signal: controller.signal,
      onProgress: ({ done, total }) => {
        if (total === 500 && done === 3) controller.abort(new Error("enough"));
      },
    });
    await expect(fitting).rejects.toThrow("enough");
  });
});

describe("AdaBoost", () => {
  const { x, y } = parts(sets.binary);

  it("stops where a tree is right about every row", async () => {
    const fitted = await new AdaBoost().fit([[1], [2], [3], [4]], ["a", "a", "b", "b"]);
    expect(fitted.trees.roots.length).toBe(1);
    expect(fitted.predict([[0], [9]])).toEqual(["a", "b"]);
  });

  it("weighs rows and classes", async () => {
    const boost = new AdaBoost({ iterations: 5 });
    const plain = await boost.fit(x, y);
    const balanced = await boost.with({ classWeight: "balanced" }).fit(x, y);
    const positives = (fitted: typeof plain): number => fitted.predict(x).filter((label) => label === 1).length;
    expect(positives(balanced)).toBeGreaterThan(positives(plain));
  });
});
