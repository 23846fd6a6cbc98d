import { defineEstimator, type EstimatorType } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { scorersOf } from "../evaluate/scoring.js";
import type { SpaceOptions } from "./random-search.js";
import { type CommonSearchOptions, searchDefinition, searchParams } from "./search.js";
import type { Given, Search } from "./search-types.js";
import { type Space, sampleCandidates, sizeOf, spaceSchema, type Tunable } from "./space.js";
import { ranked } from "./trial.js";

/** Options of HalvingSearch. */
export interface HalvingSearchOptions<E extends Tunable> extends CommonSearchOptions {
  /** A classifier, or a Pipeline that ends in one. */
  readonly estimator: E;
  /** Values or ranges to draw from, by path. */
  readonly space: Space<NoInfer<E>>;
  /** How many candidates are drawn for the first round. */
  readonly trials: number;
  /** Each round keeps one candidate in this number, the best, and gives each this number of times the rows. Above 1. */
  readonly factor: number;
  /**
   * The least share of rows that the first round learns from. 0 begins with so few that one candidate alone is left for all rows, which costs least and loses good
   * candidates where classes are rare.
   */
  readonly firstShare: number;
}

interface Options extends SpaceOptions {
  readonly factor: number;
  readonly firstShare: number;
}

/** The shares of rows of the rounds, the last all of them. */
function rounds({ space, trials, factor, firstShare }: Options): { candidates: number; share: number }[] {
  const counts = [Math.min(trials, sizeOf(space))];
  while (counts.at(-1)! >= factor) counts.push(Math.floor(counts.at(-1)! / factor));
  const all = counts.map((candidates, k) => ({
    candidates,
    share: counts.slice(k + 1).reduce((share) => share / factor, 1),
  }));
  if (firstShare <= all[0]!.share) return all;
  // A product of shares that is 1 but for rounding is 1.
  const share = (k: number): number => (firstShare * factor ** k > 1 - 1e-9 ? 1 : firstShare * factor ** k);
  const last = all.findIndex((_, k) => share(k) === 1);
  return all.slice(0, last + 1).map(({ candidates }, k) => ({ candidates, share: share(k) }));
}

/**
 * Successive halving: many candidates on few rows, then the best of them on more, and the last on all. Each
 * fold's training rows are sampled class by class, a larger sample holding the smaller; its test rows are all scored in every
 * round. Every round costs about the same. A candidate that needs many rows to shine is lost early: keep the first share large enough
 * for the rare class.
 *
 * **Formula.** Round k = 0, 1, … learns from the share s · factorᵏ of each fold's training rows, from all where that is
 * above 1; that round is the last. The first one tries `trials` candidates, drawn as RandomSearch draws them, each other
 * the best ⌊m / factor⌋ of the m before it. Where it would take R rounds until fewer than `factor` candidates are left, s
 * is factor^(1 − R), or `firstShare` if that is larger. By default 27 candidates learn from a ninth of the rows, 9 from a
 * third, 3 from all. The best of the last round is chosen.
 *
 * **Limits.** Rounds cost the same where the time of a fit is proportional to its rows. Where a class is so rare that the
 * first share holds few of its rows, scores of the first round are mostly noise: raise `firstShare`. Training rows must
 * fit into memory or lie on a cluster, where hashes of ids divide and draw them, as `foldsById` does with a `share`, and not class by class. A candidate that cannot be learned in a fold comes last in its round and says why in `results`; `fit`
 * fails where none can be. After `maxSeconds` no further trial begins, and the best on the largest share so far is taken.
 *
 * **Source.** K. Jamieson, A. Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016.
 *
 * @example
 * ```ts
 * import { HalvingSearch, LogisticRegression, logUniform } from "kindred";
 *
 * const X = Array.from({ length: 90 }, (_, i) => [i % 10, (i * 7) % 5]);
 * const y = X.map(([a]) => (a! > 4 ? 1 : 0));
 * const search = new HalvingSearch({
 *   estimator: new LogisticRegression(),
 *   space: { c: logUniform(1e-3, 10) },
 *   trials: 9,
 *   folds: 3,
 * });
 * (await search.fit(X, y)).trials.map(({ share }) => share.toFixed(2)).join(); // "0.11,0.11,0.11,0.11,0.11,0.11,0.11,0.11,0.11,0.33,0.33,0.33,1.00"
 * ```
 */
export interface HalvingSearch<E extends Tunable> extends Search<E, HalvingSearchOptions<E>> {}

/** Makes searches by successive halving. */
export interface HalvingSearchConstructor extends EstimatorType {
  /** @throws KindredError where an option is invalid. */
  new <E extends Tunable>(options: Given<HalvingSearchOptions<E>, "estimator" | "space">): HalvingSearch<E>;
}

/** Makes searches: see the type of this name. */
export const HalvingSearch: HalvingSearchConstructor = defineEstimator(
  "classifier",
  searchDefinition<Options>({
    kind: "HalvingSearch",
    params: searchParams({
      space: spaceSchema,
      trials: z.number().int().min(1).default(27),
      factor: z.number().gt(1).default(3),
      firstShare: z
        .number()
        .min(0)
        .max(1)
        .default(1 / 9),
    }),
    planned: (params) => rounds(params).reduce((sum, { candidates }) => sum + candidates, 0),
    async explore(params, runner, random) {
      const [score] = scorersOf(params.scoring, "HalvingSearch").keys();
      let candidates = sampleCandidates(params.space, params.trials, random);
      for (const round of rounds(params)) {
        const trials = await runner.run(candidates.slice(0, round.candidates), round.share);
        if (runner.spent) return;
        candidates = ranked(trials, score!).map((trial) => runner.candidateOf(trial));
      }
    },
  }),
);
