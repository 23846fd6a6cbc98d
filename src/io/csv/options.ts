import { KindredError, listed } from "../../errors/index.js";
import { COLUMN_TYPES, type ColumnType } from "./column-type.js";

/** A column of a schema, as far as reading needs it: an Arrow Field has this shape. */
export interface SchemaField {
  /** The column's name. */
  readonly name: string;
  /** Its Arrow type. */
  readonly type: unknown;
}

/** The schema of a table, as far as reading needs it: an Arrow Schema has this shape. */
export interface SchemaFields {
  /** Its columns. */
  readonly fields: readonly SchemaField[];
}

/** Rows to draw. */
export interface SampleOptions {
  /** How many, at most. */
  readonly rows: number;
  /** Which: the same seed draws the same rows. Default 0. */
  readonly seed?: number;
}

/** How a CSV text is written and what to read of it. */
export interface ParseCsvOptions {
  /** One character between cells. By default the one of `,` `;` tab and `|` that cuts the first records evenly. */
  readonly separator?: string;
  /** The character around cells that contain separators or line breaks; `null` for none. Default `"`. */
  readonly quote?: string | null;
  /** The decimal point. Default `"."`. */
  readonly decimal?: "." | ",";
  /** `true` (default): the first record holds the names. A list: these are the names, and the first record is data. */
  readonly header?: true | readonly string[];
  /** Words that stand for a missing value, quoted or not. Default `["", "NA", "NaN", "null"]`. */
  readonly nullWords?: readonly string[];
  /** The columns to read, in the order wanted. Default: all. */
  readonly columns?: readonly string[];
  /** Types of some columns. The others get the narrowest type that holds the whole file's values. */
  readonly types?: Readonly<Record<string, ColumnType>>;
  /** Types of an earlier table (`table.schema`): columns of the same name are read to them. `types` goes before it. */
  readonly schema?: SchemaFields;
  /** In columns of text, is `8.0` the word `8`? Re-saved files have the one where raw files have the other. Default `true`. */
  readonly canonicalNumbers?: boolean;
  /** Read the first rows only; types are then those of these rows. */
  readonly rows?: number;
  /** Keep a number of rows, drawn at random but by seed, in the order of the file. Types are those of the whole file. */
  readonly sample?: SampleOptions;
}

/** What a reading is about to do and how far it is, in bytes of the file (or of the text). */
export interface ReadProgress {
  /** What is being done. */
  readonly step: string;
  /** Bytes done. */
  readonly done: number;
  /** Not a number where it is unknown, as for a stream. */
  readonly total: number;
}

/** Options of `readCsv`. */
export interface ReadCsvOptions extends ParseCsvOptions {
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called about once a megabyte. */
  readonly onProgress?: (progress: ReadProgress) => void;
  /**
   * Threads that parse a large file; the result is the same for any number. Default: as many as the machine runs at once,
   * eight at most. Streams, packed files and limited readings use the calling thread.
   */
  readonly threads?: number;
}

/** Options with every default filled in, checked. */
export interface CsvPlan {
  readonly where: string;
  readonly file: string;
  readonly separator: number | undefined;
  readonly quote: number;
  readonly point: number;
  readonly header: true | readonly string[];
  readonly nullWords: readonly string[];
  readonly columns: readonly string[] | undefined;
  readonly types: Readonly<Record<string, ColumnType>>;
  readonly schema: readonly SchemaField[];
  readonly canonicalNumbers: boolean;
  readonly rows: number | undefined;
  readonly sample: { readonly rows: number; readonly seed: number } | undefined;
}

const KNOWN: ReadonlySet<string> = new Set([
  ...["separator", "quote", "decimal", "header", "nullWords", "columns", "types", "schema", "canonicalNumbers"],
  ...["rows", "sample", "signal", "onProgress", "threads", "batchRows"],
]);

/** Checks options and fills in the defaults. `file` is what messages call the input. */
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
  const unknown = Object.keys(options).filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) refuse("every option", `one of ${[...KNOWN].join(", ")}`, unknown);
  const { separator, quote = '"', decimal = ".", header = true, nullWords = ["", "NA", "NaN", "null"] } = options;
  const { columns, types = {}, schema, canonicalNumbers = true, rows, sample } = options;
  if (separator !== undefined && !isMark(separator))
    refuse("separator", "one character that no number holds", separator);
  if (quote !== null && !isMark(quote)) refuse("quote", "one character that no number holds, or null", quote);
  if (decimal !== "." && decimal !== ",") refuse("decimal", '"." or ","', decimal);
  if (separator !== undefined && (separator === quote || separator === decimal))
    refuse("separator", "another character than the quote and the decimal point", separator);
  if (header !== true && !isNames(header)) refuse("header", "true or a list of different names", header);
  if (!Array.isArray(nullWords) || !nullWords.every((word) => typeof word === "string"))
    refuse("nullWords", "a list of words", nullWords);
  if (columns !== undefined && !isNames(columns)) refuse("columns", "a list of different names", columns);
  for (const [name, type] of Object.entries(types))
    if (!COLUMN_TYPES.includes(type)) refuse(`the type of column "${name}"`, `one of ${listed(COLUMN_TYPES)}`, type);
  if (rows !== undefined && !isCount(rows)) refuse("rows", "a whole number", rows);
  if (sample !== undefined && !isCount(sample.rows)) refuse("sample.rows", "a whole number", sample.rows);
  if (sample?.seed !== undefined && !Number.isSafeInteger(sample.seed))
    refuse("sample.seed", "a whole number", sample.seed);
  const { threads } = options;
  if (threads !== undefined && (!isCount(threads) || threads === 0))
    refuse("threads", "a whole number above 0", threads);
  return {
    where,
    file,
    separator: separator?.charCodeAt(0),
    quote: quote === null ? -1 : quote.charCodeAt(0),
    point: decimal.charCodeAt(0),
    header,
    nullWords,
    columns,
    types,
    schema: schema?.fields ?? [],
    canonicalNumbers,
    rows,
    sample: sample === undefined ? undefined : { rows: sample.rows, seed: sample.seed ?? 0 },
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
