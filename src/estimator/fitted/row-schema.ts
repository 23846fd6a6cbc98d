import type { ColumnPlan } from "../../matrix/index.js";
import type { ColumnSchema } from "../../table/index.js";
import type { InputSchema } from "../training/input.js";

/** A JSON Schema (2020-12) of one row. */
export interface RowSchema {
  /** The version of JSON Schema. */
  readonly $schema?: string;
  /** Rows are objects. */
  readonly type: "object";
  /** A schema for each column. */
  readonly properties: Readonly<Record<string, CellSchema>>;
  /** The columns that every row must have. */
  readonly required: readonly string[];
  /** May rows have other keys? */
  readonly additionalProperties: true;
}

/** A JSON Schema of one cell. */
export interface CellSchema {
  /** The types that the value may have. */
  readonly type: readonly string[];
  /** What the column is. */
  readonly description?: string;
  /** Some values. */
  readonly examples?: readonly (string | number | boolean)[];
  /** The format of a text, such as a date. */
  readonly format?: string;
}

/** Words shown as examples. */
const EXAMPLES = 8;

/** A JSON Schema of one row of a model's input. */
export function rowSchema({ plan, schema }: InputSchema): RowSchema {
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
