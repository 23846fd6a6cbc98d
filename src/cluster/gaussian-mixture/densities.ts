import { log } from "../../engine/numeric/math/index.js";
import type { GaussiansOperation } from "../../engine/program/index.js";
import { KindredError } from "../../errors/index.js";
import type { GaussianMixtureState } from "./state.js";

/** Normal distributions with their shares. */
export type Mixture = Pick<GaussianMixtureState, "weights" | "means" | "covariances">;

/** What a row's cost under each distribution is computed from. */
export type Densities = Pick<GaussiansOperation, "means" | "factors" | "diagonal" | "constants">;

/** Distributions as the program knows them: minus the logarithm of weight times density is a constant plus half a squared distance. */
export function densitiesOf({ weights, means, covariances }: Mixture, diagonal: boolean, where: string): Densities {
  const count = weights.length;
  const width = means.length / count;
  const factors = diagonal
    ? covariances.map((variance) => 1 / Math.sqrt(variance))
    : new Float64Array(covariances.length);
  const constants = Float64Array.from(weights, (weight, k) => {
    if (!diagonal) whiten(covariances, factors, k, width, where);
    let logFactors = 0;
    for (let j = 0; j < width; j++) logFactors += log(factors[diagonal ? k * width + j : (k * width + j) * width + j]!);
    return 0.5 * width * log(2 * Math.PI) - logFactors - log(weight);
  });
  if (constants.some(Number.isNaN) || factors.some((factor) => !Number.isFinite(factor))) throw collapsed(where);
  return { means, factors, diagonal, constants };
}

/** The transposed inverse of the Cholesky factor of a covariance: what turns distances into those of independent columns of variance 1. */
function whiten(covariances: Float64Array, factors: Float64Array, k: number, width: number, where: string): void {
  const from = k * width * width;
  const lower = new Float64Array(width * width);
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      let sum = covariances[from + i * width + j]!;
      for (let t = 0; t < j; t++) sum -= lower[i * width + t]! * lower[j * width + t]!;
      if (i === j && !(sum > 0)) throw collapsed(where);
      lower[i * width + j] = i === j ? Math.sqrt(sum) : sum / lower[j * width + j]!;
    }
  for (let c = 0; c < width; c++)
    for (let i = c; i < width; i++) {
      let sum = i === c ? 1 : 0;
      for (let t = c; t < i; t++) sum -= lower[i * width + t]! * factors[from + c * width + t]!;
      factors[from + c * width + i] = sum / lower[i * width + i]!;
    }
}

function collapsed(where: string): KindredError {
  return new KindredError({
    code: "INVALID_PARAMETER",
    where,
    problem: "a cluster has a covariance without an inverse: its rows do not differ in all directions",
    fix: 'Use fewer clusters, { covariance: "diagonal" }, more `regularization`, or drop columns that follow from others',
  });
}
