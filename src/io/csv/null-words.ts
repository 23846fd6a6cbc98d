/** What stands for a missing value where nothing else is said: the words of pandas 3. */
export const NULL_WORDS: readonly string[] = [
  ...["", "NA", "NaN", "null", "nan", "NULL", "None", "N/A", "n/a", "<NA>", "#N/A", "#N/A N/A", "#NA"],
  ...["-NaN", "-nan", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN"],
];

const ENCODER: TextEncoder = new TextEncoder();

/** The words that stand for a missing value. */
export class NullWords {
  /** Is an empty cell missing? */
  readonly empty: boolean;
  /** Values that stand for missing: a null word that is an integer matches that integer however it is written. */
  readonly integers: ReadonlySet<number>;
  readonly #words: readonly Uint8Array[];
  /** 1 where some word starts with the byte. */
  readonly #starts: Uint8Array = new Uint8Array(256);

  constructor(words: readonly string[]) {
    this.empty = words.includes("");
    this.integers = new Set(words.filter((word) => /^-?(0|[1-9]\d{0,8})$/.test(word)).map(Number));
    this.#words = words.filter((word) => word !== "").map((word) => ENCODER.encode(word));
    for (const word of this.#words) this.#starts[word[0]!] = 1;
  }

  /** Is bytes[start, end) one of the words? */
  has(bytes: Uint8Array, start: number, end: number): boolean {
    if (start === end) return this.empty;
    if (this.#starts[bytes[start]!] === 0) return false;
    search: for (const word of this.#words) {
      if (word.length !== end - start) continue;
      for (let i = 0; i < word.length; i++) if (word[i] !== bytes[start + i]) continue search;
      return true;
    }
    return false;
  }
}
