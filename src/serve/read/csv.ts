import { checkRows, type Input, missingColumns, positionsIn } from "./input.js";
import { badRequest } from "./request-error.js";
import { type PassedColumn, type Rows, RowsBuilder } from "./rows.js";

const TAB = 9;
const QUOTE = 34;
const COMMA = 44;
const SEMICOLON = 59;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * The rows of a CSV body. Whether its first record holds names is said by the media type (`header=present`) or seen: it does if all of
 * the model's columns are among its cells.
 */
export function rowsFromCsv(text: string, header: string | undefined, input: Input): Rows {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const separator = separatorOf(body);
  const records = recordsOf(body, separator);
  const first = records.next();
  if (first.done === true) throw badRequest("EMPTY_INPUT", "The body holds no row.");
  const names = namesIn(first.value, header, input);
  const positions = names === undefined ? undefined : positionsIn(names, input);
  const width = names?.length ?? input.columns.length;
  const rows = new RowsBuilder(input.columns, Math.ceil(body.length / (2 * width)));
  const idsAt = input.ids.map((name) => names?.indexOf(name) ?? -1);
  const ids = input.ids.map((): unknown[] => []);
  let count = 0;
  const add = (record: readonly string[]): void => {
    checkRows(++count, input);
    if (record.length !== width)
      rows.fail("WRONG_WIDTH", `the row has ${record.length} cells where ${width} are expected`);
    else addCells(record, positions, rows, input);
    idsAt.forEach((at, k) => {
      ids[k]!.push(record[at] ?? null);
    });
    rows.next();
  };
  if (names === undefined) add(first.value);
  for (const record of records) add(record);
  const passed = input.ids.map((name, k): PassedColumn => ({ name, values: ids[k]! }));
  return rows.finish(
    passed.filter((_, k) => idsAt[k]! >= 0),
    names !== undefined,
  );
}

function namesIn(
  first: readonly string[],
  header: string | undefined,
  { columns }: Input,
): readonly string[] | undefined {
  if (header === "absent") return undefined;
  const cells = new Set(first);
  const missing = columns.filter((name) => !cells.has(name));
  if (header === "present" || missing.length === 0) return first;
  // Some names, but not all: surely meant as a header.
  if (missing.length < columns.length) throw missingColumns(missing);
  return undefined;
}

function addCells(record: readonly string[], at: Int32Array | undefined, rows: RowsBuilder, { readers }: Input): void {
  for (let j = 0; j < readers.length; j++) {
    const cell = readers[j]!.text(record[at === undefined ? j : at[j]!]!);
    if (typeof cell === "string") {
      rows.fail("RETYPED_COLUMN", `expected ${cell}`, j);
      return;
    }
    rows.set(j, cell);
  }
}

/** The separator that the first line has most of outside of quotes: a comma, a semicolon or a tab. */
function separatorOf(text: string): number {
  const counts = new Map([
    [COMMA, 0],
    [SEMICOLON, 0],
    [TAB, 0],
  ]);
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) quoted = !quoted;
    else if (code === LINE_FEED && !quoted) break;
    else if (!quoted && counts.has(code)) counts.set(code, counts.get(code)! + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** Records of RFC 4180. Empty lines are none. */
function* recordsOf(text: string, separator: number): Generator<string[]> {
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = text.charCodeAt(at) === QUOTE;
    const end = quoted ? endOfQuoted(text, at + 1) : endOfPlain(text, at, separator);
    const cell = quoted ? text.slice(at + 1, end).replaceAll('""', '"') : withoutReturn(text.slice(at, end), text, end);
    at = quoted ? afterQuote(text, end + 1, separator) : end;
    record.push(cell);
    if (at < text.length && text.charCodeAt(at) === separator) {
      at++;
      if (at === text.length) record.push("");
      if (at < text.length) continue;
    } else at++;
    if (record.length > 1 || record[0] !== "") yield record;
    record = [];
  }
}

function endOfPlain(text: string, from: number, separator: number): number {
  let at = from;
  for (let code = 0; at < text.length; at++) {
    code = text.charCodeAt(at);
    if (code === separator || code === LINE_FEED) break;
  }
  return at;
}

/** A return before the line's end is part of it. */
function withoutReturn(cell: string, text: string, end: number): string {
  const last = end === text.length || text.charCodeAt(end) === LINE_FEED;
  return last && cell.endsWith("\r") ? cell.slice(0, -1) : cell;
}

function endOfQuoted(text: string, from: number): number {
  for (let end = from; ; end += 2) {
    end = text.indexOf('"', end);
    if (end < 0) throw badRequest("MALFORMED_CSV", "A quote is opened and never closed.");
    if (text.charCodeAt(end + 1) !== QUOTE) return end;
  }
}

/** Where the cell ends whose quote was closed. */
function afterQuote(text: string, from: number, separator: number): number {
  const at = text.charCodeAt(from) === CARRIAGE_RETURN ? from + 1 : from;
  const code = text.charCodeAt(at);
  if (at < text.length && code !== separator && code !== LINE_FEED)
    throw badRequest("MALFORMED_CSV", "Text follows a closed quote. Double quotes that belong to the text.");
  return at;
}
