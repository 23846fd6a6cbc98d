import type { Input } from "./input.js";
import { checkRows, missingText, positionsIn } from "./input.js";
import { badRequest, RequestError } from "./request-error.js";
import { type PassedColumn, type Rows, RowsBuilder } from "./rows.js";

type JsonRecord = Readonly<Record<string, unknown>>;

/** JSON text as a value, with at most `depth` objects and arrays within each other. */
export function parseJson(text: string, depth: number): unknown {
  checkDepth(text, depth);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("MALFORMED_JSON", "The body is not valid JSON.");
  }
}

/** Counts brackets outside of words before anything is built. */
function checkDepth(text: string, most: number): void {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) {
      i = endOfString(text, i + 1);
    } else if (code === 91 || code === 123) {
      if (++depth > most)
        throw new RequestError(413, "TOO_DEEP", `JSON may be nested ${most} levels deep. Send rows of plain values.`);
    } else if (code === 93 || code === 125) depth--;
  }
}

function endOfString(text: string, from: number): number {
  for (let i = from; ; ) {
    const quote = text.indexOf('"', i);
    if (quote < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 92 && quote - 1 - slashes >= from) slashes++;
    if (slashes % 2 === 0) return quote;
    i = quote + 1;
  }
}

/** Is it an object, and no array? */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const SHAPES =
  'Send {"instances": [{column: value, …}, …]}, {"dataframe_split": {"columns": […], "data": [[…], …]}}, {"dataframe_records": […]}, ' +
  '{"inputs": {column: […], …}}, an array of rows, or one row.';

/** The rows of a JSON body in one of the shapes that SageMaker and MLflow send. */
export function rowsFromJson(body: unknown, input: Input): Rows {
  if (Array.isArray(body)) return rowsFromList(body, input);
  if (!isRecord(body)) throw badRequest("UNKNOWN_SHAPE", SHAPES);
  const { instances, dataframe_split: split, dataframe_records: records, inputs } = body;
  if (Array.isArray(instances)) return rowsFromList(instances.map(features), input);
  if (isRecord(split)) return rowsFromSplit(split, input);
  if (Array.isArray(records)) return rowsFromList(records, input);
  if (Array.isArray(inputs)) return rowsFromList(inputs, input);
  if (isRecord(inputs)) return rowsFromColumns(inputs, input);
  if (input.columns.some((name) => Object.hasOwn(body, name))) return rowsFromList([body], input);
  throw badRequest("UNKNOWN_SHAPE", SHAPES);
}

/** SageMaker writes a row of values as `{"features": […]}`. */
function features(instance: unknown): unknown {
  return isRecord(instance) && Array.isArray(instance["features"]) ? instance["features"] : instance;
}

/** Rows by name, or by position. */
export function rowsFromList(list: readonly unknown[], input: Input): Rows {
  checkRows(list.length, input);
  const rows = new RowsBuilder(input.columns, list.length);
  for (const row of list) addRow(row, rows, input);
  const passed = input.ids.flatMap((name): PassedColumn[] => {
    const values = list.map((row) => (isRecord(row) && Object.hasOwn(row, name) ? row[name] : null));
    return values.some((value) => value !== null) ? [{ name, values: values.map(plainId) }] : [];
  });
  return rows.finish(passed);
}

/** One row of JSON. */
export function addRow(row: unknown, rows: RowsBuilder, input: Input): void {
  if (Array.isArray(row)) addValues(row, rows, input);
  else if (isRecord(row)) addRecord(row, rows, input);
  else rows.fail("NOT_A_ROW", "a row is an object by column name, or an array of values in the order of the columns");
  rows.next();
}

function addRecord(row: JsonRecord, rows: RowsBuilder, input: Input): void {
  const { columns, readers } = input;
  for (let j = 0; j < columns.length; j++) {
    const name = columns[j]!;
    const value = row[name];
    // Names such as "constructor" are found in every object.
    if (value === undefined || (typeof value === "object" && value !== null) || typeof value === "function")
      if (!Object.hasOwn(row, name)) {
        const missing = columns.filter((other) => !Object.hasOwn(row, other));
        rows.fail("MISSING_COLUMN", missingText(missing), j);
        return;
      }
    const cell = readers[j]!.value(value);
    if (typeof cell === "string") {
      rows.fail("RETYPED_COLUMN", `expected ${cell}`, j);
      return;
    }
    rows.set(j, cell);
  }
}

function addValues(row: readonly unknown[], rows: RowsBuilder, { columns, readers }: Input): void {
  if (row.length !== columns.length) {
    rows.fail("WRONG_WIDTH", `the row has ${row.length} values where the model has ${columns.length} columns`);
    return;
  }
  for (let j = 0; j < columns.length; j++) {
    const cell = readers[j]!.value(row[j]);
    if (typeof cell === "string") {
      rows.fail("RETYPED_COLUMN", `expected ${cell}`, j);
      return;
    }
    rows.set(j, cell);
  }
}

function rowsFromSplit(split: JsonRecord, input: Input): Rows {
  const { columns: names, data, index } = split;
  if (!Array.isArray(data)) throw badRequest("UNKNOWN_SHAPE", SHAPES);
  checkRows(data.length, input);
  if (names === undefined) return rowsFromList(data, input);
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string"))
    throw badRequest("UNKNOWN_SHAPE", "dataframe_split.columns is a list of names.");
  const positions = positionsIn(names, input);
  const rows = new RowsBuilder(input.columns, data.length);
  for (const row of data as unknown[]) {
    if (!Array.isArray(row) || row.length !== names.length)
      rows.fail("WRONG_WIDTH", `the row must be an array of ${names.length} values, one a column`);
    else addAt(row, positions, rows, input);
    rows.next();
  }
  const passed = input.ids.flatMap((name): PassedColumn[] => {
    const at = names.indexOf(name);
    const values = data.map((row: unknown) => (Array.isArray(row) ? row[at] : null));
    return at < 0 ? [] : [{ name, values: values.map(plainId) }];
  });
  const indexed = passed.length === 0 && Array.isArray(index) && index.length === data.length;
  return rows.finish(
    indexed && index.some((id, i) => id !== i) ? [{ name: "index", values: index.map(plainId) }] : passed,
  );
}

function addAt(row: readonly unknown[], positions: Int32Array, rows: RowsBuilder, { readers }: Input): void {
  for (let j = 0; j < positions.length; j++) {
    const cell = readers[j]!.value(row[positions[j]!] ?? null);
    if (typeof cell === "string") {
      rows.fail("RETYPED_COLUMN", `expected ${cell}`, j);
      return;
    }
    rows.set(j, cell);
  }
}

/** Rows from columns of values, all of one length. */
export function rowsFromColumns(columns: JsonRecord, input: Input): Rows {
  const names = Object.keys(columns);
  positionsIn(names, input);
  const lists = input.columns.map((name) => listOf(columns[name]));
  const count = lists[0]?.length ?? 0;
  checkRows(count, input);
  const passed = input.ids.flatMap((name): PassedColumn[] =>
    Object.hasOwn(columns, name) ? [{ name, values: listOf(columns[name]).map(plainId) }] : [],
  );
  if ([...lists, ...passed.map((one) => one.values)].some((list) => list.length !== count))
    throw badRequest("WRONG_LENGTH", "The columns have different lengths. Give each one value a row.");
  const rows = new RowsBuilder(input.columns, count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < lists.length; j++) {
      const cell = input.readers[j]!.value(lists[j]![i] ?? null);
      if (typeof cell !== "string") rows.set(j, cell);
      else rows.fail("RETYPED_COLUMN", `expected ${cell}`, j);
    }
    rows.next();
  }
  return rows.finish(passed);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** An id as it may go back: never more than a word or a number. */
export function plainId(value: unknown): string | number | boolean | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
