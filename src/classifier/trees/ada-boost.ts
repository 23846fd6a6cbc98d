import { exp, log } from "../../engine/numeric/math/index.js";
import { Random } from "../../engine/numeric/random/index.js";
import { yieldToEventLoop } from "../../engine/rows/index.js";
import { flatTrees, type GrownTree, growClassTree, leafOfColumns } from "../../engine/trees/index.js";
import {
  type ClassifierClass,
  defineClassifier,
  type Migrated,
  type Training,
  weighedRows,
} from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { FittedTrees } from "./fitted.js";
import { type AdaBoostOptions, rulesOf, treeShape } from "./options.js";
import { type AdaBoostState, adaBoostState } from "./state.js";

/** A fitted AdaBoost. */
export class FittedAdaBoost extends FittedTrees<AdaBoostOptions, AdaBoostState> {}

const { seed: _, ...shape } = treeShape;

const AdaBoostBase: ClassifierClass<AdaBoostOptions, FittedAdaBoost> = defineClassifier({
  kind: "AdaBoost",
  version: 2,
  inMemory: true,
  params: z.strictObject({
    iterations: z.number().int().positive().default(50),
    learningRate: z.number().positive().default(1),
    ...shape,
    maxDepth: z.number().int().positive().default(1),
  }),
  traits: { missing: "kept", weightsRepeat: false },
  migrations: { 1: withoutSeed },
  fitted: FittedAdaBoost,
  learn: async (training, params: AdaBoostOptions) => ({ state: await learnAdaBoost(training, params) }),
  predictor: ({ trees, total }: AdaBoostState, _params, _input, classes) => [
    { op: "trees", trees, base: new Float64Array(classes.length), divisor: total, names: classes.map(String) },
    { op: "link", link: "softmax", names: classes.map(String) },
  ],
  state: adaBoostState,
});

/**
 * AdaBoost by SAMME (J. Zhu, H. Zou, S. Rosset, T. Hastie, "Multi-class AdaBoost", 2009): shallow trees, by default of one split, each grown
 * with more weight on the rows that those before it got wrong; they vote, each with a say that falls with its errors.
 *
 * **Formula.** Tree t is wrong on a share e of the weight; with K classes and learning rate η its vote is a = η (ln((1 − e) / e) + ln(K − 1)), and the
 * weights of the rows it got wrong are multiplied by exp(a). A class has the score Σ a v / ((K − 1) Σ a) over trees, v being 1 where a tree votes for
 * it and −1 / (K − 1) where it does not; probabilities are the softmax of the scores.
 *
 * **Limits.** Training rows must fit into memory, and take a byte for each value beside; a column has at most 255 bins
 * (`maxBins`). Missing and infinite values are learned from. Fewer than `iterations` trees grow where one makes no
 * mistake, or none that is better than chance is found. One thread is used.
 *
 * @example
 * ```ts
 * import { AdaBoost } from "kindred";
 *
 * const people = Array.from({ length: 60 }, (_, i) => [i % 10, i % 7]);
 * const fitted = await new AdaBoost({ iterations: 20 }).fit(people, people.map(([a, b]) => (a! + b! > 8 ? "yes" : "no")));
 * fitted.predict([[9, 6], [0, 0]]); // ["yes", "no"]
 * ```
 */
export class AdaBoost extends AdaBoostBase {}

/** Version 1 had an option `seed` that changed nothing. */
function withoutSeed({ params, state }: Migrated): Migrated {
  const { seed: _, ...options } = params as Readonly<Record<string, unknown>>;
  return { params: options, state };
}

async function learnAdaBoost(training: Training, params: AdaBoostOptions): Promise<AdaBoostState> {
  const { rows, learn, weights: given } = await weighedRows(training, params);
  const { classes, y } = rows;
  const rules = rulesOf(params, "all", training.source.plan.length, training.where);
  const weights = scaledToOne(given, learn);
  const yieldNow = yieldToEventLoop(training.signal);
  const grown: GrownTree[] = [];
  let total = 0;
  for (let iteration = 0; iteration < params.iterations; iteration++) {
    // Each division looks at all columns: nothing is drawn.
    const tree = growClassTree(rows, learn.slice(), weights, rules, new Random(0));
    const votes = tree.map(({ values }) => values.reduce((best, share, k) => (share > values[best]! ? k : best), 0));
    const wrong = learn.filter((row) => votes[leafOfColumns(tree, rows, row)] !== y[row]);
    const error = wrong.reduce((sum, row) => sum + weights[row]!, 0);
    // A tree that does no better than chance has zero weight, and those after it would be the same.
    if (error >= 1 - 1 / classes && grown.length > 0) break;
    const say =
      error <= 0 || error >= 1 - 1 / classes ? 1 : params.learningRate * (log((1 - error) / error) + log(classes - 1));
    grown.push(voting(tree, votes, say, classes));
    total += say;
    training.progress(iteration + 1, params.iterations);
    if (error <= 0 || error >= 1 - 1 / classes) break;
    for (const row of wrong) weights[row]! *= exp(say);
    scaledToOne(weights, learn, weights);
    await yieldNow();
  }
  return { trees: flatTrees(grown, rows.features, classes), total };
}

function scaledToOne(weights: Float64Array, rows: Int32Array, out: Float64Array = weights.slice()): Float64Array {
  const total = rows.reduce((sum, row) => sum + weights[row]!, 0);
  for (const row of rows) out[row] = weights[row]! / total;
  return out;
}

/** A tree whose leaves vote for a class: its say for that one, and in equal parts against the others. */
function voting(tree: GrownTree, votes: readonly number[], say: number, classes: number): GrownTree {
  return tree.map((node, at) => ({
    ...node,
    values: Array.from({ length: classes }, (_, k) => (votes[at] === k ? say : -say / (classes - 1)) / (classes - 1)),
  }));
}
