import { afterAll, describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { endPool } from "../../src/engine/threads/index.js";
import { FeatureMatrix, GradientBoosting } from "../../src/index.js";

afterAll(() => endPool());

const ROWS = 800;

/** Columns of whole numbers below 100, of which the first and the last tell the classes apart. */
function dataOf(width: number): { columns: Float64Array[]; y: number[] } {
  const random = new Random(width);
  const columns = Array.from({ length: width }, () => Float64Array.from({ length: ROWS }, () => random.below(100)));
  const y = Array.from({ length: ROWS }, (_, i) => {
    const score = (columns[0]![i]! - 50) / 12 + (columns.at(-1)![i]! - 50) / 25;
    return random.uniform() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
  });
  return { columns, y };
}

describe("GradientBoosting at every width", () => {
  it.each([1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 56, 63, 64, 65, 72, 127, 128, 129])(
    "counts in every node of %i columns the rows that reach it",
    async (width) => {
      const { columns, y } = dataOf(width);
      const x = FeatureMatrix.fromColumns(Object.fromEntries(columns.map((column, f) => [`x${f}`, column])));
      for (const threads of [1, 2]) {
        const { trees } = (await new GradientBoosting({ iterations: 6, minSamplesLeaf: 5 }).fit(x, y, { threads }))
          .state;
        const reached = new Float64Array(trees.feature.length);
        for (const root of trees.roots)
          for (let i = 0; i < ROWS; i++)
            for (let node = root; ; ) {
              reached[node]!++;
              const feature = trees.feature[node]!;
              if (feature < 0) break;
              node = trees.left[node]! + (columns[feature]![i]! <= trees.threshold[node]! ? 0 : 1);
            }
        expect([...reached]).toEqual([...trees.cover]);
      }
    },
  );
});
