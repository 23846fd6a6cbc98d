import { KindredError, listed } from "../../errors/index.js";
import type { Limits } from "../limits.js";
import { COLUMN_TYPES, type ColumnType } from "./column-type.js";
import { compileDateFormat } from "./date-format.js";
import { encodingOf } from "./encoding.js";
import { NULL_WORDS } from "./null-words.js";
import type { ReadCsvOptions, SchemaField } from "./options.js";

/** Options with every default filled in, checked. */
export interface CsvPlan {
  readonly where: string;
  readonly file: string;
  readonly separator: number | undefined;
  readonly quote: number;
  readonly point: number;
  readonly thousands: string | undefined;
  readonly dateFormat: string | undefined;
  readonly encoding: string | undefined;
  readonly skip: number;
  /** The byte that begins a comment; -1 for none. */
  readonly comment: number;
  readonly header: true | readonly string[];
  readonly rename: ReadCsvOptions["rename"];
  readonly nullWords: readonly string[];
  readonly columns: readonly string[] | undefined;
  readonly types: Readonly<Record<string, ColumnType>>;
  readonly schema: readonly SchemaField[];
  readonly canonicalNumbers: boolean;
  readonly rows: number | undefined;
  readonly sample: { readonly rows: number; readonly seed: number } | undefined;
  readonly limits: Limits;
}

const THOUSANDS: readonly string[] = [",", ".", "'", "’", "_", " ", "\u00a0", "\u202f"];

/** Judges options whose names and types are checked, and fills in the defaults. `file` is what messages call the input. */
export function planOf(where: string, file: string, options: ReadCsvOptions): CsvPlan {
  const refuse = (option: string, expected: string, got: unknown): never => {
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `${option} must be ${expected}, got ${JSON.stringify(got)}`,
      expected,
      got,
    });
  };
  const { separator, quote = '"', decimal = ".", header = true, nullWords = NULL_WORDS } = options;
  const { columns, types = {}, schema, canonicalNumbers = true, rows, sample } = options;
  const { thousands, dateFormat, skip = 0, comment, rename, encoding } = options;
  if (separator !== undefined && !isMark(separator))
    refuse("separator", "one character that no number holds", separator);
  if (quote !== null && !isMark(quote)) refuse("quote", "one character that no number holds, or null", quote);
  if (decimal !== "." && decimal !== ",") refuse("decimal", '"." or ","', decimal);
  if (separator !== undefined && (separator === quote || separator === decimal))
    refuse("separator", "another character than the quote and the decimal point", separator);
  if (thousands !== undefined && (!THOUSANDS.includes(thousands) || thousands === decimal))
    refuse("thousands", `one of ${THOUSANDS.join(" ")}, and not the decimal point`, thousands);
  if (dateFormat !== undefined && (typeof dateFormat !== "string" || compileDateFormat(dateFormat) === undefined))
    refuse("dateFormat", "a format of year, month and day, such as DD.MM.YYYY", dateFormat);
  if (!isCount(skip)) refuse("skip", "a whole number of lines", skip);
  if (comment !== undefined && (typeof comment !== "string" || !/^[!-~]$/.test(comment) || comment === quote))
    refuse("comment", "one character, and not the quote", comment);
  if (header !== true && !isNames(header)) refuse("header", "true or a list of different names", header);
  if (rename !== undefined && rename !== "unique" && typeof rename !== "function")
    refuse("rename", '"unique" or a function', rename);
  if (!Array.isArray(nullWords) || !nullWords.every((word) => typeof word === "string"))
    refuse("nullWords", "a list of words", nullWords);
  if (columns !== undefined && !isNames(columns)) refuse("columns", "a list of different names", columns);
  for (const [name, type] of Object.entries(types))
    if (!COLUMN_TYPES.includes(type)) refuse(`the type of column "${name}"`, `one of ${listed(COLUMN_TYPES)}`, type);
  if (rows !== undefined && !isCount(rows)) refuse("rows", "a whole number", rows);
  return {
    where,
    file,
    separator: separator?.charCodeAt(0),
    quote: quote === null ? -1 : quote.charCodeAt(0),
    point: decimal.charCodeAt(0),
    thousands,
    dateFormat,
    encoding: encodingOf(where, encoding),
    skip,
    comment: comment?.charCodeAt(0) ?? -1,
    header,
    rename,
    nullWords,
    columns,
    types,
    schema: schema?.fields ?? [],
    canonicalNumbers,
    rows,
    sample: sample === undefined ? undefined : { rows: sample.rows, seed: sample.seed ?? 0 },
    limits: options.limits ?? {},
  };
}

/** One byte that can stand between cells: no digit, sign, letter, point or line break. */
function isMark(text: unknown): text is string {
  return typeof text === "string" && /^[\t -~]$/.test(text) && !/[-+.0-9A-Za-z]/.test(text);
}

function isNames(names: unknown): names is readonly string[] {
  return (
    Array.isArray(names) &&
    names.length > 0 &&
    names.every((name) => typeof name === "string") &&
    new Set(names).size === names.length
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
