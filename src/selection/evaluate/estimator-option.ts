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
export const foldsCheck: z.ZodType<Folds> = z.custom<Folds>(
  (value) =>
    (Number.isInteger(value) && (value as number) >= 2) ||
    (Array.isArray(value) && value.length > 0) ||
    (typeof value === "object" && value !== null && ("split" in value || "kind" in value)),
  { error: "expected a number of folds of 2 or more, a splitter, or folds" },
);

/** The same as documents hold it. */
export const foldsSchema: z.ZodType<Folds, unknown> = converted(foldsCheck, splitterDocument);

/** The estimator as a part: its options are `"estimator.option"`. */
export const estimatorPart: Parts<WithEstimator> = {
  get: ({ estimator }): readonly NamedPart[] => [["estimator", estimator]],
  set: (params, [[, estimator]]: readonly NamedPart[] & readonly [NamedPart]) => ({ ...params, estimator }),
};
