import { KindredError } from "../../errors/index.js";
import { BaseEstimator, type DataInput, type Fitted, type JobOptions } from "../../estimator/index.js";
import type { ExplainableModel } from "../explained-model.js";

/** A clusterer, or a Pipeline that ends in one, that is not fitted. */
export interface SegmentEstimator {
  /** Its kind. */
  readonly kind: string;
  /** Its hyper-parameters. */
  readonly params: object;
  /** Learns. */
  fit(...args: never[]): Promise<object>;
}

/** A fitted clusterer, or a fitted Pipeline that ends in one. */
export type SegmentModel = ExplainableModel;

/** As much of a fitted model as the segment of each row takes. */
export interface Segmenting {
  /** The segment of each row. */
  predict(data: DataInput): ArrayLike<number>;
}

/** The estimator that a model was fitted by, or the one given. @throws KindredError where it has no segments. */
export function refittable(model: SegmentEstimator | SegmentModel, where: string): BaseEstimator {
  if ("fit" in model) {
    const estimator = model as unknown as BaseEstimator;
    if (estimator.role !== "clusterer") throw noSegments(model.kind, where);
    return estimator;
  }
  segmentsBy(model, where);
  const { definition, params } = (model as unknown as Fitted).spec;
  return new BaseEstimator(definition, "clusterer", params);
}

/** What gives rows their segments. @throws KindredError where it has none. */
export function segmentsBy(model: SegmentModel, where: string): Segmenting {
  const fitted = model as unknown as Fitted & { readonly classes?: readonly unknown[] };
  if (typeof fitted.has !== "function" || !fitted.has("predict") || (fitted.classes ?? []).length > 0)
    throw noSegments(model.kind, where);
  return model as unknown as Segmenting;
}

/** Fits on other rows. */
export async function refitted(
  estimator: BaseEstimator,
  data: DataInput,
  { signal, threads }: Pick<JobOptions, "signal" | "threads">,
): Promise<Segmenting> {
  const fitted = await estimator.fit(data, {
    describeSegments: false,
    ...(signal === undefined ? {} : { signal }),
    ...(threads === undefined ? {} : { threads }),
  });
  return fitted as unknown as Segmenting;
}

function noSegments(kind: string, where: string): KindredError {
  return new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `${kind} does not end in a clusterer`,
    fix: "Pass a clusterer, or a Pipeline whose last step is one, fitted or not",
  });
}
