import { Random } from "../../engine/numeric/random/index.js";
import { defineEstimator, type EstimatorType } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { scorersOf } from "../evaluate/scoring.js";
import { proposed } from "./parzen.js";
import type { SpaceOptions } from "./random-search.js";
import { type CommonSearchOptions, searchDefinition, searchParams } from "./search.js";
import type { Given, Search } from "./search-types.js";
import { type Space, sampleCandidates, sizeOf, spaceSchema, type Tunable } from "./space.js";
import { meanOf, ranked } from "./trial.js";

/** Options of ParzenSearch. */
export interface ParzenSearchOptions<E extends Tunable> extends CommonSearchOptions {
  /** A classifier, or a Pipeline that ends in one. */
  readonly estimator: E;
  /** Values or ranges to draw from, by path. */
  readonly space: Space<NoInfer<E>>;
  /** How many candidates are tried. */
  readonly trials: number;
  /** How many of them are drawn at random before the model proposes. */
  readonly warmUp: number;
}

interface Options extends SpaceOptions {
  readonly warmUp: number;
}

/**
 * A search that learns where to look: the tree-structured Parzen estimator (J. Bergstra and others, 2011). After a random start it takes the best
 * of the trials so far (as many as the root of their number), and draws the next candidate, path by path, where those lie densely and the others do not. Paths are
 * taken to be independent. Where a trial is expensive it needs fewer of them than RandomSearch; where trials are cheap, that is as good.
 *
 * @example
 * ```ts
 * import { LogisticRegression, logUniform, ParzenSearch } from "kindred";
 *
 * const X = Array.from({ length: 40 }, (_, i) => [i % 10, (i * 7) % 5]);
 * const y = X.map(([a]) => (a! > 4 ? 1 : 0));
 * const search = new ParzenSearch({
 *   estimator: new LogisticRegression(),
 *   space: { c: logUniform(1e-3, 10) },
 *   scoring: "logLoss",
 *   trials: 8,
 *   warmUp: 4,
 *   folds: 4,
 * });
 * (await search.fit(X, y)).bestParams.c! > 0.1; // true
 * ```
 */
export interface ParzenSearch<E extends Tunable> extends Search<E, ParzenSearchOptions<E>> {}

/** Makes searches by a tree-structured Parzen estimator. */
export interface ParzenSearchConstructor extends EstimatorType {
  /** @throws KindredError where an option is invalid. */
  new <E extends Tunable>(options: Given<ParzenSearchOptions<E>, "estimator" | "space">): ParzenSearch<E>;
}

/** Makes searches: see the type of this name. */
export const ParzenSearch: ParzenSearchConstructor = defineEstimator(
  "classifier",
  searchDefinition<Options>({
    kind: "ParzenSearch",
    params: searchParams({
      space: spaceSchema,
      trials: z.number().int().min(1).default(40),
      warmUp: z.number().int().min(2).default(10),
    }),
    planned: ({ trials }) => trials,
    async explore({ space, trials, warmUp, scoring, seed }, runner, random) {
      const [score] = scorersOf(scoring, "ParzenSearch").keys();
      await runner.run(sampleCandidates(space, Math.min(warmUp, trials), random));
      if (sizeOf(space) <= runner.trials.length) return;
      for (let k = runner.trials.length; k < trials && !runner.spent; k++) {
        const known = ranked(runner.trials, score!)
          .filter((trial) => Number.isFinite(meanOf(trial, score!)))
          .map((trial) => runner.candidateOf(trial));
        await runner.run([proposed(space, known, new Random(seed, "ParzenSearch", k))]);
      }
    },
  }),
);
