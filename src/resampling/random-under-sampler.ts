import { Random } from "../engine/numeric/random/index.js";
import { defineResampler, type ResamplerClass, type SameToSame } from "../estimator/index.js";
import { classRows } from "./class-rows.js";
import { type RandomSamplerOptions, randomSamplerParams } from "./random-over-sampler.js";

const RandomUnderSamplerBase: ResamplerClass<RandomSamplerOptions, SameToSame> = defineResampler({
  kind: "RandomUnderSampler",
  version: 1,
  params: randomSamplerParams,
  accepts: "either",
  traits: { target: "required" },
  counts(x, { ratio, seed }: RandomSamplerOptions, context) {
    const counts = new Int32Array(x.rows);
    const rows = classRows(context);
    const smallest = Math.min(...rows.flatMap((list) => (list.length > 0 ? [list.length] : [])));
    const random = new Random(seed, "RandomUnderSampler");
    for (const list of rows)
      for (const at of random.sample(list.length, Math.round(smallest / ratio))) counts[list[at]!] = 1;
    return counts;
  },
});

/**
 * Leaves rows of the larger classes out, drawn by seed, until the smallest class has `ratio` times their rows. At fit only: every row is
 * predicted. It makes learning faster and throws information away; probabilities are those of the rows that are left, see
 * CalibratedClassifier.
 *
 * **Formula.** Let the smallest class that has any rows have n. Each class keeps n / `ratio` rows, rounded to a whole
 * number and drawn without replacement, or all of its rows where it has no more.
 *
 * **Limits.** Rows of weight 0 count in no class and are left out; other weights do not change whether a row is drawn.
 * The training rows must fit into memory; rows on Spark are refused. A target is needed.
 *
 * **Source.** G. Batista, R. Prati, M. Monard, "A study of the behavior of several methods for balancing machine
 * learning training data", 2004.
 *
 * @example
 * ```ts
 * import { LogisticRegression, Pipeline, RandomUnderSampler } from "kindred";
 *
 * const fitted = await new Pipeline([
 *   ["sample", new RandomUnderSampler({ ratio: 0.5, seed: 1 })],
 *   ["model", new LogisticRegression()],
 * ]).fit([[0], [1], [2], [3], [4]], [0, 0, 0, 0, 1]);
 * fitted.predictProbabilities([[4]]).column("1")[0]! > 0.3; // true
 * ```
 */
export class RandomUnderSampler extends RandomUnderSamplerBase {}
