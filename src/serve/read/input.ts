import type { ColumnPlan } from "../../matrix/index.js";
import { type CellReader, cellReader } from "./cell.js";
import { badRequest, RequestError } from "./request-error.js";

/** How large a request may be. */
export interface ReadLimits {
  /** Rows of one request. */
  readonly rows: number;
  /** Objects and arrays within each other. */
  readonly depth: number;
}

/** What a model reads of a request. */
export interface Input {
  /** Its columns, in order. */
  readonly columns: readonly string[];
  /** How their cells are read. */
  readonly readers: readonly CellReader[];
  /** Which of them hold words. */
  readonly isText: readonly boolean[];
  /** Columns that pass through to the answer. */
  readonly ids: readonly string[];
  readonly limits: ReadLimits;
}

/** The input of a model with this plan. */
export function inputFor(plan: readonly ColumnPlan[], ids: readonly string[], limits: ReadLimits): Input {
  const columns = plan.map((column) => column.name);
  return {
    columns,
    readers: plan.map(cellReader),
    isText: plan.map((column) => column.labels !== undefined),
    ids,
    limits,
  };
}

/** Refuses more rows than a request may have. */
export function checkRows(count: number, { limits }: Input): void {
  if (count > limits.rows)
    throw new RequestError(413, "TOO_MANY_ROWS", `A request may have ${limits.rows} rows. Divide it.`);
}

/** The positions of the model's columns among those of a request. @throws RequestError that lists all that are missing. */
export function positionsIn(names: readonly string[], input: Input): Int32Array {
  const known = new Map(names.map((name, j) => [name, j]));
  if (known.size !== names.length) throw badRequest("DUPLICATE_COLUMN", "A column is named twice. Name each one once.");
  const missing = input.columns.filter((name) => !known.has(name));
  if (missing.length > 0) throw missingColumns(missing);
  return Int32Array.from(input.columns, (name) => known.get(name)!);
}

/** The error for columns that the model needs. */
export function missingColumns(names: readonly string[]): RequestError {
  return badRequest(
    "MISSING_COLUMN",
    `${missingText(names)} Add what is missing; use null for a value that is not known.`,
  );
}

/** What is missing, the first few by name. */
export function missingText(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `"${name}"`);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  return `${names.length === 1 ? "Column" : "Columns"} ${shown.join(", ")}${more} ${names.length === 1 ? "is" : "are"} missing.`;
}
