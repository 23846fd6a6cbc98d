import { log } from "../../engine/numeric/math/index.js";
import type { GaussiansOperation, Program } from "../../engine/program/index.js";
import {
  type Bulk,
  demandPosition,
  FittedClusterer,
  type JobOptions,
  likeliest,
  type MatrixToMatrix,
  type RemoteBulk,
  type RemoteSource,
  type Verb,
} from "../../estimator/index.js";
import { FeatureMatrix, type Label, type MatrixLike } from "../../matrix/index.js";
import type { Source } from "../../table/index.js";
import { densitiesOf } from "./densities.js";
import type { GaussianMixtureOptions } from "./options.js";
import type { GaussianMixtureState } from "./state.js";

/** A fitted GaussianMixture. */
export class FittedGaussianMixture extends FittedClusterer<GaussianMixtureOptions, GaussianMixtureState> {
  /** The means: one row a cluster, one column an input column. */
  get means(): FeatureMatrix {
    return FeatureMatrix.dense(this.state.weights.length, this.inputColumns, this.state.means);
  }

  /** The share of each cluster. */
  get weights(): Float64Array {
    return this.state.weights;
  }

  /**
   * The covariance of a cluster, columns x columns.
   *
   * @throws KindredError where there is no such cluster.
   */
  covariance(cluster: number): FeatureMatrix {
    const { inputColumns: columns } = this;
    demandPosition(cluster, this.state.weights.length, "cluster", "GaussianMixture.covariance");
    const width = columns.length;
    const { covariances } = this.state;
    if (this.params.covariance === "full") {
      const own = covariances.slice(cluster * width * width, (cluster + 1) * width * width);
      return FeatureMatrix.dense(width, columns, own);
    }
    const own = new Float64Array(width * width);
    for (let j = 0; j < width; j++) own[j * width + j] = covariances[cluster * width + j]!;
    return FeatureMatrix.dense(width, columns, own);
  }

  /** The mean logarithm of the density of a training row. */
  get logLikelihood(): number {
    return this.state.logLikelihood;
  }

  /** How many numbers are free: what the criteria charge for. */
  get parameters(): number {
    const clusters = this.state.weights.length;
    const width = this.inputColumns.length;
    const own = this.params.covariance === "full" ? (width * (width + 1)) / 2 : width;
    return clusters * (own + width) + clusters - 1;
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

  /** How many training rows are likeliest of each cluster. */
  get counts(): Float64Array {
    return this.state.counts;
  }

  /** How many iterations the best start took. */
  get iterations(): number {
    return this.state.iterations;
  }

  /** Did it come to rest before `maxIterations`? */
  get converged(): boolean {
    return this.state.converged;
  }

  /** What looked doubtful, as sentences. */
  get warnings(): readonly string[] {
    return this.converged ? [] : [notConverged(this.params)];
  }

  /** The probability of each cluster: rows x clusters, columns `0`, `1`, …; each row adds up to 1. */
  predictProbabilities(data: MatrixLike): FeatureMatrix {
    return this.apply("predictProbabilities", data) as FeatureMatrix;
  }

  override has(verb: Verb): boolean {
    return verb === "predictProbabilities" || super.has(verb);
  }

  /** The cluster that a row of probabilities, or a position alone, stands for. @internal */
  override labelOf(values: ArrayLike<number>): Label {
    if (this.state.weights.length === 1) return 0;
    return values.length === 1 ? values[0]! : likeliest(values);
  }

  /** @internal */
  override get probabilities(): Program {
    return membership(costs(this.state, this.params), clusterNames(this.state));
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

/** What is said where iterations ended too early. */
export function notConverged({ maxIterations }: GaussianMixtureOptions): string {
  return `Iterations ended at maxIterations (${maxIterations}) before they came to rest: allow more, or a larger tolerance`;
}

/** The names of the clusters. */
export function clusterNames({ weights }: GaussianMixtureState): string[] {
  return Array.from(weights, (_, k) => String(k));
}

/** What a row costs under each cluster: minus the logarithm of weight times density. */
export function costs(state: GaussianMixtureState, { covariance }: GaussianMixtureOptions): GaussiansOperation {
  return {
    op: "gaussians",
    names: clusterNames(state).map((name) => `cost${name}`),
    ...densitiesOf(state, covariance === "diagonal", "GaussianMixture"),
    step: "GaussianMixture",
  };
}

/** Costs as probabilities. */
export function membership(operation: GaussiansOperation, names: readonly string[]): Program {
  const center = new Float64Array(names.length);
  const scale = new Float64Array(names.length).fill(-1);
  return [operation, { op: "affine", center, scale }, { op: "link", link: "softmax", names }];
}
