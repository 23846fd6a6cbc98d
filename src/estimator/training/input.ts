import type { Table } from "apache-arrow";
import { conformBlock } from "../../engine/rows/index.js";
import { counted, KindredError } from "../../errors/index.js";
import {
  type ColumnPlan,
  FeatureMatrix,
  isFeatureMatrix,
  isTable,
  type MatrixLike,
  type Origin,
} from "../../matrix/index.js";
import { missingColumns, readTable, Schema, type Source } from "../../table/index.js";
import type { SegmentStatistics } from "../segments/statistics.js";
import type { InputProfile } from "./profile.js";

/** Everything that `fit` takes. */
export type FitInput = Table | MatrixLike | Source;
/** Everything that `transform` and `predict` take. */
export type DataInput = Table | MatrixLike;

/** What a model was fitted on, and what it asks of later data. */
export interface InputSchema {
  /** Its columns: their names and storage. */
  readonly plan: readonly ColumnPlan[];
  /** Where each of its columns comes from. */
  readonly provenance: readonly Origin[];
  /** Roles, levels and directions of the columns, where they were known. */
  readonly schema: Schema;
  /** How the columns of the training rows were distributed, where their values were counted. */
  readonly profile?: InputProfile;
  /** How the columns of the training rows lie in each segment, where a clusterer was fitted. */
  readonly segments?: SegmentStatistics;
}

/** The columns of rows to learn from, as a model keeps them. */
export function inputOfSource({
  source,
  schema,
}: {
  readonly source: Pick<InputSchema, "plan" | "provenance">;
  readonly schema: Schema;
}): InputSchema {
  return { plan: source.plan, provenance: source.provenance, schema };
}

/** What a step accepts: a Table, a matrix, or either. */
export type Accepts = "table" | "matrix" | "either";

/** Refuses a Table where numbers are due and the other way round, with the step that is missing. */
export function checkDataKind(data: unknown, accepts: Accepts, where: string): void {
  const table = isTable(data);
  if (accepts === "matrix" && table)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: "got a Table, and this step takes numbers",
      fix: "Put a FeatureEncoder before it, or pass FeatureMatrix.from(table) where every column is a number",
    });
  if (accepts === "table" && !table)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: "this step takes a Table",
      fix: "Pass an Arrow Table, for instance from readCsv, or matrix.toTable()",
    });
}

/** Later data as a block with the columns that a model was fitted on. Other columns are ignored; missing ones are an error. */
export function alignInput(data: DataInput, input: InputSchema, accepts: Accepts, where: string): FeatureMatrix {
  checkDataKind(data, accepts, where);
  if (isTable(data)) return readTable(data as Table, input.plan, where, input.provenance);
  return alignMatrix(data, input, where);
}

function alignMatrix(data: MatrixLike, { plan, provenance }: InputSchema, where: string): FeatureMatrix {
  const names = plan.map((column) => column.name);
  if (!isFeatureMatrix(data)) {
    const matrix = FeatureMatrix.from(data, Array.isArray(data) && data.length === 0 ? names : undefined);
    if (matrix.columns.length !== names.length) throw wrongWidth(matrix.columns.length, names.length, where);
    return new FeatureMatrix(matrix.rows, names, matrix.stores, provenance);
  }
  if (names.every((name, j) => data.columns[j] === name) && data.columns.length === names.length)
    return new FeatureMatrix(data.rows, names, data.stores, provenance);
  const positions = new Map(data.columns.map((name, j) => [name, j]));
  const missing = names.filter((name) => !positions.has(name));
  if (missing.length > 0) throw missingColumns(missing, where);
  const stores = names.map((name) => data.stores[positions.get(name)!]!);
  return new FeatureMatrix(data.rows, names, stores, provenance);
}

function wrongWidth(got: number, expected: number, where: string): KindredError {
  return new KindredError({
    code: "WRONG_WIDTH",
    where,
    problem: `got ${counted(got, "column")} and was fitted on ${expected}`,
    fix: "Pass the columns of the training data, in their order; with names they may come in any order",
    expected,
    got,
  });
}

/** A batch of a Source in the storage that its plan promises. */
export function readBatch(batch: Table | FeatureMatrix, input: InputSchema, where: string): FeatureMatrix {
  if (isTable(batch)) return readTable(batch as Table, input.plan, where, input.provenance);
  return conformBlock(alignMatrix(batch, input, where), input.plan);
}

/** The Schema that travels with the data, where any does. */
export function schemaOf(data: unknown): Schema {
  return isTable(data) ? Schema.of(data as Table) : new Schema();
}
