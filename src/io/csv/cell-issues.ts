import { type ColumnType, describeType } from "./column-type.js";
import type { MomentReader } from "./dates.js";
import type { DeclaredType } from "./declared-type.js";
import { ParseError } from "./parse-issue.js";
import { readTruth } from "./truth.js";
import type { WordTable } from "./word-table.js";

/** What there is to say of a column that refuses a cell. */
interface ColumnFacts {
  readonly readers: readonly MomentReader[];
  readonly name: string;
  readonly declared: DeclaredType | undefined;
  readonly words: WordTable | undefined;
}

/** The issue of a cell that is not text. */
export function notText({ name, words }: ColumnFacts, line: number): ParseError {
  const nul = words!.issue === "nul";
  return new ParseError({
    line,
    column: name,
    problem: nul ? "a NUL byte" : "bytes that are not UTF-8",
    fix: nul
      ? "Save the file as UTF-8 text, or name its `encoding`"
      : "Name the `encoding`, such as windows-1252, or save the file as UTF-8",
  });
}

/** The issue of a word that is none of its column's declared type. */
export function notOfType({ name, declared }: ColumnFacts, word: string, line: number): ParseError {
  return new ParseError({
    line,
    column: name,
    problem: `${JSON.stringify(word)} is not ${describeType(declared as ColumnType)}, which the column is declared to be`,
    fix: "Correct the cell, list the word in nullWords, or declare another type",
    expected: declared,
    got: word,
  });
}

/** The issue of a cell where there should be none. */
function notEmpty(word: string, line: number): ParseError {
  return new ParseError({
    line,
    problem: `${JSON.stringify(word)} stands behind the last column, where other rows end with a separator`,
    fix: "Give the column a name in the header or with `rename`, or quote cells that contain the separator",
    got: word,
  });
}

/** Checks a word that is new to a column of a declared type. @throws ParseError where it is none of that type. */
export function checkWord(column: ColumnFacts, code: number, line: number): void {
  const { declared } = column;
  if (declared === undefined || declared === "text") return;
  const word = column.words!.word(code);
  if (declared === "empty") throw notEmpty(word, line);
  const fits =
    declared === "date" ? column.readers.some((read) => read(word) !== undefined) : readTruth(word, true) !== undefined;
  if (!fits) throw notOfType(column, word, line);
}
