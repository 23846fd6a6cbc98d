import { describe, expect, it } from "vitest";
import { GradientBoosting, rocAuc } from "../../src/index.js";
import { fixture, realData } from "../reference.js";
import { foldsOf, MARKETING } from "./marketing-data.js";

interface Quality {
  readonly [set: string]: {
    readonly repeats: readonly { readonly checksum: number; readonly lightgbm: readonly number[] }[];
  };
}

/** One time of five folds, of ten that `bench/boosting-quality.ts` runs: `bank-marketing` takes its time, and stays there. */
const SETS = ["coil2000", "marketing-campaign"] as const;

describe("GradientBoosting on real data", () => {
  for (const set of SETS) {
    const folder = realData(set);
    it.skipIf(folder === undefined)(`ranks ${set} as well as LightGBM under the same settings`, async () => {
      const { x, y, categorical } = MARKETING[set]!(folder!);
      const { checksum, lightgbm } = fixture<Quality>("boosting-quality")[set]!.repeats[0]!;
      const fold = foldsOf(y, 0);
      expect(fold.reduce((sum, k, i) => sum + (i % 9973) * k, 0)).toBe(checksum);
      const apart: number[] = [];
      for (let k = 0; k < 5; k++) {
        const rows = Array.from(fold.keys());
        const [train, test] = [rows.filter((i) => fold[i] !== k), rows.filter((i) => fold[i] === k)];
        const fitted = await new GradientBoosting({
          learningRate: 0.1,
          maxLeaves: 31,
          categorical: [...categorical],
        }).fit(
          x.take(train),
          train.map((i) => y[i]!),
        );
        const scores = fitted.predictProbabilities(x.take(test)).column("1");
        apart.push(
          rocAuc(
            test.map((i) => y[i]!),
            scores,
          ) - lightgbm[k]!,
        );
      }
      const mean = apart.reduce((sum, d) => sum + d, 0) / 5;
      const error = Math.sqrt(apart.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 4 / 5);
      // The goal is a mean difference of at least -0.003 over ten times five folds. Five folds alone know it to their standard error.
      expect(mean).toBeGreaterThan(-0.003 - 3 * error);
    });
  }
});
