import { type Form, forms } from "../../document/index.js";

/** What GaussianMixture learned. */
export interface GaussianMixtureState {
  /** The share of each cluster. */
  readonly weights: Float64Array;
  /** Clusters x columns, row by row. */
  readonly means: Float64Array;
  /** By cluster: its variances, one a column, where columns are independent; else its covariance, columns x columns, row by row. */
  readonly covariances: Float64Array;
  /** The mean logarithm of the density of a training row. */
  readonly logLikelihood: number;
  /** The weight of all training rows. */
  readonly rows: number;
  /** How many training rows are likeliest of each cluster. */
  readonly counts: Float64Array;
  /** How many iterations the best start took. */
  readonly iterations: number;
  /** Did it come to rest before `maxIterations`? */
  readonly converged: boolean;
}

/** What a document may hold of it. */
export function gaussianMixtureState(covariance: "full" | "diagonal"): Form<GaussianMixtureState> {
  return forms.record({
    weights: forms.checked(forms.float64("clusters", { above: 0, max: 1 }), ({ length }) =>
      length > 0 ? undefined : "is empty",
    ),
    means: forms.float64(["clusters", "inputs"]),
    covariances: forms.float64(covariance === "full" ? ["clusters", "inputs", "inputs"] : ["clusters", "inputs"]),
    logLikelihood: forms.number(),
    rows: forms.number({ above: 0 }),
    counts: forms.float64("clusters", { min: 0 }),
    iterations: forms.number({ min: 0, whole: true }),
    converged: forms.boolean(),
  });
}
