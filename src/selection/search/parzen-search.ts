import { Random } from "../../engine/numeric/random/index.js";
import { defineEstimator, type EstimatorType } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { scorersOf } from "../evaluate/scoring.js";
import { proposedUntried } from "./parzen.js";
import type { SpaceOptions } from "./random-search.js";
import { type CommonSearchOptions, searchDefinition, searchParams } from "./search.js";
import type { Given, Search } from "./search-types.js";
import { CandidateSet, type Space, sampleCandidates, sizeOf, spaceSchema, type Tunable } from "./space.js";
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
 * A search that learns where to look: the tree-structured Parzen estimator. After a random start it takes the best
 * of the trials so far (as many as the root of their number), and draws the next candidate, path by path, where those lie densely and the others do not. Paths are
 * taken to be independent. Where a trial is expensive it needs fewer of them than RandomSearch; where trials are cheap, that is as good.
 *
 * **Formula.** After `warmUp` random candidates, let n have a score. Path by path, the density l is estimated from the
 * best ⌈√n⌉ and h from the others; 8 values are drawn from l, and of them the one with the largest l / h is tried. For a
 * list of V values the density of a value that m of N candidates have is (1 + m) / (V + N). For a range of width W it is
 * (1 / W + Σ N(v; vᵢ, σᵢ)) / (N + 1), with a normal density around each value vᵢ whose σᵢ is the distance to the farther
 * of its neighbors (the ends of the range among them), at least W / min(100, N + 2); under `log` on logarithms.
 *
 * **Limits.** Candidates are proposed one after the other, so that after the start only the folds of one candidate run side
 * by side. Paths are taken to be independent, and lists to have no order. A candidate is tried once: one that
 * is proposed again makes room for the next proposal, eight times at most, and then for one drawn at random among those that were not tried. Where the space holds no more
 * candidates than `trials`, all of them are tried, and where it holds no more than `warmUp`, nothing is proposed. Training rows must fit into memory or lie on a cluster, where a hash of ids divides them and they are not stratified. A candidate that cannot be learned says why in `results`, and teaches nothing.
 *
 * **Source.** J. Bergstra, R. Bardenet, Y. Bengio, B. Kégl, "Algorithms for hyper-parameter optimization", 2011.
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
    planned: ({ space, trials }) => Math.min(trials, sizeOf(space)),
    async explore({ space, trials, warmUp, scoring, seed }, runner, random) {
      const [score] = scorersOf(scoring, "ParzenSearch").keys();
      const first = sampleCandidates(space, Math.min(warmUp, trials), random);
      const tried = new CandidateSet(space);
      for (const candidate of first) tried.add(candidate);
      await runner.run(first);
      const count = Math.min(trials, sizeOf(space));
      for (let k = runner.trials.length; k < count && !runner.spent; k++) {
        const known = ranked(runner.trials, score!)
          .filter((trial) => Number.isFinite(meanOf(trial, score!)))
          .map((trial) => runner.candidateOf(trial));
        const candidate = proposedUntried(space, known, tried, new Random(seed, "ParzenSearch", k));
        tried.add(candidate);
        await runner.run([candidate]);
      }
    },
  }),
);
