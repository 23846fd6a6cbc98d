import { Random } from "../engine/numeric/random/index.js";
import { defineResampler, type ResamplerClass, type SameToSame } from "../estimator/index.js";
import * as z from "../options/schemas.js";
import { classRows } from "./class-rows.js";

/** Options of RandomOverSampler and RandomUnderSampler. */
export interface RandomSamplerOptions {
  /** Rows of a smaller class for each row of the largest one (or, where rows are left out, of the smallest for each of a larger one). Above 0, at most 1. */
  readonly ratio: number;
  /** Seed of the draw. */
  readonly seed: number;
}

/** The checks of those options. */
export const randomSamplerParams: z.ZodType<RandomSamplerOptions, object> = z.strictObject({
  ratio: z.number().positive().max(1).default(1),
  seed: z.number().int().min(0).default(0),
});

const RandomOverSamplerBase: ResamplerClass<RandomSamplerOptions, SameToSame> = defineResampler({
  kind: "RandomOverSampler",
  version: 1,
  params: randomSamplerParams,
  accepts: "either",
  traits: { target: "required" },
  counts(x, { ratio, seed }: RandomSamplerOptions, context) {
    const counts = new Int32Array(x.rows);
    const rows = classRows(context);
    const wanted = Math.round(ratio * Math.max(...rows.map((list) => list.length)));
    const random = new Random(seed, "RandomOverSampler");
    for (const list of rows) {
      if (list.length === 0) continue;
      const times = Math.max(1, Math.floor(wanted / list.length));
      for (const i of list) counts[i] = times;
      for (const at of random.sample(list.length, Math.max(0, wanted - times * list.length))) counts[list[at]!]! += 1;
    }
    return counts;
  },
});

/**
 * Repeats rows of the smaller classes until each has `ratio` times the rows of the largest: every row equally often, but for one time more
 * or less, which is drawn. At fit only, and in cross-validation therefore after rows are split into folds: a row and its copy are
 * never on two sides. Copies keep their row's id, so steps that hold rows out or cross-fit keep them together.
 *
 * Class weights say the same to models that take them, at no cost in rows; both change probabilities, see CalibratedClassifier.
 *
 * **Formula.** Let a class have n rows, the largest class N, and let t be `ratio` N, rounded to a whole number. Where t
 * > n every row of the class is used ⌊t / n⌋ times, and t − n ⌊t / n⌋ of them, drawn without replacement, once more;
 * other classes stay as they are.
 *
 * **Limits.** Rows of weight 0 count in no class and are left out; other weights do not change how often a row is used.
 * The training rows must fit into memory; rows on Spark are refused. A target is needed.
 *
 * **Source.** G. Batista, R. Prati, M. Monard, "A study of the behavior of several methods for balancing machine
 * learning training data", 2004.
 *
 * @example
 * ```ts
 * import { LogisticRegression, Pipeline, RandomOverSampler } from "kindred";
 *
 * const fitted = await new Pipeline([
 *   ["sample", new RandomOverSampler()],
 *   ["model", new LogisticRegression()],
 * ]).fit([[0], [1], [2], [3]], ["no", "no", "no", "yes"]);
 * fitted.predict([[0], [9]]); // ["no", "yes"]
 * ```
 */
export class RandomOverSampler extends RandomOverSamplerBase {}
