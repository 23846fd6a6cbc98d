import { KindredError } from "../../errors/index.js";
import { type FeatureMatrix, valueAt } from "../../matrix/index.js";

/** A value that is no finite number, and the step that needs one. */
export interface NotFinite {
  readonly step: string;
  readonly column: string;
  readonly row: number;
  readonly value: number;
}

/** The first value of a block that is no finite number. */
export function firstNotFinite(x: FeatureMatrix, step: string): NotFinite {
  for (let i = 0; i < x.rows; i++)
    for (let j = 0; j < x.stores.length; j++) {
      const value = valueAt(x.stores[j]!, i);
      if (!Number.isFinite(value)) return { step, column: x.columns[j]!, row: i, value };
    }
  return { step, column: x.columns[0] ?? "", row: 0, value: Number.NaN };
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
