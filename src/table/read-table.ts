import type { Table, Vector } from "apache-arrow";
import { KindredError, listed } from "../errors/index.js";
import { type ColumnPlan, type ColumnStore, FeatureMatrix, type Origin } from "../matrix/index.js";
import { readerOf } from "./column-reader.js";
import { type Retyped, readColumn, refuseRetyped } from "./read-column.js";
import { addToSurvey, type ColumnSurvey, planFrom, startSurvey } from "./survey.js";

/** The names of a Table's columns. */
export function columnNames(table: Table): string[] {
  return table.schema.fields.map((field) => field.name);
}

const plans = new WeakMap<object, ColumnPlan>();

/** The plan that a Table's values ask for, column by column. Looked at once per column. */
export function planOfTable(table: Table, columns: readonly string[], where: string): ColumnPlan[] {
  return columns.map((name) => {
    const vector = childOf(table, name, where);
    const [first] = vector.data;
    const known = vector.data.length === 1 && first !== undefined ? plans.get(first) : undefined;
    if (known !== undefined && known.name === name) return known;
    const survey = startSurvey();
    addToSurvey(survey, readerOf(name, vector, where));
    const plan = planFrom(name, survey);
    if (vector.data.length === 1 && first !== undefined) plans.set(first, plan);
    return plan;
  });
}

/** Surveys of the named columns, for sources that are read batch by batch. */
export function surveyTable(table: Table, surveys: Map<string, ColumnSurvey>, where: string): void {
  for (const [name, survey] of surveys) addToSurvey(survey, readerOf(name, childOf(table, name, where), where));
}

/**
 * The planned columns of a Table as a block of numbers and codes. Other columns are ignored; missing or retyped ones are
 * listed together in one error.
 */
export function readTable(
  table: Table,
  plan: readonly ColumnPlan[],
  where: string,
  provenance?: readonly Origin[],
): FeatureMatrix {
  const reading = readingTable(table, plan, where, provenance);
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
}

/** The same, with a pause after every column. */
export function* readingTable(
  table: Table,
  plan: readonly ColumnPlan[],
  where: string,
  provenance?: readonly Origin[],
): Generator<void, FeatureMatrix> {
  const present = new Set(columnNames(table));
  const missing = plan.filter((column) => !present.has(column.name)).map((column) => column.name);
  if (missing.length > 0) throw missingColumns(missing, where);
  const retyped: Retyped[] = [];
  const stores: ColumnStore[] = [];
  for (const column of plan) {
    const read = readColumn(column, childOf(table, column.name, where), where);
    if ("data" in read) stores.push(read);
    else retyped.push(read);
    yield;
  }
  refuseRetyped(retyped, where);
  return new FeatureMatrix(
    table.numRows,
    plan.map((column) => column.name),
    stores,
    provenance,
  );
}

/** The error for columns that a model needs and a table lacks. */
export function missingColumns(missing: readonly string[], where: string): KindredError {
  const one = missing.length === 1;
  return new KindredError({
    code: "MISSING_COLUMN",
    where,
    problem: `${one ? "column" : `${missing.length} columns,`} ${listed(missing)}${one ? "" : ","} ${one ? "was" : "were"} there at fit and ${one ? "is" : "are"} missing now`,
    fix: `Add ${one ? "it" : "them"}, or refit without ${one ? "it" : "them"}`,
    column: missing[0]!,
    expected: missing,
  });
}

/** One column of a Table. @throws KindredError where there is none of that name, or more than one. */
export function childOf(table: Table, name: string, where: string): Vector {
  const vector = table.getChild(name);
  const twice = table.schema.fields.filter((field) => field.name === name).length > 1;
  if (vector === null || twice)
    throw new KindredError({
      code: twice ? "DUPLICATE_COLUMN" : "MISSING_COLUMN",
      where,
      problem: twice ? `the table has more than one column "${name}"` : `the table has no column "${name}"`,
      fix: twice ? "Rename one of them" : `Its columns are ${listed(columnNames(table))}`,
      column: name,
    });
  return vector;
}
