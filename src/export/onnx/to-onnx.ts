import { KindredError } from "../../errors/index.js";
import type { Label } from "../../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { type Answer, type ExportableModel, exportedModel } from "../exported-model.js";
import { type Columns, OnnxContext } from "./context.js";
import { columnType, inputValues, isWellFormed, outputColumn, ROWS, readInputs } from "./inputs.js";
import { type ElementType, encodeModel, type OnnxValue } from "./message.js";
import { translate } from "./operations/index.js";

/** Options of toOnnx. */
export interface ToOnnxOptions {
  /** What is asked: by default `"predict"`, or `"transform"` of a model that does not predict. */
  readonly verb?: "predict" | "transform";
  /**
   * What goes in: one tensor of rows x 1 for each column, named after it (`"columns"`, the default), or one of rows x columns named `X`
   * (`"matrix"`, for columns of numbers alone).
   */
  readonly input?: "columns" | "matrix";
  /** The text that stands for missing text, since tensors have no null. Default `""`. */
  readonly missing?: string;
}

const WHERE = "toOnnx";
/** ONNX 1.16, the first with trees in double precision. */
const IR_VERSION = 10;
const OPSETS: ReadonlyMap<string, number> = new Map([
  ["", 21],
  ["ai.onnx.ml", 5],
]);

const checkOnnx = optionsCheck<ToOnnxOptions>("toOnnx", {
  verb: check.oneOf("predict", "transform"),
  input: check.oneOf("columns", "matrix"),
  missing: check.text,
});

/**
 * A fitted model as the bytes of an ONNX model (ONNX 1.16: opset 21, ai.onnx.ml 5), for onnxruntime and other runtimes.
 *
 * **In:** for each column a tensor of rows x 1, named after the column: double for numbers, booleans (0 and 1) and dates (milliseconds since 1970),
 * with NaN where one is missing; string for text, with `missing` where it is. **Out:** of a classifier `label` (rows) and `probabilities`
 * (rows x classes, double); of a clusterer `label` (int64); of a transformer `output` (rows x columns, double), or where a column of its result is
 * text, a tensor of rows x 1 for each, named `output_<column>`. Where the model in process throws for some rows (a missing value that it needs, a
 * category that it refuses), there is `valid` (rows, bool) as well: where it is false numbers are NaN and labels say nothing. A name that a column
 * has already gets `_` in front. The model's metadata hold `kindred.kind`, `kindred.inputs`, `kindred.classes` and `kindred.columns` as JSON.
 *
 * All is computed in float64 by operators that take it, never by ONNX's own Scaler, Imputer, LinearClassifier and tree operators before
 * ai.onnx.ml 5, which answer in float32. Numbers agree with the process to 1e-9 (a runtime adds up in another order); where the model itself sums
 * in float32 (a PCA of float32 input), to about 1e-6.
 *
 * @param fitted - A fitted model.
 * @param options - What is asked, and how it is given.
 * @returns The bytes of a `ModelProto`.
 * @throws KindredError where an operation has no operators, or a name cannot be written: it says which and why.
 *
 * @example
 * ```ts
 * import { LogisticRegression } from "kindred";
 * import { toOnnx } from "kindred/export";
 *
 * const fitted = await new LogisticRegression().fit([[1], [2], [3], [4]], ["no", "no", "yes", "yes"]);
 * const bytes = toOnnx(fitted, { input: "matrix" });
 * bytes.length > 100; // true
 * ```
 */
export function toOnnx(fitted: ExportableModel, options: ToOnnxOptions = {}): Uint8Array {
  checkArguments("toOnnx", { fitted: [fitted, check.fitted] });
  checkOnnx(options);
  const { input = "columns", missing = "", verb } = options;
  if (input !== "columns" && input !== "matrix") throw refused("input", '"columns" or "matrix"', input);
  if (typeof missing !== "string" || !isWellFormed(missing)) throw refused("missing", "a text", missing);
  const { kind, plan, program, answer, refusesMissing } = exportedModel(fitted, verb, WHERE);
  const inputs = inputValues(plan, input, WHERE);
  const taken = inputs.map(({ name }) => name);
  const names = new OutputNames(taken);
  const context = new OnnxContext([...taken, ...names.reserved(answer)], WHERE);
  const columns = translate(program, readInputs(plan, inputs, missing, context), context);
  const valid = validRows(columns, refusesMissing, context);
  const outputs = writeOutputs(answer, columns, valid, { missing, names, context });
  return encodeModel({
    irVersion: IR_VERSION,
    opsets: OPSETS,
    name: "kindred",
    nodes: context.graph.nodes,
    constants: context.graph.constants,
    inputs,
    outputs,
    metadata: new Map([
      ["kindred.kind", kind],
      ["kindred.inputs", JSON.stringify(plan.map((column) => ({ name: column.name, type: columnType(column) })))],
      ...(answer.kind === "classes" ? [["kindred.classes", JSON.stringify(answer.classes)] as const] : []),
      ...(answer.kind === "columns" ? [["kindred.columns", JSON.stringify(answer.names)] as const] : []),
    ]),
  });
}

function refused(option: string, expected: string, got: unknown): KindredError {
  return new KindredError({
    code: "INVALID_PARAMETER",
    where: WHERE,
    problem: `${option} is ${JSON.stringify(got)}`,
    fix: `Use ${expected}`,
    got,
  });
}

/** Names of outputs that no input has. */
class OutputNames {
  readonly #taken: ReadonlySet<string>;

  constructor(taken: readonly string[]) {
    this.#taken = new Set(taken);
  }

  of(name: string): string {
    return this.#taken.has(name) ? this.of(`_${name}`) : name;
  }

  reserved(answer: Answer): string[] {
    const columns = answer.kind === "columns" ? answer.names.map((name) => this.of(`output_${name}`)) : [];
    return [...["label", "probabilities", "output", "valid"].map((name) => this.of(name)), ...columns];
  }
}

/** A condition, rows x 1, that holds where the model would answer; undefined where it always does. */
function validRows({ matrix }: Columns, refusesMissing: boolean, context: OnnxContext): string | undefined {
  const { graph, conditions } = context;
  const all = [...conditions];
  if (refusesMissing) {
    const wrong = graph.cast(graph.op("Not", [graph.isFinite(matrix)]), "double");
    all.push(graph.op("Equal", [graph.sum(wrong), graph.number(0)]));
  }
  return all.length === 0 ? undefined : all.reduce((a, b) => graph.op("And", [a, b]));
}

interface Writing {
  readonly missing: string;
  readonly names: OutputNames;
  readonly context: OnnxContext;
}

function writeOutputs(answer: Answer, columns: Columns, valid: string | undefined, writing: Writing): OnnxValue[] {
  const { names, context, missing } = writing;
  const { graph } = context;
  const outputs: OnnxValue[] = [];
  const give = (name: string, tensor: string, type: ElementType, shape: OnnxValue["shape"]): void => {
    const own = names.of(name);
    graph.nameAs(tensor, own);
    outputs.push({ name: own, type, shape });
  };
  const flat = (tensor: string): string => graph.op("Reshape", [tensor, graph.integers([-1])]);
  const numbers = valid === undefined ? columns.matrix : graph.where(valid, columns.matrix, graph.number(Number.NaN));
  if (answer.kind === "cluster") {
    const isNone = graph.isMissing(numbers);
    const label = graph.cast(graph.where(isNone, graph.number(-1), numbers), "int64");
    give("label", flat(label), "int64", [ROWS]);
  } else if (answer.kind === "classes") {
    const { classes } = answer;
    const place = flat(decided(answer, columns, context));
    const { constant, type, none } = labelsOf(classes, context);
    const label = graph.op("Gather", [constant, place], { axis: { int: 0 } });
    const shown = valid === undefined ? label : none(flat(valid), label);
    give("label", shown, type, [ROWS]);
    give("probabilities", numbers, "double", [ROWS, classes.length]);
  } else if (columns.texts.size === 0) give("output", numbers, "double", [ROWS, answer.names.length]);
  else
    answer.names.forEach((name, j) => {
      const { tensor, type } = outputColumn({ ...columns, matrix: numbers }, j, missing, context);
      give(`output_${name}`, tensor, type, [ROWS, 1]);
    });
  if (valid !== undefined) give("valid", flat(valid), "bool", [ROWS]);
  return outputs;
}

/** The position of the class that a row gets, rows x 1. */
function decided(
  answer: Extract<Answer, { readonly kind: "classes" }>,
  { matrix }: Columns,
  context: OnnxContext,
): string {
  const { graph } = context;
  const { decision } = answer;
  if (decision.kind === "likeliest") return graph.op("ArgMax", [matrix], { axis: { int: 1 }, keepdims: { int: 1 } });
  const { column, threshold } = decision;
  const isLikely = graph.op("GreaterOrEqual", [graph.column(matrix, column), graph.number(threshold)]);
  return graph.where(isLikely, graph.integers([column]), graph.integers([1 - column]));
}

interface Labels {
  readonly constant: string;
  readonly type: ElementType;
  /** The labels of rows that are valid, and a value of the type for the others. */
  readonly none: (valid: string, label: string) => string;
}

/** Labels as a constant: text, whole numbers, other numbers, or booleans. */
function labelsOf(classes: readonly Label[], { graph }: OnnxContext): Labels {
  const dims = [classes.length];
  if (classes.every((label) => typeof label === "boolean"))
    return {
      constant: graph.constant({ type: "bool", dims, data: Uint8Array.from(classes, Number) }),
      type: "bool",
      none: (valid, label) => graph.op("And", [valid, label]),
    };
  if (classes.every((label) => Number.isSafeInteger(label)))
    return {
      constant: graph.integers(classes as readonly number[]),
      type: "int64",
      none: (valid, label) => graph.where(valid, label, graph.integers([-1])),
    };
  if (classes.every((label) => typeof label === "number"))
    return {
      constant: graph.numbers(classes as readonly number[], dims),
      type: "double",
      none: (valid, label) => graph.where(valid, label, graph.number(Number.NaN)),
    };
  return {
    constant: graph.constant({ type: "string", dims, data: classes.map(String) }),
    type: "string",
    none: (valid, label) => graph.where(valid, label, graph.constant({ type: "string", dims: [1], data: [""] })),
  };
}
