import { type ColumnData, type Kind, missingCode } from "./kind.js";
import { EXCEPTION, PLUS, SHORTEST } from "./numbers.js";
import type { WordTable } from "./word-table.js";

/** Numbers with what is known of their spelling. */
interface SpelledNumbers {
  readonly kind: Kind;
  readonly data: ColumnData;
  readonly spellings?: Uint8Array | undefined;
  readonly exceptions?: ReadonlyMap<number, string> | undefined;
}

/** Writes the words that the first rows' numbers were in the file, as codes, to codes[at...]. */
export function writeWords(
  { kind, data, spellings, exceptions }: SpelledNumbers,
  rows: number,
  point: string,
  words: WordTable,
  codes: Int32Array,
  at: number,
): void {
  const missing = missingCode(kind);
  const noWord = missingCode("text");
  for (let i = 0; i < rows; i++) {
    const value = data[i]!;
    const spelling = spellings === undefined ? 0 : spellings[i]!;
    if (value === missing || Number.isNaN(value)) codes[at + i] = noWord;
    else if (spelling === 0) codes[at + i] = words.codeOfInteger(value);
    else if (spelling === PLUS) codes[at + i] = words.codeOfString(`+${value}`);
    else if (spelling === EXCEPTION) codes[at + i] = words.codeOfString(exceptions!.get(i)!);
    else
      codes[at + i] = words.codeOfString(
        (spelling === SHORTEST ? String(value) : value.toFixed(spelling)).replace(".", point),
      );
  }
}
