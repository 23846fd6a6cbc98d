import { KindredError } from "../../errors/index.js";
import { NOT_TEXT, WordTable } from "../csv/word-table.js";
import type { PageValues } from "./values.js";

type Bytes = PageValues & { readonly kind: "bytes" };

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Words one after the other: word w is bytes[offsets[w], offsets[w + 1]). */
export interface WordList {
  readonly offsets: Int32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The words of a column of text, each once. */
export class Words {
  readonly #table: WordTable = new WordTable(true);

  /** Codes of texts in UTF-8. @throws KindredError where a text is none. */
  ofBytes(column: string, { bytes, starts, ends }: Bytes): Int32Array {
    const codes = new Int32Array(starts.length);
    for (let i = 0; i < codes.length; i++) {
      const code = this.#table.codeOf(bytes, starts[i]!, ends[i]!);
      if (code === NOT_TEXT)
        throw new KindredError({
          code: "UNSUPPORTED",
          where: "Parquet",
          problem: `column "${column}" holds bytes that are not UTF-8`,
          fix: "Leave it out with `columns`, or write it as text",
          column,
        });
      codes[i] = code;
    }
    return codes;
  }

  /** Codes of UUIDs, as they are written. */
  ofUuids({ bytes, starts }: Bytes): Int32Array {
    return Int32Array.from(starts, (start) => {
      const hex = Array.from(bytes.subarray(start, start + 16), (byte) => HEX[byte]!).join("");
      return this.#table.codeOfString(hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"));
    });
  }

  /** Codes of strings. */
  ofStrings(words: readonly string[]): Int32Array {
    return Int32Array.from(words, (word) => this.#table.codeOfString(word));
  }

  /** All words, in the order of their codes. */
  list(): WordList {
    const { count, offsets, bytes } = this.#table;
    return { offsets: offsets.slice(0, count + 1), bytes: bytes.slice(0, offsets[count]!) };
  }
}
