/** One of some values of a column and the number that it stands for. */
export interface CaseArm {
  /** The value, as a literal. */
  readonly match: string;
  readonly value: number;
}

/** A part of a sum: a column that is a name or `cases`, less its center, times its weight. */
export interface Term {
  readonly column: PlainColumn | CasesColumn;
  readonly weight: number;
  /** The sum of weight * center over all that came together here. */
  readonly moment: number;
  /** How far the column's values lie from their center, where that is known. */
  readonly spread: number | undefined;
}

/** A number: the name of a column of the query, or a literal. */
export interface PlainColumn {
  readonly kind: "number";
  readonly sql: string;
  /** Are its values known to be whole and small, which float32 holds as they are? */
  readonly whole?: boolean;
}

/** A text, by an expression that is short, and the words whose positions the program knows it by. */
export interface TextColumn {
  readonly kind: "text";
  readonly sql: string;
  readonly words: readonly string[];
}

/** Values of another column, each with a number; NaN stands for null. */
export interface CasesColumn {
  readonly kind: "cases";
  readonly sql: string;
  readonly arms: readonly CaseArm[];
  readonly missing: number;
  readonly other: number;
}

/** A weighted sum of columns, which is written when something else than another sum asks for it. */
export interface LinearColumn {
  readonly kind: "linear";
  readonly terms: readonly Term[];
  readonly bias: number;
  /** Is it rounded to float32? */
  readonly single: boolean;
}

/** A column of a program on its way, as SQL. */
export type Column = PlainColumn | TextColumn | CasesColumn | LinearColumn;
