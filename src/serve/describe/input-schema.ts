import { inputOf, type RowSchema, rowSchema } from "../../estimator/index.js";
import { check, checkArguments } from "../../options/index.js";

export type { CellSchema, RowSchema } from "../../estimator/index.js";

/** A fitted model, as far as its input is described. */
export interface DescribableModel {
  /** The class's name. */
  readonly kind: string;
  /** The names of the columns that it takes. */
  readonly inputColumns: readonly string[];
}

/**
 * A JSON Schema (2020-12) of one row that a fitted model takes: every column by name, null where a value is not known. Words that were not
 * there at fit are valid, as they are for the model; other properties are ignored.
 *
 * @example
 * ```ts
 * import { FeatureMatrix, Scaler } from "kindred";
 * import { inputSchema } from "kindred/serve";
 *
 * const fitted = await new Scaler().fit(FeatureMatrix.fromColumns({ AGE: [34, 51, 28] }));
 * inputSchema(fitted).required; // ["AGE"]
 * ```
 */
export function inputSchema(model: DescribableModel): RowSchema {
  checkArguments("inputSchema", { model: [model, check.fitted] });
  return rowSchema(inputOf(model));
}

/** A row that fits: the first word of each column, zeros, dates. */
export function exampleRow(model: DescribableModel): Readonly<Record<string, string | number | boolean>> {
  return Object.fromEntries(
    inputOf(model).plan.map(({ name, labels, shows }): [string, string | number | boolean] => {
      if (labels !== undefined) return [name, labels[0] ?? ""];
      if (shows === "date") return [name, "2024-01-31"];
      return [name, shows === "boolean" ? false : 0];
    }),
  );
}
