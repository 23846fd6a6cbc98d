import type { Label } from "../../matrix/index.js";
import { checkRows, type Input, missingColumns } from "../read/input.js";
import { isRecord, plainId, rowsFromColumns, rowsFromList } from "../read/json.js";
import { badRequest } from "../read/request-error.js";
import type { Rows } from "../read/rows.js";
import { finite, scoreColumns } from "./entries.js";
import type { Scored } from "./scored.js";
import type { Scorer } from "./scorer.js";

type JsonRecord = Readonly<Record<string, unknown>>;

/** A tensor of the Open Inference Protocol. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: string;
  readonly data: readonly unknown[];
}

/** One tensor in the metadata of a model; -1 stands for any number of rows. */
export type TensorMetadata = Omit<Tensor, "data">;

const DATATYPES: ReadonlySet<string> = new Set([
  ...["BOOL", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64"],
  ...["FP16", "FP32", "FP64", "BYTES"],
]);

/** The rows of an inference request: a tensor a column, or one of rows x columns. */
export function rowsFromInference(request: JsonRecord, input: Input): Rows {
  const { inputs } = request;
  if (!Array.isArray(inputs) || inputs.length === 0) throw badRequest("UNKNOWN_SHAPE", "inputs is a list of tensors.");
  const tensors = inputs.map(checkedTensor);
  const [first] = tensors;
  const width = input.columns.length;
  if (tensors.length === 1 && first!.shape.length === 2 && (width > 1 || first!.name !== input.columns[0]))
    return rowsFromMatrix(first!, width, input);
  const columns = new Map<string, readonly unknown[]>();
  for (const { name, shape, data } of tensors) {
    if (columns.has(name)) throw badRequest("DUPLICATE_COLUMN", "Two inputs have the same name.");
    if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1))
      throw badRequest("WRONG_WIDTH", "The tensor of a column has the shape [rows] or [rows, 1].");
    columns.set(name, data);
  }
  const missing = input.columns.filter((name) => !columns.has(name));
  if (missing.length > 0) throw missingColumns(missing);
  return rowsFromColumns(Object.fromEntries(columns), input);
}

function rowsFromMatrix({ shape, data }: Tensor, width: number, input: Input): Rows {
  const [rows, columns] = shape as [number, number];
  if (columns !== width) throw badRequest("WRONG_WIDTH", `The tensor must have the shape [rows, ${width}].`);
  checkRows(rows, input);
  return rowsFromList(
    Array.from({ length: rows }, (_, i) => data.slice(i * columns, (i + 1) * columns)),
    input,
  );
}

function checkedTensor(value: unknown): Tensor {
  if (!isRecord(value)) throw badRequest("UNKNOWN_SHAPE", "An input has name, shape, datatype and data.");
  const { name, shape, datatype, data } = value;
  if (typeof name !== "string" || !Array.isArray(shape) || !Array.isArray(data) || !DATATYPES.has(String(datatype)))
    throw badRequest("UNKNOWN_SHAPE", `An input has name, shape, datatype (${[...DATATYPES].join(", ")}) and data.`);
  if (shape.length === 0 || !shape.every((size) => Number.isSafeInteger(size) && size >= 0))
    throw badRequest("UNKNOWN_SHAPE", "A shape is a list of sizes.");
  const flat: unknown[] = data.some(Array.isArray) ? data.flat(shape.length - 1) : data;
  if (flat.length !== shape.reduce((product: number, size: number) => product * size, 1))
    throw badRequest("WRONG_LENGTH", "The data of an input has as many values as its shape says.");
  const whole = datatype === "BYTES" && flat.every((one) => one === null || typeof one === "string");
  return { name, shape, datatype: String(datatype), data: datatype === "BYTES" && !whole ? flat.map(plainId) : flat };
}

/** The answer: a tensor of scores, one of labels where the model decides, one an id; null where a row failed, and why in `parameters`. */
export function formatInference(scored: Scored, scorer: Scorer, request: JsonRecord, model: string): string {
  const { count, passed } = scored.rows;
  const { id, outputs: wanted } = request;
  const at = new Int32Array(count).fill(-1);
  scored.good.forEach((row, i) => {
    at[row] = i;
  });
  const rows = <T>(value: (i: number) => T): (T | null)[] => Array.from(at, (i) => (i < 0 ? null : value(i)));
  const { labels, names, values } = scored.scores;
  const all: Tensor[] = outputsOf(scorer).map((output) => {
    const shape = output.shape.map((size) => (size < 0 ? count : size));
    if (output.name === "label" && labels !== undefined) return { ...output, shape, data: rows((i) => labels[i]!) };
    if (output.shape.length === 1) {
      const [column] = scoreColumns(scorer);
      return { ...output, shape, data: rows((i) => column!.value(scored, i)) };
    }
    const width = names.length;
    const data = Array.from({ length: count * width }, (_, k) => {
      const i = at[Math.floor(k / width)]!;
      return i < 0 ? null : finite(values[i * width + (k % width)]!);
    });
    return { ...output, shape, data };
  });
  for (const { name, values: ids } of passed)
    all.push({ name, shape: [count], datatype: typeof ids[0] === "number" ? "INT64" : "BYTES", data: ids });
  const chosen =
    Array.isArray(wanted) && wanted.length > 0
      ? wanted.map((one: unknown) => (isRecord(one) ? one["name"] : one))
      : undefined;
  const unknown = chosen?.some((name) => !all.some((tensor) => tensor.name === name));
  if (unknown === true)
    throw badRequest(
      "UNKNOWN_OUTPUT",
      `The outputs are ${outputsOf(scorer)
        .map((one) => one.name)
        .join(", ")}.`,
    );
  const outputs = chosen === undefined ? all : all.filter((tensor) => chosen.includes(tensor.name));
  const failures = scored.failures.length === 0 ? {} : { parameters: { failed_rows: JSON.stringify(scored.failures) } };
  return JSON.stringify({ model_name: model, ...(typeof id === "string" ? { id } : {}), ...failures, outputs });
}

/** What comes out, for the metadata of the model. */
export function outputsOf(scorer: Scorer): readonly TensorMetadata[] {
  const { verb, names, classes } = scorer;
  const label = { name: "label", shape: [-1], datatype: datatypeOf(classes ?? []) };
  if (verb === "predictProbabilities")
    return [{ name: "probabilities", shape: [-1, names.length], datatype: "FP64" }, label];
  if (verb === "predict")
    return classes === undefined ? [{ name: "cluster", shape: [-1], datatype: "INT32" }] : [label];
  return [{ name: "values", shape: [-1, names.length], datatype: "FP64" }];
}

function datatypeOf(labels: readonly Label[]): string {
  if (labels.every((label) => typeof label === "boolean")) return "BOOL";
  if (!labels.every((label) => typeof label === "number")) return "BYTES";
  return labels.every(Number.isInteger) ? "INT64" : "FP64";
}

/** What goes in, for the metadata of the model: a tensor a column. */
export function inputsOf(scorer: Scorer): readonly TensorMetadata[] {
  return scorer.plan.map(({ name, labels, shows }) => ({
    name,
    shape: [-1],
    datatype: labels !== undefined || shows === "date" ? "BYTES" : shows === "boolean" ? "BOOL" : "FP64",
  }));
}
