/**
 * What a column may be declared to hold: `int` integers alone; `number` integers, or decimals where the file has some;
 * `float` decimals always (all three with needless zeros or marks between thousands, where the file has such); `text`; `boolean` true and
 * false, yes and no, on and off, t and f, y and n, or 1 and 0, in any case; `date` ISO dates, or dates in `dateFormat`, with a time or without.
 */
export type ColumnType = "int" | "number" | "float" | "text" | "boolean" | "date";

const DESCRIPTIONS: Readonly<Record<ColumnType, string>> = {
  int: "an integer",
  number: "a number",
  float: "a number",
  text: "text",
  boolean: "true or false",
  date: "a date",
};

/** The types that may be declared. */
export const COLUMN_TYPES: readonly ColumnType[] = Object.keys(DESCRIPTIONS) as ColumnType[];

/** A type in words, with its article. */
export function describeType(type: ColumnType): string {
  return DESCRIPTIONS[type];
}
