import { type ColumnData, type Kind, missingCode } from "./kind.js";
import { ODD, SHORTEST } from "./numbers.js";
import type { WordTable } from "./word-table.js";

/** Numbers with what is known of their spelling. */
interface Spelt {
  readonly kind: Kind;
  readonly data: ColumnData;
  readonly forms?: Uint8Array | undefined;
  readonly odd?: ReadonlyMap<number, string> | undefined;
}

/** Writes the words that the first rows' numbers were in the file, as codes, to codes[at...]. */
export function writeWords(
  { kind, data, forms, odd }: Spelt,
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
    const form = forms === undefined ? 0 : forms[i]!;
    if (value === missing || Number.isNaN(value)) codes[at + i] = noWord;
    else if (form === 0) codes[at + i] = words.codeOfInteger(value);
    else if (form === ODD) codes[at + i] = words.codeOfString(odd!.get(i)!);
    else
      codes[at + i] = words.codeOfString((form === SHORTEST ? String(value) : value.toFixed(form)).replace(".", point));
  }
}
