import { Bool, Float64, type Table, Utf8, type Vector, vectorFromArray } from "apache-arrow";
import { type Program, runProgram } from "../engine/program/index.js";
import { type Fitted, likeliest, type Verb } from "../estimator/index.js";
import { type Answer, exportedModel } from "../export/exported-model.js";
import { type ColumnPlan, emptyMatrix, FeatureMatrix, type Label, planOf, valueAt } from "../matrix/index.js";
import { tableOf, writeTable } from "../table/index.js";

/** A column of answers, and its type in Spark's SQL. */
export interface AnswerColumn {
  readonly name: string;
  readonly type: "string" | "boolean" | "date" | "int" | "float" | "double";
}

/** How executors answer about a row. */
export interface Answering {
  readonly program: Program;
  readonly answer: Answer;
  readonly columns: readonly AnswerColumn[];
}

/** How a verb of a fitted model answers on executors. Its columns have the names that `toSql` gives them. */
export function answeringOf(fitted: Fitted, verb: Verb, where: string): Answering {
  if (verb === "predict") {
    const { program, answer } = exportedModel(fitted, "predict", where);
    return { program, answer, columns: [decisionColumn(answer)] };
  }
  const { program } = fitted.compiled(verb);
  const { plan, provenance } = fitted.spec.input;
  const outputs = planOf(runProgram(program, { x: emptyMatrix(plan, provenance), row: 0 }));
  const columns = outputs.map((output) => ({
    name: verb === "transform" ? output.name : `probability_${output.name}`,
    type: typeOf(output),
  }));
  return { program, answer: { kind: "columns", names: columns.map(({ name }) => name) }, columns };
}

function decisionColumn(answer: Answer): AnswerColumn {
  if (answer.kind !== "classes") return { name: "cluster", type: "int" };
  const { classes } = answer;
  if (classes.every((label) => typeof label === "boolean")) return { name: "prediction", type: "boolean" };
  if (!classes.every((label) => typeof label === "number")) return { name: "prediction", type: "string" };
  const isInt = classes.every((label) => Number.isInteger(label) && Math.abs(Number(label)) < 2 ** 31);
  return { name: "prediction", type: isInt ? "int" : "double" };
}

function typeOf({ labels, shows, storage }: ColumnPlan): AnswerColumn["type"] {
  if (labels !== undefined) return "string";
  if (shows !== undefined) return shows;
  return storage === "float64" ? "double" : storage === "float32" ? "float" : "int";
}

/** The answers that the result of a program stands for. */
export function answersOf(result: FeatureMatrix, { answer, columns }: Omit<Answering, "program">): Table {
  const names = columns.map(({ name }) => name);
  if (answer.kind !== "columns") return tableOf(names, [labelVector(decisionsOf(result, answer))], result.rows);
  const { rows, stores, provenance } = result;
  return writeTable(new FeatureMatrix(rows, names, stores, provenance));
}

function labelVector(labels: readonly Label[]): Vector {
  const type = typeof labels[0];
  if (type === "number") return vectorFromArray(labels as number[], new Float64());
  return type === "boolean"
    ? vectorFromArray(labels as boolean[], new Bool())
    : vectorFromArray(labels.map(String), new Utf8());
}

function decisionsOf(result: FeatureMatrix, answer: Exclude<Answer, { kind: "columns" }>): Label[] {
  const values = new Float64Array(result.stores.length);
  return Array.from({ length: result.rows }, (_, i) => {
    for (let j = 0; j < values.length; j++) values[j] = valueAt(result.stores[j]!, i);
    if (answer.kind === "cluster") return values.length === 1 ? values[0]! : likeliest(values);
    const { classes, decision } = answer;
    if (decision.kind === "likeliest") return classes[likeliest(values)]!;
    const { column, threshold } = decision;
    return classes[values[column]! >= threshold ? column : 1 - column]!;
  });
}
