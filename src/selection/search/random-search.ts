import { defineEstimator, type EstimatorType } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import type { Dimension } from "./distributions.js";
import { type AnySearchOptions, type CommonSearchOptions, searchDefinition, searchParams } from "./search.js";
import type { Given, Search } from "./search-types.js";
import { type Space, sampleCandidates, sizeOf, spaceSchema, type Tunable } from "./space.js";

/** Options of RandomSearch. */
export interface RandomSearchOptions<E extends Tunable> extends CommonSearchOptions {
  /** A classifier, or a Pipeline that ends in one. */
  readonly estimator: E;
  /** Values or ranges to draw from, by path. */
  readonly space: Space<NoInfer<E>>;
  /** How many candidates are drawn. */
  readonly trials: number;
}

/** A space over any estimator. */
export interface SpaceOptions extends AnySearchOptions {
  readonly space: Readonly<Record<string, Dimension>>;
  readonly trials: number;
}

/**
 * Tries candidates drawn at random by seed, each in every fold, and fits the best on all rows. Of many hyper-parameters few matter, and a draw tries
 * more values of those than a grid of the same size. No candidate is drawn twice.
 *
 * **Formula.** Paths are drawn independently: of a list each value with the same probability, of a range
 * `from` + u (`to` − `from`) with u uniform in [0, 1), under `log` the exponential of that between ln `from` and
 * ln `to`; `integers` are rounded, from half a step below to half a step above. Candidates are scored and chosen as
 * GridSearch does. At least one of n is among the best share q of the space with a probability of 1 − (1 − q)ⁿ: 0.64 for
 * 20 candidates and 5 %.
 *
 * **Limits.** Where the space holds no more candidates than `trials`, all of them are tried, in order. It fits folds ×
 * candidates models and then one more. Training rows must
 * fit into memory or lie on a cluster, where a hash of ids divides them and they are not stratified. A candidate that cannot be learned in a fold
 * has no score and says why in `results`; `fit` fails where none can be. `maxSeconds` begins no further trial, and ends
 * none. `tunedScore` flatters, the more the more candidates there are.
 *
 * **Source.** J. Bergstra, Y. Bengio, "Random search for hyper-parameter optimization", 2012.
 *
 * @example
 * ```ts
 * import { LogisticRegression, logUniform, RandomSearch } from "kindred";
 *
 * const X = Array.from({ length: 40 }, (_, i) => [i % 10, (i * 7) % 5]);
 * const y = X.map(([a]) => (a! > 4 ? 1 : 0));
 * const search = new RandomSearch({
 *   estimator: new LogisticRegression(),
 *   space: { c: logUniform(1e-3, 10), penalty: ["l2", "l1"] },
 *   trials: 6,
 *   folds: 4,
 * });
 * (await search.fit(X, y)).trials.length; // 6
 * ```
 */
export interface RandomSearch<E extends Tunable> extends Search<E, RandomSearchOptions<E>> {}

/** Makes random searches. */
export interface RandomSearchConstructor extends EstimatorType {
  /** @throws KindredError where an option is invalid. */
  new <E extends Tunable>(options: Given<RandomSearchOptions<E>, "estimator" | "space">): RandomSearch<E>;
}

/** Makes searches: see the type of this name. */
export const RandomSearch: RandomSearchConstructor = defineEstimator(
  "classifier",
  searchDefinition<SpaceOptions>({
    kind: "RandomSearch",
    params: searchParams({ space: spaceSchema, trials: z.number().int().min(1).default(20) }),
    planned: ({ space, trials }) => Math.min(trials, sizeOf(space)),
    explore: ({ space, trials }, runner, random) => runner.run(sampleCandidates(space, trials, random)),
  }),
);
