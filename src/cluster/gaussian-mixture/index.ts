import { type Form, forms } from "../../document/index.js";
import { KindredError } from "../../errors/index.js";
import { type ClustererClass, defineClusterer, notConverged } from "../../estimator/index.js";
import { columnsInOrder, formWithIds } from "../cluster-ids.js";
import { densitiesOf } from "./densities.js";
import { clusterNames, FittedGaussianMixture, negativeLogDensities, posteriors } from "./fitted.js";
import { type GaussianMixtureOptions, gaussianMixtureParams } from "./options.js";
import { type GaussianMixtureState, gaussianMixtureState } from "./state.js";

const GaussianMixtureBase: ClustererClass<GaussianMixtureOptions, FittedGaussianMixture> = defineClusterer({
  kind: "GaussianMixture",
  version: 1,
  params: gaussianMixtureParams,
  traits: { missing: "refused", ordered: true, checkParams: { clusters: 2 } },
  fitted: FittedGaussianMixture,
  async learn(training, params: GaussianMixtureOptions) {
    const { learnMixture } = await import("./learn.js");
    const state = await learnMixture(training, params);
    if (!state.converged) training.warn("NOT_CONVERGED", notConverged(params));
    return { state };
  },
  program: (state: GaussianMixtureState, params: GaussianMixtureOptions, input) => [
    ...posteriors(
      negativeLogDensities(state, params),
      clusterNames(state, input).map((name) => `probability${name}`),
    ),
    ...columnsInOrder(input, state.weights.length),
  ],
  predictor: (state: GaussianMixtureState, params: GaussianMixtureOptions) => [
    negativeLogDensities(state, params),
    { op: "argmin", name: "cluster" },
  ],
  state: (facts) => formWithIds(mixtureForm(facts.params), ({ weights }) => weights.length, facts),
});

/**
 * A mixture of normal distributions, by expectation and maximization: clusters of any shape and size that may overlap, and for each row the probability of
 * each. From the same start it gives the numbers of scikit-learn's GaussianMixture. Each iteration is one pass over the rows in blocks, on any number of
 * threads.
 *
 * `bic` compares numbers of clusters and forms of covariance: fit several, and take the lowest. A full covariance has columns² / 2 numbers a cluster;
 * behind PCA, or with few rows, use `"diagonal"`. As a transformer it gives the probabilities.
 *
 * **Formula.** A row has the density Σ π N(x; μ, Σ) over clusters. Expectation: r = π N(x; μ, Σ) / (that sum). Maximization, with n = Σ r over rows: π = n / rows,
 * μ = Σ r x / n, Σ = Σ r (x − μ)(x − μ)ᵀ / n with `regularization` added to its diagonal. With L the log-likelihood of all rows and p free parameters,
 * `bic` is −2 L + p ln(rows) and `aic` is −2 L + 2 p (A. Dempster, N. Laird, D. Rubin, "Maximum likelihood from incomplete data via the EM algorithm", 1977).
 *
 * **Limits.** Refused are missing and infinite values, fewer rows than clusters, given means of another shape, and
 * clusters whose covariance has no inverse: raise `regularization`, or take `"diagonal"`. A pass takes time rows ×
 * clusters × columns² under `"full"`, × columns under `"diagonal"`. Rows pass block by block and need not fit into
 * memory. Where `maxIterations` ends the search, `fit` warns.
 *
 * @example
 * ```ts
 * import { GaussianMixture } from "kindred";
 *
 * const rows = Array.from({ length: 60 }, (_, i) => [10 * (i % 2) + (i % 7) / 3, (i % 5) / 2]);
 * const fitted = await new GaussianMixture({ clusters: 2, covariance: "diagonal", seed: 1 }).fit(rows);
 * fitted.predictProbabilities([[0.5, 1]]).toRows()[0]!.map((p) => p.toFixed(2)).sort(); // ["0.00", "1.00"]
 * const three = await new GaussianMixture({ clusters: 3, covariance: "diagonal", seed: 1 }).fit(rows);
 * fitted.parameters; // 9
 * three.parameters; // 14
 * ```
 */
export class GaussianMixture extends GaussianMixtureBase {}

/** The form of a state whose covariances are those of densities. */
function mixtureForm({ covariance }: Pick<GaussianMixtureOptions, "covariance">): Form<GaussianMixtureState> {
  return forms.checked(gaussianMixtureState(covariance), (state) => {
    try {
      densitiesOf(state, covariance === "diagonal", "GaussianMixture");
      return undefined;
    } catch (cause) {
      if (cause instanceof KindredError) return `has covariances that no density has: ${cause.problem}`;
      throw cause;
    }
  });
}
