import type { Table } from "apache-arrow";
import { conformBlock } from "../../engine/rows/index.js";
import { counted, KindredError, readGiven } from "../../errors/index.js";
import {
  type ColumnPlan,
  emptyMatrix,
  FeatureMatrix,
  isFeatureMatrix,
  isTable,
  type Label,
  type MatrixLike,
  type Origin,
} from "../../matrix/index.js";
import {
  AbsentKeys,
  areRecords,
  asData,
  isColumns,
  missingColumns,
  ownTable,
  readTable,
  Schema,
  type Source,
  type TableLike,
} from "../../table/index.js";
import type { SegmentIds } from "../segments/segment-ids.js";
import type { SegmentStatistics } from "../segments/statistics.js";
import type { InputProfile } from "./profile.js";

/** The reader of rows of numbers, in whose errors the caller is named instead. */
const MATRIX = "FeatureMatrix";

/** Everything that `fit` takes. */
export type FitInput = TableLike | MatrixLike | Source;
/** Everything that `transform` and `predict` take. */
export type DataInput = TableLike | MatrixLike;

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
  /** The ids of its segments, where they are not their positions. */
  readonly segmentIds?: SegmentIds;
}

/** The columns and classes of a model that is there already: rows are read as it reads them. */
export interface KnownInput {
  /** Its columns. */
  readonly input: InputSchema;
  /** The classes that it tells apart. */
  readonly classes: readonly Label[];
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

/**
 * Refuses a Table where numbers are due and the other way round, with the step that is missing.
 *
 * @param pipeline - The Pipeline that takes a Table, as code.
 */
export function checkDataKind(data: unknown, accepts: Accepts, where: string, pipeline?: string): void {
  const table = isTable(data);
  if (accepts === "matrix" && table)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: "got a Table, and this step takes numbers",
      fix: `Put a FeatureEncoder before it${pipeline === undefined ? "" : `, as in ${pipeline}`}, or pass FeatureMatrix.from(table) where every column is a number`,
    });
  if (accepts === "table" && !table)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: "this step takes a Table",
      fix: "Pass an Arrow Table, for instance from readCsv, records, columns, or matrix.toTable()",
    });
}

/** Later data as a block with the columns that a model was fitted on. Other columns are ignored; missing ones are an error. */
export function alignInput(given: DataInput, input: InputSchema, accepts: Accepts, where: string): FeatureMatrix {
  return readGiven(where, () => aligned(given, input, accepts, where), MATRIX);
}

/** Numbers in rows as a matrix; what does not fit is refused by the one who was given them. */
export function readMatrix(data: MatrixLike, where: string): FeatureMatrix {
  return readGiven(where, () => FeatureMatrix.from(data), MATRIX);
}

function aligned(given: DataInput, input: InputSchema, accepts: Accepts, where: string): FeatureMatrix {
  if (Array.isArray(given) && given.length === 0) return emptyMatrix(input.plan, input.provenance);
  const data = asData(given, where);
  checkDataKind(data, accepts, where);
  if (!isTable(data)) return alignMatrix(data, input, where);
  const table = areRecords(given) ? new AbsentKeys(columnsOf(input), where).fill(data as Table) : (data as Table);
  return readTable(table, input.plan, where, input.provenance);
}

/** The names of the columns that a model was fitted on. */
export function columnsOf({ plan }: Pick<InputSchema, "plan">): string[] {
  return plan.map(({ name }) => name);
}

/** Are data taken as a Table? An empty array is what the model takes. */
export function isTableLike(data: DataInput, accepts: Accepts): boolean {
  if (Array.isArray(data) && data.length === 0) return accepts === "table";
  return isTable(data) || areRecords(data) || isColumns(data);
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
  if (isTable(batch)) return readTable(ownTable(batch, where), input.plan, where, input.provenance);
  return conformBlock(alignMatrix(batch, input, where), input.plan);
}

/** The Schema that travels with the data, where any does. */
export function schemaOf(data: unknown): Schema {
  return isTable(data) ? Schema.of(data as Table) : new Schema();
}
