import type { Limits } from "../limits.js";
import type { ColumnType } from "./column-type.js";

/** A column of a schema, as far as reading needs it: an Arrow Field has this shape. */
export interface SchemaField {
  /** The column's name. */
  readonly name: string;
  /** Its Arrow type. */
  readonly type: unknown;
  /** What is known beside the type. */
  readonly metadata?: ReadonlyMap<string, string>;
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
  /**
   * One character between cells. By default that of a first line `sep=;`, or else the one of `,` `;` tab and `|` that cuts the first records
   * evenly.
   */
  readonly separator?: string;
  /** The character around cells that contain separators or line breaks; `null` for none. Default `"`. */
  readonly quote?: string | null;
  /** The decimal point. Default `"."`. */
  readonly decimal?: "." | ",";
  /**
   * The mark between groups of three digits: `,` `.` `'` `’` `_`, a space or a narrow one. Columns that are declared to be numbers may have such marks in
   * any case. Default: none.
   */
  readonly thousands?: string;
  /**
   * How dates are written, beside ISO: `DD.MM.YYYY`, `M/D/YY H:mm`, of YYYY, YY, MMM (Jan), MM, M, DD, D, HH, H, mm, ss, S (digits behind the second's
   * point) and Z. A format of digits alone, such as YYYYMMDD, reads columns that are declared to be dates.
   */
  readonly dateFormat?: string;
  /** Lines to leave out before the header: titles. Default 0. */
  readonly skip?: number;
  /** Lines that begin with this character are left out. Default: none. */
  readonly comment?: string;
  /** `true` (default): the first record holds the names. A list: these are the names, and the first record is data. */
  readonly header?: true | readonly string[];
  /**
   * Names in place of those in the header. `"unique"`: a name that comes again gets `_2`, `_3`, and one that is missing becomes `column_N`. A
   * function gets the name and the position from 0 on. By default two columns of one name are refused, unless `columns` leaves them out.
   */
  readonly rename?: "unique" | ((name: string, position: number) => string);
  /** Words that stand for a missing value, quoted or not. Default: those of pandas, such as an empty cell, NA, NaN, null and None. */
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
  /** How much a file may hold; one that holds more is refused. Default: no limits. */
  readonly limits?: Limits;
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
  /**
   * How bytes stand for characters: any name that TextDecoder knows, such as `windows-1252` or `utf-16le`, or `latin1`. Default: what a byte order
   * mark says, UTF-8 without one.
   */
  readonly encoding?: string;
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called about once a megabyte. */
  readonly onProgress?: (progress: ReadProgress) => void;
  /**
   * Threads that parse a large file; the result is the same for any number. Default: as many as the machine runs at once,
   * eight at most. Streams, packed files, other encodings than UTF-8, files with comments and limited readings use the calling thread.
   */
  readonly threads?: number;
}
