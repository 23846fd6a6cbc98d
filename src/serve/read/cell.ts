import type { ColumnPlan } from "../../matrix/index.js";

/** A value as a number, or what would have been accepted. */
export type Cell = number | string;

/** How the cells of one column become numbers. A text that comes back says what was expected. */
export interface CellReader {
  /** A value of JSON. */
  readonly value: (value: unknown) => Cell;
  /** A cell of CSV, without its quotes. */
  readonly text: (text: string) => Cell;
}

/** Words that stand for a missing value in CSV, as `readCsv` has them. */
const NULL_WORDS: ReadonlySet<string> = new Set(["", "NA", "NaN", "null"]);
const NUMBER = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/;
const MOMENT = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:?\d\d)?)?$/;
const INTEGER_AS_DECIMAL = /^-?\d+\.0+$/;

/** Reads the cells of a model's column. */
export function cellReader(column: ColumnPlan): CellReader {
  if (column.labels !== undefined) return wordReader(column.labels);
  if (column.shows === "date") return dateReader;
  return column.shows === "boolean" ? booleanReader : numberReader;
}

const numberReader: CellReader = {
  value: (value) => {
    if (typeof value === "number") return Number.isFinite(value) ? value : "a finite number";
    if (value === null) return Number.NaN;
    return typeof value === "boolean" ? Number(value) : "a number or null";
  },
  text: (text) => {
    if (NULL_WORDS.has(text)) return Number.NaN;
    const value = NUMBER.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(value) ? value : "a finite number";
  },
};

const booleanReader: CellReader = {
  value: (value) => {
    if (typeof value === "boolean") return Number(value);
    if (value === null) return Number.NaN;
    return value === 0 || value === 1 ? value : "true, false or null";
  },
  text: (text) => {
    if (NULL_WORDS.has(text)) return Number.NaN;
    const word = text.trim().toLowerCase();
    if (word === "true" || word === "1") return 1;
    return word === "false" || word === "0" ? 0 : "true or false";
  },
};

const dateReader: CellReader = {
  value: (value) => {
    if (value === null) return Number.NaN;
    if (typeof value === "number") return Number.isFinite(value) ? value : "an ISO date";
    return typeof value === "string" ? momentOf(value) : "an ISO date, milliseconds since 1970, or null";
  },
  text: (text) => (NULL_WORDS.has(text) ? Number.NaN : momentOf(text.trim())),
};

function momentOf(text: string): Cell {
  if (!MOMENT.test(text)) return "an ISO date";
  const zoned = text.length === 10 || /(Z|[-+]\d\d:?\d\d)$/.test(text.slice(10));
  const time = Date.parse(zoned ? text.replace(" ", "T") : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(time) ? "an ISO date" : time;
}

/** Words by their position among those of the fit; one that was not there then is the position behind them. */
function wordReader(labels: readonly string[]): CellReader {
  const codes = new Map(labels.map((word, code) => [word, code]));
  const codeOf = (word: string): number => codes.get(word) ?? labels.length;
  return {
    value: (value) => {
      if (typeof value === "string") return codeOf(value);
      if (value === null) return Number.NaN;
      return typeof value === "number" ? codeOf(String(value)) : "text or null";
    },
    text: (text) => {
      if (NULL_WORDS.has(text)) return Number.NaN;
      const known = codes.get(text);
      if (known !== undefined) return known;
      return INTEGER_AS_DECIMAL.test(text) ? codeOf(text.slice(0, text.indexOf("."))) : labels.length;
    },
  };
}
