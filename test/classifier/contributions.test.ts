import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { goesLeft, type Trees } from "../../src/engine/trees/trees.js";
import { FeatureMatrix, GradientBoosting, load } from "../../src/index.js";

function rowsOf(count: number, seed: number): { x: FeatureMatrix; y: number[] } {
  const random = new Random(seed);
  const rows = Array.from({ length: count }, () => [
    random.below(8),
    random.below(3) === 0 ? Number.NaN : random.normal(),
    random.below(9),
    random.uniform(),
    random.below(2),
  ]);
  const y = rows.map(([a, b, c, d, e]) => {
    const score =
      a! * (e === 1 ? 0.5 : -0.2) + (Number.isNaN(b!) ? 1 : b!) + (c! % 2 === 0 ? 1 : -1) - 2 * d! + random.normal();
    return score > 0.3 ? 1 : 0;
  });
  return { x: FeatureMatrix.from(rows, ["a", "b", "c", "d", "e"]), y };
}

/** The mean answer of a tree where only some columns of a row are known: unknown ones follow the training rows. */
function answerKnowing(trees: Trees, root: number, row: readonly number[], known: (column: number) => boolean): number {
  const { feature, left, cover, values } = trees;
  const visit = (node: number): number => {
    const column = feature[node]!;
    if (column < 0) return values[node]!;
    const child = left[node]!;
    if (known(column)) return visit(goesLeft(trees, node, row[column]!) ? child : child + 1);
    const total = cover[child]! + cover[child + 1]!;
    return (cover[child]! * visit(child) + cover[child + 1]! * visit(child + 1)) / total;
  };
  return visit(root);
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Shapley values by their definition, over all coalitions. */
function shapley(columns: number, worth: (coalition: number) => number): number[] {
  return Array.from({ length: columns }, (_, j) => {
    let value = 0;
    for (let coalition = 0; coalition < 2 ** columns; coalition++) {
      if ((coalition >> j) & 1) continue;
      const size = Array.from({ length: columns }, (_, k) => (coalition >> k) & 1).reduce((a, b) => a + b, 0);
      const weight = (factorial(size) * factorial(columns - size - 1)) / factorial(columns);
      value += weight * (worth(coalition | (1 << j)) - worth(coalition));
    }
    return value;
  });
}

const train = rowsOf(600, 1);
const few = rowsOf(25, 2).x;

/** Sums of a few hundred products of numbers near 1, in another order. */
const ROUNDING = 1e-11;

describe("contributions", () => {
  it("are Shapley values by their definition, names and gaps included", async () => {
    const options = { iterations: 8, learningRate: 0.1, maxLeaves: 12, minSamplesLeaf: 5, categorical: ["c"] };
    const { trees, ...fitted } = await new GradientBoosting(options).fit(train.x, train.y).then((model) => ({
      trees: model.trees,
      rows: model.contributions(few).toRows(),
    }));
    expect(trees.sets.length).toBeGreaterThan(0);
    few.toRows().forEach((row, i) => {
      const expected = shapley(5, (coalition) =>
        Array.from(trees.roots).reduce(
          (sum, root) => sum + answerKnowing(trees, root, row, (column) => ((coalition >> column) & 1) === 1),
          0,
        ),
      );
      expected.forEach((value, j) => {
        expect(Math.abs(fitted.rows[i]![j]! - value)).toBeLessThan(ROUNDING);
      });
    });
  });

  it("add up to the raw score: the log odds of the second of two classes, and their opposite for the first", async () => {
    const fitted = await new GradientBoosting({ minSamplesLeaf: 3, maxLeaves: 60 }).fit(train.x, train.y);
    const sums = (of?: number): number[] =>
      fitted
        .contributions(few, of)
        .toRows()
        .map((row) => row.reduce((a, b) => a + b, 0));
    const odds = Array.from(fitted.predictProbabilities(few).toRows(), ([no, yes]) => Math.log(yes! / no!));
    const [second, first] = [sums(), sums(0)];
    // Log odds from probabilities of up to 1 - 1e-6 lose as many digits.
    odds.forEach((score, i) => {
      expect(Math.abs(second[i]! - score)).toBeLessThan(1e-9);
      expect(Math.abs(first[i]! + score)).toBeLessThan(1e-9);
    });
  });

  it("add up to the score of the class named, where there are several", async () => {
    const y = train.y.map((label, i) => (i % 4 === 0 ? 2 : label));
    const fitted = await new GradientBoosting({ iterations: 10 }).fit(train.x, y);
    const scores = [0, 1, 2].map((of) =>
      fitted
        .contributions(few, of)
        .toRows()
        .map((row) => row.reduce((a, b) => a + b, 0)),
    );
    fitted
      .predictProbabilities(few)
      .toRows()
      .forEach((probabilities, i) => {
        const parts = scores.map((score) => Math.exp(score[i]!));
        const total = parts.reduce((a, b) => a + b, 0);
        probabilities.forEach((p, k) => {
          expect(Math.abs(parts[k]! / total - p)).toBeLessThan(1e-12);
        });
      });
  });

  it("give a column that no tree looks at nothing, and say where each column comes from", async () => {
    const x = FeatureMatrix.from(
      train.x.toRows().map((row) => [...row, 1]),
      [...train.x.columns, "same"],
    );
    const fitted = await new GradientBoosting({ iterations: 5 }).fit(x, train.y);
    const found = fitted.contributions(x.slice(0, 9));
    expect(found.columns).toEqual([...x.columns, "(base)"]);
    expect(found.provenance.at(-1)!.sources).toEqual([]);
    expect(Math.max(...found.column("same").map(Math.abs))).toBe(0);
  });
});

describe("a document of trees", () => {
  it("is refused where an index leads anywhere but to a later node of its own tree", async () => {
    const fitted = await new GradientBoosting({
      iterations: 8,
      learningRate: 0.1,
      maxLeaves: 12,
      minSamplesLeaf: 5,
      categorical: ["c"],
    }).fit(train.x, train.y);
    const { trees } = fitted;
    const last = trees.feature.length - 1;
    const second = trees.roots[1]!;
    const set = trees.feature.indexOf(2);
    expect(set).toBeGreaterThan(-1);
    const inner = trees.feature.findIndex((column) => column >= 0 && column !== 2);
    const broken: Record<string, Partial<Trees>> = {
      "children are": { left: trees.left.map((child, node) => (node === 0 ? second : child)) },
      "two parents": { left: trees.left.map((child, node) => (node === 0 ? child + 2 : child)) },
      "trees.feature holds 77": { feature: trees.feature.map((column, node) => (node === inner ? 77 : column)) },
      "trees.feature holds -2": { feature: trees.feature.map((column, node) => (node === inner ? -2 : column)) },
      "trees.set holds 9999": { set: trees.set.map((own, node) => (node === set ? 9999 : own)) },
      "whose set fits no categories": { set: trees.set.map((own, node) => (node === inner ? 0 : own)) },
      "trees.threshold has": { threshold: trees.threshold.slice(1) },
      "trees.sets has": { sets: trees.sets.slice(1) },
      "trees.values holds NaN": { values: trees.values.map((v, node) => (node === last ? Number.NaN : v)) },
      "trees.cover holds -1": { cover: trees.cover.map((w, node) => (node === last ? -1 : w)) },
      "nodes before its first tree": { roots: trees.roots.map((root, t) => (t === 0 ? 1 : root)) },
      "values holds 1 at 1 behind 3": { categories: [{ column: 2, values: Float64Array.of(3, 1) }] },
      'trees.categories is "all"': { categories: "all" as never },
      "trees.left is a list": { left: [1, 2, 3] as never },
    };
    for (const [message, change] of Object.entries(broken)) {
      const Model = fitted.constructor as new (model: object) => typeof fitted;
      const hostile = new Model({ ...fitted.spec, state: { ...fitted.state, trees: { ...trees, ...change } } });
      expect(() => load(JSON.stringify(hostile)), message).toThrow(message);
    }
  });
});
