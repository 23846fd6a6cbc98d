import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { type ColumnPlan, type FeatureMatrix, planOf } from "../../matrix/index.js";
import { columnNames, matrixFromTable, planOfTable, type Schema } from "../../table/index.js";
import { type Accepts, type InputSchema, schemaOf } from "./input.js";
import type { RowParts } from "./row-parts.js";
import type { TrainingData } from "./training.js";

/** Columns and classes that are known before the rows are. */
export interface KnownRows extends Pick<TrainingData, "schema" | "classes"> {
  /** The columns. */
  readonly source: Pick<InputSchema, "plan" | "provenance">;
}

/** How data that `fit` was given are read. */
export interface Reading {
  /** What belongs to the rows beside their features. */
  readonly parts: RowParts;
  readonly accepts: Accepts;
  /** Who reads, for errors. */
  readonly where: string;
  /** The columns and classes that the rows are read to: those of training rows for validation rows, or those of a model that is there already. */
  readonly known?: KnownRows;
  readonly signal?: AbortSignal;
  readonly yieldNow: () => Promise<void>;
}

/** Roles of columns that are never features. */
const NO_FEATURES: ReadonlySet<string> = new Set(["id", "target", "weight", "group", "time"]);

/** Which columns are features: those that have no other part, named here or by their role. */
export function featuresOf(parts: RowParts, schema: Schema): (name: string) => boolean {
  const named = new Set(Object.values(parts).filter((part): part is string => typeof part === "string"));
  return (name) => !named.has(name) && !NO_FEATURES.has(schema.column(name).role ?? "feature");
}

/** The features of a matrix. */
export function matrixFeatures(matrix: FeatureMatrix, parts: RowParts): InputSchema {
  const schema = schemaOf(matrix);
  const isFeature = featuresOf(parts, schema);
  const chosen = matrix.columns.flatMap((name, j) => (isFeature(name) ? [j] : []));
  const plan = planOf(matrix);
  return { plan: chosen.map((j) => plan[j]!), provenance: chosen.map((j) => matrix.provenance[j]!), schema };
}

/** The features of a Table. */
export async function tableFeatures(table: Table, { parts, accepts, where, yieldNow }: Reading): Promise<InputSchema> {
  const schema = schemaOf(table);
  const names = columnNames(table).filter(featuresOf(parts, schema));
  if (accepts === "matrix") matrixFromTable(table.select(names), where);
  const plan: ColumnPlan[] = [];
  for (const name of names) {
    plan.push(...planOfTable(table, [name], where));
    await yieldNow();
  }
  return { plan, provenance: names.map((name) => ({ sources: [name] })), schema };
}

/** Refuses data without rows or without features. */
export function refuseEmpty(rows: number, columns: number, where: string): void {
  if (rows > 0 && columns > 0) return;
  throw new KindredError({
    code: "EMPTY_INPUT",
    where,
    problem: rows === 0 ? "there are no rows to learn from" : "there are no feature columns to learn from",
    fix: rows === 0 ? "Pass at least one row" : "Pass at least one column that is a feature",
  });
}
