import { cannot } from "../cannot.js";

/** The SQL that databases speak. */
export type SqlDialect = "duckdb" | "postgresql" | "sqlite" | "spark" | "bigquery" | "snowflake";

/** Where dialects differ, as far as models need it. Expressions go in and come out as text. */
export interface Dialect {
  readonly name: SqlDialect;
  /** A name, whatever characters it has. */
  identifier(name: string): string;
  /** A text, whatever characters it has. */
  text(value: string): string;
  /** A finite number as a double, where its neighbors say that doubles are meant. */
  number(value: number): string;
  /** A number that is a double by itself. */
  double(value: number): string;
  /** A column as a double, null where it is NaN. */
  asDouble(column: string): string;
  /** A column as text. */
  asText(column: string): string;
  /** A column of dates or timestamps as milliseconds since 1970, in UTC or the wall clock's time. */
  asMilliseconds(column: string): string;
  /** A whole number as an integer. */
  asInteger(value: string): string;
  /** The smallest and the largest of some values, none of them null. */
  least(values: readonly string[]): string;
  greatest(values: readonly string[]): string;
  power(base: string, exponent: string): string;
  /** What stands behind `AS` of a common table expression. */
  readonly hint: string;
  /** What ends a query that is not to be merged with the one around it: expressions would be repeated. */
  readonly fence: string;
  /** Do names that differ in case alone mean one column? */
  readonly ignoresCase: boolean;
  /** The most columns that a query may give; the most characters of a query; of a name (its bytes in UTF-8). */
  readonly mostColumns: number;
  readonly mostCharacters: number;
  readonly mostNameBytes: number;
  /** Characters that no name may have. */
  readonly refusedInNames: RegExp | undefined;
}

const NONE = Number.POSITIVE_INFINITY;

/** A finite number with an exponent, which most dialects read as a double; null for NaN. */
function plainNumber(value: number): string {
  if (Number.isNaN(value)) return "NULL";
  const finite = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  const digits = Object.is(finite, -0) ? "0" : String(finite);
  const text = digits.includes("e") ? digits.replace("e+", "e") : `${digits}e0`;
  return value < 0 ? `(${text})` : text;
}

const doubled = (value: string, quote: string): string => `${quote}${value.replaceAll(quote, quote + quote)}${quote}`;

/** Backslashes, quotes and line ends behind backslashes, as BigQuery, Spark and Snowflake read them. */
function escaped(value: string, quote: string): string {
  const inside = value
    .replaceAll("\\", "\\\\")
    .replaceAll(quote, `\\${quote}`)
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `${quote}${inside}${quote}`;
}

const call = (name: string, values: readonly string[]): string =>
  values.length === 1 ? values[0]! : `${name}(${values.join(", ")})`;

const COMMON = {
  number: plainNumber,
  double: plainNumber,
  identifier: (name: string) => doubled(name, '"'),
  text: (value: string) => doubled(value, "'"),
  least: (values: readonly string[]) => call("LEAST", values),
  greatest: (values: readonly string[]) => call("GREATEST", values),
  power: (base: string, exponent: string) => `POWER(${base}, ${exponent})`,
  asInteger: (value: string) => `CAST(${value} AS INTEGER)`,
  hint: "",
  fence: "",
  ignoresCase: true,
  mostColumns: NONE,
  mostCharacters: NONE,
  mostNameBytes: NONE,
  refusedInNames: undefined,
};

const DIALECTS: { readonly [D in SqlDialect]: Dialect } = {
  duckdb: {
    ...COMMON,
    name: "duckdb",
    asDouble: (column) => `NULLIF(CAST(${column} AS DOUBLE), CAST('nan' AS DOUBLE))`,
    asText: (column) => `CAST(${column} AS VARCHAR)`,
    asMilliseconds: (column) => `CAST(EPOCH_MS(${column}) AS DOUBLE)`,
  },
  postgresql: {
    ...COMMON,
    name: "postgresql",
    // Plain strings read a backslash in one of two ways, by a setting of the server.
    text: (value) => (value.includes("\\") ? `E${doubled(value.replaceAll("\\", "\\\\"), "'")}` : doubled(value, "'")),
    double: (value) => (Number.isNaN(value) ? "NULL::float8" : `${plainNumber(value)}::float8`),
    asDouble: (column) => `NULLIF(CAST(${column} AS float8), CAST('NaN' AS float8))`,
    asText: (column) => `CAST(${column} AS text)`,
    asMilliseconds: (column) => `CAST(EXTRACT(EPOCH FROM ${column}) AS float8) * 1e3`,
    fence: " OFFSET 0",
    ignoresCase: false,
    mostColumns: 1664,
    mostNameBytes: 63,
  },
  sqlite: {
    ...COMMON,
    name: "sqlite",
    asDouble: (column) => `CAST(NULLIF(${column}, '') AS REAL)`,
    asText: (column) => `CAST(${column} AS TEXT)`,
    // Dates are texts, or milliseconds since 1970.
    asMilliseconds: (column) =>
      `CASE WHEN typeof(${column}) = 'text' THEN strftime('%s', ${column}) * 1e3 + CAST(substr(strftime('%f', ${column}), 4) AS REAL) ELSE CAST(${column} AS REAL) END`,
    least: (values) => call("MIN", values),
    greatest: (values) => call("MAX", values),
    hint: "MATERIALIZED ",
    mostColumns: 2000,
  },
  spark: {
    ...COMMON,
    name: "spark",
    identifier: (name) => doubled(name, "`"),
    text: (value) => escaped(value, "'"),
    number: sparkNumber,
    double: sparkNumber,
    asDouble: (column) => `NULLIF(CAST(${column} AS DOUBLE), DOUBLE('NaN'))`,
    asText: (column) => `CAST(${column} AS STRING)`,
    asMilliseconds: (column) =>
      `(UNIX_DATE(CAST(${column} AS DATE)) * 864e5D + HOUR(${column}) * 36e5D + MINUTE(${column}) * 6e4D + SECOND(${column}) * 1e3D)`,
    asInteger: (value) => `CAST(${value} AS INT)`,
  },
  bigquery: {
    ...COMMON,
    name: "bigquery",
    identifier: (name) => escaped(name, "`"),
    text: (value) => escaped(value, "'"),
    asDouble: (column) => `IF(IS_NAN(CAST(${column} AS FLOAT64)), NULL, CAST(${column} AS FLOAT64))`,
    asText: (column) => `CAST(${column} AS STRING)`,
    asMilliseconds: (column) => `CAST(UNIX_MILLIS(CAST(${column} AS TIMESTAMP)) AS FLOAT64)`,
    asInteger: (value) => `CAST(${value} AS INT64)`,
    mostColumns: 10_000,
    mostCharacters: 1_000_000,
    mostNameBytes: 300,
    refusedInNames: /[!"$()*,./;?@[\\\]^`{}~\n\r]/,
  },
  snowflake: {
    ...COMMON,
    name: "snowflake",
    text: (value) => `'${escaped(value, "'").slice(1, -1)}'`,
    double: (value) => (Number.isNaN(value) ? "NULL::FLOAT" : `${plainNumber(value)}::FLOAT`),
    asDouble: (column) => `NULLIF(CAST(${column} AS FLOAT), CAST('NaN' AS FLOAT))`,
    asText: (column) => `CAST(${column} AS VARCHAR)`,
    asMilliseconds: (column) => `CAST(DATE_PART(EPOCH_MILLISECOND, CAST(${column} AS TIMESTAMP_NTZ)) AS FLOAT)`,
    ignoresCase: false,
    mostCharacters: 1_000_000,
    mostNameBytes: 255,
  },
};

function sparkNumber(value: number): string {
  const text = plainNumber(value);
  return Number.isNaN(value) ? text : text.endsWith(")") ? `${text.slice(0, -1)}D)` : `${text}D`;
}

/** The names of all dialects. */
export const SQL_DIALECTS: readonly SqlDialect[] = Object.keys(DIALECTS) as SqlDialect[];

/** A dialect by its name. @throws KindredError where there is none of that name. */
export function dialectOf(name: SqlDialect, where: string): Dialect {
  if (Object.hasOwn(DIALECTS, name)) return DIALECTS[name];
  throw cannot(
    where,
    `the dialect ${JSON.stringify(name)}`,
    "it is not known",
    `Use one of ${SQL_DIALECTS.join(", ")}`,
  );
}
