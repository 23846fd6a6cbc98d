import type { ColumnPlan } from "../../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { type ExportableModel, exportedModel } from "../exported-model.js";
import { HELPERS } from "./helpers.js";
import { literal } from "./literal.js";
import { MATH } from "./math.js";
import { type OperationData, programData } from "./program-data.js";
import { RUNTIME } from "./runtime.js";

const WHERE = "toJavaScript";

/** Options of toJavaScript. */
export interface ToJavaScriptOptions {
  /** What is asked: by default `"predict"`, or `"transform"` of a model that does not predict. */
  readonly verb?: "predict" | "transform";
}

const checkJavaScript = optionsCheck<ToJavaScriptOptions>("toJavaScript", {
  verb: check.oneOf("predict", "transform"),
});

/**
 * A fitted model as the text of one ES module without dependencies, which gives the bits of `fitted.row` on every engine.
 *
 * The module exports `kind`, `inputColumns`, and: of a classifier `classes`, `predict` and `predictProbabilities`; of a clusterer `predict`; of a
 * transformer `outputColumns` and `transform`. Each is a function of one record by column name (null where a value is missing), or of an array of
 * values in the order of `inputColumns`. They throw an Error where the model in process would.
 *
 * @param fitted - A fitted model.
 * @param options - What is asked of it.
 * @returns The module's source text.
 * @throws KindredError where an operation cannot leave the process: it says which and why.
 *
 * @example
 * ```ts
 * import { LogisticRegression } from "kindred";
 * import { toJavaScript } from "kindred/export";
 *
 * const fitted = await new LogisticRegression().fit([[1], [2], [3], [4]], ["no", "no", "yes", "yes"]);
 * const source = toJavaScript(fitted);
 * const model = await import(`data:text/javascript,${encodeURIComponent(source)}`);
 * model.predict([4]); // "yes"
 * ```
 */
export function toJavaScript(fitted: ExportableModel, options: ToJavaScriptOptions = {}): string {
  checkArguments("toJavaScript", { fitted: [fitted, check.fitted] });
  checkJavaScript(options);
  const { kind, plan, program, answer, refusesMissing } = exportedModel(fitted, options.verb, WHERE);
  const data = programData(program, WHERE);
  const used = [...operationsOf(data)].map((op) => `  ${op}: ${RUNTIME[op as keyof typeof RUNTIME]},`);
  return [
    `// A fitted ${kind.replace(/[^\w/ -]/g, "")}, written by kindred: it needs nothing else.`,
    `export const kind = ${literal(kind)};`,
    `export const inputColumns = ${literal(plan.map(({ name }) => name))};`,
    MATH,
    HELPERS,
    `const OPERATIONS = {\n${used.join("\n")}\n};`,
    "function compile(program) {\n  const steps = program.map((operation) => OPERATIONS[operation.op](operation));\n  return (values) => steps.reduce((current, step) => step(current), values);\n}",
    `const run = compile(${literal(data)});`,
    `const KINDS = ${literal(plan.map(columnKind))};`,
    READ,
    `function answer(record) {\n  const values = run(read(record));\n${refusesMissing ? '  if (!values.every(Number.isFinite)) throw new Error("a value is missing or infinite that the model needs");\n' : ""}  return values;\n}`,
    ...verbs(answer),
    "",
  ].join("\n");
}

function* operationsOf(program: readonly OperationData[]): Generator<string> {
  const seen = new Set<string>();
  const add = (list: readonly OperationData[]): void => {
    for (const operation of list) {
      seen.add(operation.op);
      if (operation.op === "union") for (const branch of operation["branches"] as OperationData[][]) add(branch);
    }
  };
  add(program);
  yield* seen;
}

function columnKind({ labels, shows }: ColumnPlan): readonly string[] | string {
  return labels ?? shows ?? "number";
}

const READ = `const WORDS = KINDS.map((known) => (Array.isArray(known) ? new Map(known.map((word, code) => [word, code])) : undefined));
function read(record) {
  const list = Array.isArray(record);
  if (list && record.length !== inputColumns.length) throw new Error("the row has " + record.length + " values for " + inputColumns.length + " columns");
  return inputColumns.map((name, j) => {
    const value = list ? record[j] : Object.hasOwn(record, name) ? record[name] : undefined;
    if (value === undefined) throw new Error("column " + JSON.stringify(name) + " is missing");
    if (value === null) return NaN;
    const words = WORDS[j];
    if (words !== undefined) {
      if (typeof value === "string" || typeof value === "number") return list && typeof value === "number" ? value : words.get(String(value)) ?? words.size;
    } else if (typeof value === "number") return value;
    else if (typeof value === "boolean") return value ? 1 : 0;
    else if (KINDS[j] === "date" && value instanceof Date) return value.getTime();
    throw new Error("column " + JSON.stringify(name) + " holds " + typeof value);
  });
}`;

function verbs(answer: ReturnType<typeof exportedModel>["answer"]): string[] {
  if (answer.kind === "columns")
    return [
      `export const outputColumns = ${literal(answer.names)};`,
      "export function transform(record) { return answer(record); }",
    ];
  if (answer.kind === "cluster") return ["export function predict(record) { return answer(record)[0]; }"];
  const { classes, decision } = answer;
  const chosen =
    decision.kind === "threshold"
      ? `values[${decision.column}] >= ${literal(decision.threshold)} ? ${decision.column} : ${1 - decision.column}`
      : "values.reduce((best, value, k) => (value > values[best] ? k : best), 0)";
  return [
    `export const classes = ${literal(classes)};`,
    "export function predictProbabilities(record) { return answer(record); }",
    `export function predict(record) {\n  const values = answer(record);\n  return classes[${chosen}];\n}`,
  ];
}
