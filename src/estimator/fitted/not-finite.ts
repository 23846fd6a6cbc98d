import { KindredError } from "../../errors/index.js";
import { type FeatureMatrix, valueAt } from "../../matrix/index.js";
import type { Verb } from "./spec.js";

/** A value that is no finite number, and the step that needs one. */
export interface NotFinite {
  readonly step: string;
  readonly column: string;
  readonly row: number;
  readonly value: number;
}

/** Where a result is no number. */
export type Found = Pick<NotFinite, "row" | "value">;

/** The first value of a block that is no finite number; undefined where all are. */
export function firstNotFinite(x: FeatureMatrix, step: string): NotFinite | undefined {
  for (let i = 0; i < x.rows; i++)
    for (let j = 0; j < x.stores.length; j++) {
      const value = valueAt(x.stores[j]!, i);
      if (!Number.isFinite(value)) return { step, column: x.columns[j]!, row: i, value };
    }
  return undefined;
}

/** A model that needs numbers gives numbers; probabilities and clusters are never NaN, whatever a model says of missing values. */
export function isNoResult(value: number, verb: Verb, refusesMissing: boolean): boolean {
  return refusesMissing ? !Number.isFinite(value) : verb !== "transform" && Number.isNaN(value);
}

/** The first value of a result that is none. */
export function firstNoResult(result: FeatureMatrix, verb: Verb, refusesMissing: boolean): Found | undefined {
  for (let i = 0; i < result.rows; i++)
    for (const store of result.stores) {
      const value = valueAt(store, i);
      if (isNoResult(value, verb, refusesMissing)) return { row: i, value };
    }
  return undefined;
}

/** A result that is no number: the value that is to blame, else that none explains it. */
export function noResult(
  found: NotFinite | undefined,
  { row, value }: Found,
  kind: string,
  where: string,
): KindredError {
  if (found !== undefined) return notFinite(found, kind, where);
  return new KindredError({
    code: "INVALID_RESULT",
    where,
    problem: `gave ${value} for row ${row}, and no value of that row explains it`,
    fix: "Scale columns of very large or very small values before",
    got: value,
  });
}

/** What is wrong with such a value, for a model of some kind, of which the step may be a part. */
export function notFinite({ step, column, row, value }: NotFinite, kind: string, where: string): KindredError {
  const missing = Number.isNaN(value);
  return new KindredError({
    code: missing ? "MISSING_VALUE" : "INFINITE_VALUE",
    where,
    problem: `column "${column}" is ${missing ? "missing" : value} in row ${row}${step === kind ? "" : `, where ${step} needs a number`}`,
    fix: missing ? "Put an Imputer before it" : "Replace infinite values before",
    column,
    got: value,
  });
}
