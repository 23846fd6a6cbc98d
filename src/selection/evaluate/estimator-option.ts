import * as z from "zod";
import { BaseEstimator, converted, type NamedPart, type Parts } from "../../estimator/index.js";
import { type Folds, splitterDocument } from "../split/split.js";

/** Options of an estimator that is made of another one. */
export interface WithEstimator {
  /** A classifier, or a Pipeline that ends in one. */
  readonly estimator: BaseEstimator;
}

/** The check of the estimator among the options. */
export const estimatorSchema: z.ZodType<BaseEstimator> = z.custom<BaseEstimator>(
  (value) => value instanceof BaseEstimator && value.role === "classifier",
  { error: "expected a classifier, or a Pipeline that ends in one" },
);

/** The check of how rows are divided. */
export const foldsSchema: z.ZodType<Folds, unknown> = converted(
  z.custom<Folds>((value) => typeof value === "number" || (typeof value === "object" && value !== null), {
    error: "expected a number of folds, a splitter, or folds",
  }),
  splitterDocument,
);

/** The estimator as a part: its options are `"estimator.option"`. */
export const estimatorPart: Parts<WithEstimator> = {
  get: ({ estimator }): readonly NamedPart[] => [["estimator", estimator]],
  set: (params, [[, estimator]]: readonly NamedPart[] & readonly [NamedPart]) => ({ ...params, estimator }),
};
