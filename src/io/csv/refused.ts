import { type ColumnType, describeType } from "./column-type.js";
import { FlawFound } from "./malformed.js";
import type { WordTable } from "./word-table.js";

/** What there is to say of a column that refuses a cell. */
interface Refusing {
  readonly name: string;
  readonly declared: ColumnType | undefined;
  readonly words: WordTable | undefined;
}

/** The flaw of a cell that is not text. */
export function notText({ name, words }: Refusing, line: number): FlawFound {
  const nul = words!.flaw === "nul";
  return new FlawFound({
    line,
    column: name,
    problem: nul ? "a NUL byte" : "bytes that are not UTF-8",
    fix: nul ? "Save the file as UTF-8 text" : "Save the file as UTF-8",
  });
}

/** The flaw of a word that is none of its column's declared type. */
export function notOfType({ name, declared }: Refusing, word: string, line: number): FlawFound {
  return new FlawFound({
    line,
    column: name,
    problem: `${JSON.stringify(word)} is not ${describeType(declared!)}, which the column is declared to be`,
    fix: "Correct the cell, list the word in nullWords, or declare another type",
    expected: declared,
    got: word,
  });
}
