import type { ColumnPlan } from "../../matrix/index.js";
import { cannot } from "../cannot.js";
import type { Columns, OnnxContext, TextColumn } from "./context.js";
import type { ElementType, OnnxValue } from "./message.js";

/** The name of the size that is not known before. */
export const ROWS = "rows";
/** The one input of a model that takes a matrix. */
export const MATRIX = "X";

/** The tensors that a graph is given. */
export function inputValues(plan: readonly ColumnPlan[], kind: "columns" | "matrix", where: string): OnnxValue[] {
  if (kind === "matrix") {
    const other = plan.find(({ labels }) => labels !== undefined);
    if (other !== undefined)
      throw cannot(
        where,
        `the column ${JSON.stringify(other.name)}`,
        "it holds words, and a matrix holds numbers alone",
        'Use { input: "columns" }, or encode words before the model',
      );
    return [{ name: MATRIX, type: "double", shape: [ROWS, plan.length] }];
  }
  return plan.map(({ name, labels }): OnnxValue => {
    checkName(name, where);
    return { name, type: labels === undefined ? "double" : "string", shape: [ROWS, 1] };
  });
}

/** Has a text bytes in UTF-8? Half a character (a lone surrogate) has none. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function checkName(name: string, where: string): void {
  if (name !== "" && !name.includes("\0") && isWellFormed(name)) return;
  throw cannot(
    where,
    `the column ${JSON.stringify(name)}`,
    "ONNX has no empty names, and none with the character 0 or half a character",
    "Name the column otherwise",
  );
}

/** Inputs as a matrix of numbers: words become their positions, the number behind the last one for others, NaN where they are missing. */
export function readInputs(
  plan: readonly ColumnPlan[],
  inputs: readonly OnnxValue[],
  missing: string,
  context: OnnxContext,
): Columns {
  const { graph, where } = context;
  if (inputs[0]!.shape[1] === plan.length) return context.numbers(inputs[0]!.name, plan.length);
  const texts = new Map<number, TextColumn>();
  const parts = plan.map(({ labels }, j) => {
    const { name } = inputs[j]!;
    if (labels === undefined) return { name, width: 1 };
    checkWords(labels, inputs[j]!.name, missing, where);
    texts.set(j, { words: labels, text: name });
    const codes = graph.ml("LabelEncoder", [name], {
      keys_strings: { strings: [...labels, missing] },
      values_floats: { floats: [...labels.keys(), Number.NaN] },
      default_float: { float: labels.length },
    });
    return { name: graph.cast(codes, "double"), width: 1 };
  });
  return { matrix: graph.concat(parts), width: plan.length, texts };
}

/** Words that single precision counts. */
const MOST_WORDS = 1 << 24;

function checkWords(labels: readonly string[], column: string, missing: string, where: string): void {
  const what = `the column ${JSON.stringify(column)}`;
  if (labels.includes(missing))
    throw cannot(
      where,
      what,
      `${JSON.stringify(missing)} is one of its categories, and stands for missing text (tensors have no null)`,
      "Choose another `missing`",
    );
  if (!labels.every(isWellFormed))
    throw cannot(where, what, "a category holds half a character, which UTF-8 has no bytes for", "Name it otherwise");
  if (labels.length > MOST_WORDS)
    throw cannot(where, what, `it has more than ${MOST_WORDS} categories`, "Group them before");
}

/** What a column is called in a model's metadata. */
export function columnType({ labels, shows }: ColumnPlan): "text" | "boolean" | "date" | "number" {
  return labels === undefined ? (shows ?? "number") : "text";
}

/** A column of a result as its own tensor: numbers, or words. */
export function outputColumn(
  { matrix, texts }: Columns,
  position: number,
  missing: string,
  { graph }: OnnxContext,
): { readonly tensor: string; readonly type: ElementType } {
  const column = graph.column(matrix, position);
  const known = texts.get(position);
  if (known === undefined) return { tensor: column, type: "double" };
  const { words, text } = known;
  const none = graph.constant({ type: "string", dims: [1, 1], data: [missing] });
  const isMissing = graph.isMissing(column);
  const place = graph.where(isMissing, graph.number(words.length), column);
  const inside = graph.op("Min", [place, graph.number(words.length)]);
  const at = graph.op("Reshape", [graph.cast(inside, "int64"), graph.integers([-1])]);
  const listed = graph.constant({ type: "string", dims: [words.length + 1, 1], data: [...words, missing] });
  const word = graph.op("Gather", [listed, at], { axis: { int: 0 } });
  if (text === undefined) return { tensor: word, type: "string" };
  const isOther = graph.op("Equal", [inside, graph.number(words.length)]);
  return { tensor: graph.where(isMissing, none, graph.where(isOther, text, word)), type: "string" };
}
