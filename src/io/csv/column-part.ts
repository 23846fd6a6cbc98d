import type { MomentReader } from "./dates.js";
import type { ColumnData, Kind } from "./kind.js";
import type { NullWords } from "./null-words.js";
import type { NumberReader } from "./numbers.js";
import type { PresentRows } from "./presence.js";
import type { WordTable } from "./word-table.js";

/** What an earlier reading of a column found out. */
export interface Inferred {
  readonly kind: Kind;
  readonly words?: WordTable | undefined;
}

/** Rows of a column, as one thread hands them to another. */
export interface ColumnPart {
  readonly kind: Kind;
  readonly data: ColumnData;
  readonly rows: number;
  readonly spellings?: Uint8Array | undefined;
  readonly exceptions?: ReadonlyMap<number, string> | undefined;
  readonly present?: PresentRows | undefined;
  /** Words that were not handed over before: word w is bytes[offsets[w], offsets[w + 1]). */
  readonly words?: { readonly bytes: Uint8Array; readonly offsets: Int32Array } | undefined;
}

/** What all columns of a file share. */
export interface Reading {
  readonly numbers: NumberReader;
  readonly nullWords: NullWords;
  readonly point: string;
  readonly canonicalNumbers: boolean;
  /** How moments may be written; the first that reads all words of a column counts. */
  readonly moments: readonly MomentReader[];
}
