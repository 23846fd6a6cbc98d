import { log } from "../../engine/numeric/math/index.js";
import type { GaussiansOperation, Program } from "../../engine/program/index.js";
import { KindredError, listed } from "../../errors/index.js";
import {
  type Bulk,
  FittedClusterer,
  type InputSchema,
  inSegmentOrder,
  type JobOptions,
  likeliest,
  type MatrixToMatrix,
  notConverged,
  type RemoteBulk,
  type RemoteSource,
  type SegmentOrder,
  type Verb,
} from "../../estimator/index.js";
import { FeatureMatrix, type Label, type MatrixLike } from "../../matrix/index.js";
import { shown } from "../../options/index.js";
import type { Source } from "../../table/index.js";
import { clusterIds, clusterOrder, columnsInOrder } from "../cluster-ids.js";
import { densitiesOf } from "./densities.js";
import type { GaussianMixtureOptions } from "./options.js";
import type { GaussianMixtureState } from "./state.js";

/** A fitted GaussianMixture. */
export class FittedGaussianMixture extends FittedClusterer<GaussianMixtureOptions, GaussianMixtureState> {
  /** @internal */
  override get segmentCount(): number {
    return this.state.weights.length;
  }

  /** The ids of the clusters, rising: what `predict` gives. 0, 1, 2, … unless they were given by `renumberSegments`. */
  get ids(): Int32Array {
    return this.#order.ids;
  }

  get #order(): SegmentOrder {
    return clusterOrder(this.spec.input, this.state.weights.length);
  }

  /** The means: one row a cluster, in the order of `ids`, one column an input column. */
  get means(): FeatureMatrix {
    const { means, weights } = this.state;
    return FeatureMatrix.dense(weights.length, this.inputColumns, inSegmentOrder(means, this.#order.positions));
  }

  /** The share of each cluster, in the order of `ids`. */
  get weights(): Float64Array {
    return inSegmentOrder(this.state.weights, this.#order.positions);
  }

  /**
   * The covariance of a cluster, columns x columns.
   *
   * @param id - The cluster's id.
   * @throws KindredError where there is no such cluster.
   */
  covariance(id: number): FeatureMatrix {
    const { inputColumns: columns } = this;
    const { ids, positions } = this.#order;
    const cluster = positions[ids.indexOf(id)];
    if (cluster === undefined)
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where: "GaussianMixture.covariance",
        problem: `there is no cluster ${shown(id)}`,
        fix: `Clusters are ${listed(Array.from(ids, String))}`,
        got: id,
      });
    const width = columns.length;
    const { covariances } = this.state;
    if (this.params.covariance === "full") {
      const block = covariances.slice(cluster * width * width, (cluster + 1) * width * width);
      return FeatureMatrix.dense(width, columns, block);
    }
    const matrix = new Float64Array(width * width);
    for (let j = 0; j < width; j++) matrix[j * width + j] = covariances[cluster * width + j]!;
    return FeatureMatrix.dense(width, columns, matrix);
  }

  /** The mean logarithm of the density of a training row. */
  get logLikelihood(): number {
    return this.state.logLikelihood;
  }

  /** The number of free parameters, which the information criteria penalize. */
  get parameters(): number {
    const clusters = this.state.weights.length;
    const width = this.inputColumns.length;
    const perCovariance = this.params.covariance === "full" ? (width * (width + 1)) / 2 : width;
    return clusters * (perCovariance + width) + clusters - 1;
  }

  /** The Bayesian information criterion on the training rows; lower is better, and unlike the likelihood it does not always fall with more clusters. */
  get bic(): number {
    const { logLikelihood, rows } = this.state;
    return -2 * logLikelihood * rows + this.parameters * log(rows);
  }

  /** Akaike's information criterion on the training rows; lower is better. */
  get aic(): number {
    const { logLikelihood, rows } = this.state;
    return -2 * logLikelihood * rows + 2 * this.parameters;
  }

  /** How many training rows are likeliest of each cluster, in the order of `ids`. */
  get counts(): Float64Array {
    return inSegmentOrder(this.state.counts, this.#order.positions);
  }

  /** How many iterations the best start took. */
  get iterations(): number {
    return this.state.iterations;
  }

  /** Did it converge within `maxIterations`? */
  get converged(): boolean {
    return this.state.converged;
  }

  /** What looked doubtful, as sentences. */
  get warnings(): readonly string[] {
    return this.converged ? [] : [notConverged(this.params)];
  }

  /** The probability of each cluster: rows x clusters, columns named by their ids: `0`, `1`, …; each row adds up to 1. */
  predictProbabilities(data: MatrixLike): FeatureMatrix {
    return this.apply("predictProbabilities", data) as FeatureMatrix;
  }

  override has(verb: Verb): boolean {
    return verb === "predictProbabilities" || super.has(verb);
  }

  /** The cluster that a row of probabilities, or an id alone, stands for. @internal */
  override labelOf(values: ArrayLike<number>): Label {
    const { ids } = this;
    if (ids.length === 1) return ids[0]!;
    return values.length === 1 ? values[0]! : ids[likeliest(values)]!;
  }

  /** @internal */
  override get probabilities(): Program {
    const { state, params, spec } = this;
    const names = clusterNames(state, spec.input);
    return [...posteriors(negativeLogDensities(state, params), names), ...columnsInOrder(spec.input, names.length)];
  }

  /** A verb on rows on a cluster, which can be written as a table there. */
  override bulk(
    verb: "transform" | "predictProbabilities",
    source: RemoteSource,
    options?: JobOptions,
  ): RemoteBulk<FeatureMatrix>;
  /** A verb on rows on a cluster, which can be written as a table there. */
  override bulk(verb: "predict", source: RemoteSource, options?: JobOptions): RemoteBulk<Int32Array>;
  /** A verb on any number of rows, block by block. */
  override bulk(
    verb: "transform" | "predictProbabilities",
    source: MatrixToMatrix[0] | Source,
    options?: JobOptions,
  ): Bulk<FeatureMatrix>;
  /** A verb on any number of rows, block by block. */
  override bulk(verb: "predict", source: MatrixToMatrix[0] | Source, options?: JobOptions): Bulk<Int32Array>;
  override bulk(verb: Verb, source: MatrixToMatrix[0] | Source, options?: JobOptions): unknown {
    return super.bulk(verb as "transform", source, options);
  }
}

/** The names of the clusters, by position. */
export function clusterNames({ weights }: GaussianMixtureState, input: Pick<InputSchema, "segmentIds"> = {}): string[] {
  return clusterIds(input, weights.length).map(String);
}

/** The negative log joint density of a row and each cluster: minus the logarithm of weight times density. */
export function negativeLogDensities(
  state: GaussianMixtureState,
  { covariance }: GaussianMixtureOptions,
): GaussiansOperation {
  return {
    op: "gaussians",
    names: clusterNames(state).map((name) => `cost${name}`),
    ...densitiesOf(state, covariance === "diagonal", "GaussianMixture"),
    step: "GaussianMixture",
  };
}

/** The posterior probability of each cluster, from negative log densities. */
export function posteriors(operation: GaussiansOperation, names: readonly string[]): Program {
  const center = new Float64Array(names.length);
  const scale = new Float64Array(names.length).fill(-1);
  return [operation, { op: "affine", center, scale }, { op: "link", link: "softmax", names }];
}
