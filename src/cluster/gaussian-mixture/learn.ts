import { MIXTURE, mixture, type NamedArrays } from "../../engine/reducers/index.js";
import { KindredError } from "../../errors/index.js";
import { completeMoments, type Training } from "../../estimator/index.js";
import { FeatureMatrix, isFeatureMatrix } from "../../matrix/index.js";
import { cluster, KMEANS } from "../kmeans/learn.js";
import { densitiesOf, type Mixture } from "./densities.js";
import type { GaussianMixtureOptions } from "./options.js";
import type { GaussianMixtureState } from "./state.js";

/** What a cluster of no rows weighs: scikit-learn's guard. */
const LEAST_WEIGHT = 10 * 2 ** -52;

/** Expectation and maximization from each start; the likeliest result is kept whole. */
export async function learnMixture(training: Training, params: GaussianMixtureOptions): Promise<GaussianMixtureState> {
  const { weight } = await completeMoments(training);
  if (training.source.rows < params.clusters || weight![0] === 0) throw tooFew(training, params.clusters);
  const starts = params.init === "k-means" ? params.starts : 1;
  let best: GaussianMixtureState | undefined;
  for (let start = 0; start < starts; start++) {
    const found = await fromStart(training, params, await firstMeans(training, params, start));
    // NaN is above nothing, so that it would stay where it came first.
    if (best === undefined || Number.isNaN(best.logLikelihood) || found.logLikelihood > best.logLikelihood)
      best = found;
    training.progress(start + 1, starts);
  }
  return params.order === "size" ? byWeight(best!, params.clusters) : best!;
}

async function firstMeans(
  training: Training,
  { init, clusters, seed }: GaussianMixtureOptions,
  start: number,
): Promise<Float64Array> {
  if (init !== "k-means") return givenMeans(init, clusters, training.source.plan.length, training.where);
  const { centroids } = await cluster(training, { ...KMEANS, clusters, seed: seed + start });
  return centroids;
}

async function fromStart(
  training: Training,
  { covariance, maxIterations, tolerance, regularization, clusters }: GaussianMixtureOptions,
  means: Float64Array,
): Promise<GaussianMixtureState> {
  const diagonal = covariance === "diagonal";
  const settings = (pass: number): Int32Array => Int32Array.of(clusters, Number(diagonal), pass);
  const run = (found: Mixture, pass: number): Promise<NamedArrays> => {
    const { means, factors, constants } = densitiesOf(found, diagonal, training.where);
    return training.reduce(mixture, { means, factors, constants, settings: settings(pass) });
  };
  const first = await training.reduce(mixture, { means, settings: settings(MIXTURE.nearest) });
  let found = maximized(first, means, diagonal, regularization);
  let before = Number.NEGATIVE_INFINITY;
  let [iterations, converged] = [0, false];
  while (iterations < maxIterations && !converged) {
    const parts = await run(found, MIXTURE.soft);
    found = maximized(parts, found.means, diagonal, regularization);
    iterations++;
    const now = parts["likelihood"]![0]! / parts["weight"]![0]!;
    converged = Math.abs(now - before) < tolerance;
    before = now;
  }
  const last = await run(found, MIXTURE.costs);
  const rows = last["weight"]![0]!;
  return {
    ...found,
    logLikelihood: last["likelihood"]![0]! / rows,
    rows,
    counts: last["rows"] as Float64Array,
    iterations,
    converged,
  };
}

/** The distributions under which rows that belong so to them are likeliest. Sums are about the means before. */
function maximized(parts: NamedArrays, before: Float64Array, diagonal: boolean, regularization: number): Mixture {
  const { share, sums, products } = parts as Record<string, Float64Array>;
  const count = share!.length;
  const width = before.length / count;
  const weights = share!.map((own) => own + LEAST_WEIGHT);
  const total = weights.reduce((sum, own) => sum + own, 0);
  const moves = new Float64Array(before.length);
  const means = new Float64Array(before.length);
  for (let k = 0; k < count; k++)
    for (let j = k * width; j < (k + 1) * width; j++) {
      means[j] = before[j]! * (share![k]! / weights[k]!) + sums![j]! / weights[k]!;
      moves[j] = means[j]! - before[j]!;
    }
  const covariances = new Float64Array(products!.length);
  for (let k = 0; k < count; k++)
    for (let a = 0; a < width; a++)
      for (let b = a; b < (diagonal ? a + 1 : width); b++) {
        const [i, j] = [k * width + a, k * width + b];
        const at = diagonal ? i : i * width + b;
        const around =
          products![at]! - sums![i]! * moves[j]! - moves[i]! * sums![j]! + share![k]! * moves[i]! * moves[j]!;
        covariances[at] = around / weights[k]! + (a === b ? regularization : 0);
        if (!diagonal) covariances[j * width + a] = covariances[at]!;
      }
  return { weights: weights.map((own) => own / total), means, covariances };
}

/** Clusters numbered by their weight, those of equal weight as they were. */
function byWeight(state: GaussianMixtureState, clusters: number): GaussianMixtureState {
  const order = Array.from({ length: clusters }, (_, k) => k).sort((a, b) => state.weights[b]! - state.weights[a]!);
  const sorted = (values: Float64Array): Float64Array => {
    const size = values.length / clusters;
    const out = new Float64Array(values.length);
    order.forEach((k, to) => {
      out.set(values.subarray(k * size, (k + 1) * size), to * size);
    });
    return out;
  };
  const { weights, means, covariances, counts } = state;
  return {
    ...state,
    weights: sorted(weights),
    means: sorted(means),
    covariances: sorted(covariances),
    counts: sorted(counts),
  };
}

function givenMeans(
  init: Exclude<GaussianMixtureOptions["init"], "k-means">,
  clusters: number,
  width: number,
  where: string,
): Float64Array {
  const matrix = isFeatureMatrix(init) ? init : FeatureMatrix.from(init);
  const values = matrix.toDense();
  const sized = matrix.rows === clusters && matrix.columns.length === width;
  if (sized && values.every(Number.isFinite)) return values;
  throw new KindredError({
    code: sized ? "INVALID_PARAMETER" : "WRONG_WIDTH",
    where,
    problem: sized
      ? "the given means are not all finite"
      : `the given means are ${matrix.rows} x ${matrix.columns.length}`,
    fix: `Give ${clusters} means of ${width} finite numbers`,
    expected: [clusters, width],
    got: [matrix.rows, matrix.columns.length],
  });
}

function tooFew({ where, source }: Training, clusters: number): KindredError {
  return new KindredError({
    code: "INVALID_PARAMETER",
    where,
    problem: `${clusters} clusters were asked for and there are ${source.rows} rows`,
    fix: "Ask for at most as many clusters as rows of a weight above 0",
    expected: source.rows,
    got: clusters,
  });
}
