import { BaseEstimator, converted, type NamedPart, type Parts } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
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
export const foldsCheck: z.ZodType<Folds> = z.custom<Folds>(isFolds, {
  error: "expected a number of folds of 2 or more, a splitter, or a list of folds: { train, test }, positions of rows",
});

function isFolds(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return Number.isInteger(value) && (value as number) >= 2;
  if (Array.isArray(value)) return value.length > 0 && value.every(isFold);
  const { split, kind } = value as { readonly split?: unknown; readonly kind?: unknown };
  return typeof split === "function" || typeof kind === "string";
}

/** Which rows there are is judged where they are known. */
function isFold(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { train, test } = value as { readonly train?: unknown; readonly test?: unknown };
  return isPositions(train) && isPositions(test);
}

function isPositions(value: unknown): boolean {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return false;
  return "every" in value && value.every((row: unknown) => Number.isInteger(row));
}

/** The same as documents hold it. */
export const foldsSchema: z.ZodType<Folds, unknown> = converted(foldsCheck, splitterDocument);

/** The estimator as a part: its options are `"estimator.option"`. */
export const estimatorPart: Parts<WithEstimator> = {
  get: ({ estimator }): readonly NamedPart[] => [["estimator", estimator]],
  set: (params, [[, estimator]]: readonly NamedPart[] & readonly [NamedPart]) => ({ ...params, estimator }),
};
