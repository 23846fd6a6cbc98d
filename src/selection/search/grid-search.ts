import { defineEstimator, type EstimatorType } from "../../estimator/index.js";
import { type AnySearchOptions, type CommonSearchOptions, searchDefinition, searchParams } from "./search.js";
import type { Given, Search } from "./search-types.js";
import { combinations, type Grid, gridSchema, sizeOf, type Tunable } from "./space.js";

/** Options of GridSearch. */
export interface GridSearchOptions<E extends Tunable> extends CommonSearchOptions {
  /** A classifier, or a Pipeline that ends in one. */
  readonly estimator: E;
  /** The values to try, by path. */
  readonly space: Grid<NoInfer<E>>;
}

/** Options of GridSearch as they were. */
export interface FormerGridSearchOptions<E extends Tunable> extends Omit<GridSearchOptions<E>, "space"> {
  /** @deprecated The former name of `space`. */
  readonly grid: Grid<NoInfer<E>>;
}

interface Options extends AnySearchOptions {
  readonly space: Readonly<Record<string, readonly unknown[]>>;
}

/**
 * Tries every combination of some values, each in every fold, and fits the best on all rows. Steps that several candidates begin with are
 * fitted once a fold.
 *
 * **Formula.** Lists of n₁ … nₘ values make n₁ × … × nₘ candidates. The score of a candidate is the mean s̄ = Σ s / k of
 * its scores on the rows that each of k folds holds out; `results` gives its standard error √(Σ (s − s̄)² / (k (k − 1)))
 * beside, as if folds were independent. The candidate with the highest mean of the first score of `scoring` is chosen, of
 * equal ones the first; losses are negated, so that higher is better.
 *
 * **Limits.** It fits folds × candidates models and then one more, so each further list multiplies its time. Training rows must
 * fit into memory or lie on a cluster, where a hash of ids divides them and they are not stratified. A candidate that cannot be learned in a fold has no score and says why in `results`; `fit` fails
 * where none can be. With more than two classes `"rocAuc"`, the default, needs `positive`. `maxSeconds` begins no further
 * trial, and ends none. `tunedScore` flatters, the more the more candidates there are: cross-validate the search for an
 * honest score.
 *
 * **Source.** M. Stone, "Cross-validatory choice and assessment of statistical predictions", 1974.
 *
 * @example
 * ```ts
 * import { GridSearch, LogisticRegression, Pipeline, Scaler } from "kindred";
 *
 * const X = Array.from({ length: 40 }, (_, i) => [i % 10, (i * 7) % 5]);
 * const y = X.map(([a]) => (a! > 4 ? "yes" : "no"));
 * const search = new GridSearch({
 *   estimator: new Pipeline([["scale", new Scaler()], ["model", new LogisticRegression()]]),
 *   space: { "model.c": [0.01, 1], "scale.method": ["standard", "minMax"] },
 *   folds: 4,
 * });
 * const fitted = await search.fit(X, y);
 * fitted.results.numRows; // 4
 * fitted.predict([[9, 0]]); // ["yes"]
 * ```
 */
export interface GridSearch<E extends Tunable> extends Search<E, GridSearchOptions<E>> {}

/** Makes searches over a grid. */
export interface GridSearchConstructor extends EstimatorType {
  /** @throws KindredError where an option is invalid. */
  new <E extends Tunable>(
    options:
      | Given<GridSearchOptions<E>, "estimator" | "space">
      | Given<FormerGridSearchOptions<E>, "estimator" | "grid">,
  ): GridSearch<E>;
}

/** Makes searches: see the type of this name. */
export const GridSearch: GridSearchConstructor = defineEstimator(
  "classifier",
  searchDefinition<Options>(
    {
      kind: "GridSearch",
      params: searchParams({ space: gridSchema }),
      planned: ({ space }) => sizeOf(space),
      explore: ({ space }, runner) => runner.run(combinations(space)),
    },
    {
      version: 2,
      formerOptions: { grid: "space" },
      migrations: {
        1: ({ params, state }) => {
          const { grid, ...others } = params as { readonly grid: unknown };
          return { params: { ...others, space: grid }, state };
        },
      },
    },
  ),
);
