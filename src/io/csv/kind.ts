import { allocate } from "../../matrix/index.js";

/** How a column is stored so far, from narrow to wide. */
export type Kind = "int8" | "int16" | "int32" | "float64" | "text";
/** The arrays of each kind; text is stored as codes of its words. */
export type ColumnData = Int8Array | Int16Array | Int32Array | Float64Array;

const WIDTHS: Readonly<Record<Kind, number>> = { int8: 1, int16: 2, int32: 4, float64: 8, text: 4 };
const MISSING_CODES: Readonly<Record<Kind, number>> = {
  int8: -128,
  int16: -32768,
  int32: -2147483648,
  float64: Number.NaN,
  text: -2147483648,
};

/** An empty array of a kind. */
export function arrayOf(kind: Kind, length: number): ColumnData {
  const memory = allocate(length * WIDTHS[kind]);
  if (kind === "int8") return new Int8Array(memory);
  if (kind === "int16") return new Int16Array(memory);
  return kind === "float64" ? new Float64Array(memory) : new Int32Array(memory);
}

/** The code in the slots of missing values. */
export function missingCode(kind: Kind): number {
  return MISSING_CODES[kind];
}

/** The narrowest kind that holds an integer beside its missing code. */
export function narrowest(value: number): Kind {
  const size = Math.abs(value);
  return size <= 127 ? "int8" : size <= 32767 ? "int16" : size <= 2147483647 ? "int32" : "float64";
}

/** Is kind a stored wider than kind b? (Text is not compared.) */
export function isWider(a: Kind, b: Kind): boolean {
  return WIDTHS[a] > WIDTHS[b];
}
