/** What a column is for. Ids never become features. */
export type Role = "feature" | "id" | "target" | "weight" | "group" | "time";
/** What its values mean: names, steps of a scale, amounts, or one of two. */
export type Level = "nominal" | "ordinal" | "numeric" | "binary";

/** What is known of one column beside its values. */
export interface ColumnSchema {
  /** What the column is for; a feature by default. */
  readonly role?: Role;
  /** What its values mean. */
  readonly level?: Level;
  /** For scales: does a higher code mean more (`"up"`) or less (`"down"`)? */
  readonly direction?: "up" | "down";
  /** What the column is about. */
  readonly description?: string;
  /** `"indicator"`: a column of 0 and 1 that an encoder made, which says whether a row is of one category. */
  readonly kind?: "indicator";
  /** Of an indicator: the column that it was made of. */
  readonly source?: string;
  /** Of an indicator: the category that it stands for. */
  readonly category?: string;
  /** Of an indicator: what that category means, where that is known. */
  readonly meaning?: string;
  /** Meanings by code. */
  readonly codes?: Readonly<Record<string, string>>;
  /** Whom a value describes: a person, a household, an area. */
  readonly subject?: string;
  /** Which of these facts were not declared but guessed from values and meanings. */
  readonly guessed?: readonly GuessedFact[];
}

/** A fact about a column that may be guessed. */
export type GuessedFact = "role" | "level" | "direction";

/** What a value means, by the meanings of a column. A category may be called as some method of objects is. */
export function meaningOf(codes: ColumnSchema["codes"], value: string): string | undefined {
  return codes !== undefined && Object.hasOwn(codes, value) ? codes[value] : undefined;
}
