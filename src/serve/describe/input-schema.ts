import { inputOf } from "../../estimator/index.js";
import type { ColumnPlan } from "../../matrix/index.js";
import type { ColumnSchema } from "../../table/index.js";

/** A JSON Schema (2020-12) of one row. */
export interface RowSchema {
  readonly $schema?: string;
  readonly type: "object";
  readonly properties: Readonly<Record<string, CellSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: true;
}

/** A JSON Schema of one cell. */
export interface CellSchema {
  readonly type: readonly string[];
  readonly description?: string;
  readonly examples?: readonly (string | number | boolean)[];
  readonly format?: string;
}

/** A fitted model, as far as its input is described. */
export interface DescribableModel {
  readonly kind: string;
  readonly inputColumns: readonly string[];
}

/** Words shown as examples. */
const EXAMPLES = 8;

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
  const { plan, schema } = inputOf(model);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: Object.fromEntries(plan.map((column) => [column.name, cellSchema(column, schema.column(column.name))])),
    required: plan.map((column) => column.name),
    additionalProperties: true,
  };
}

function cellSchema(column: ColumnPlan, facts: ColumnSchema): CellSchema {
  const description = descriptionOf(facts);
  const about = description === "" ? {} : { description };
  if (column.labels !== undefined)
    return { type: ["string", "null"], ...about, examples: column.labels.slice(0, EXAMPLES) };
  if (column.shows === "date") return { type: ["string", "null"], ...about, format: "date-time" };
  if (column.shows === "boolean") return { type: ["boolean", "null"], ...about };
  return { type: ["number", "null"], ...about };
}

function descriptionOf({ level, direction, codes, subject }: ColumnSchema): string {
  const meanings = Object.entries(codes ?? {}).map(([code, meaning]) => `${code} = ${meaning}`);
  return [
    ...(level === undefined ? [] : [level]),
    ...(direction === undefined ? [] : [direction === "up" ? "higher is more" : "higher is less"]),
    ...(subject === undefined ? [] : [`describes a ${subject}`]),
    ...(meanings.length === 0 ? [] : [meanings.join("; ")]),
  ].join(", ");
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
