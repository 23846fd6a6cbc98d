import { type TextIssue, textIssueOf } from "./utf8.js";
import { hashOf, sameBytes } from "./word-hash.js";

/** What `codeOf` says of a word that is not text. */
export const NOT_TEXT = -1;

const CACHED_FROM = -128;
const CACHED_TO = 1024;
const DECODER: TextDecoder = new TextDecoder();
const ENCODER: TextEncoder = new TextEncoder();

/**
 * The distinct words of a text column, numbered in order of first appearance. Words live one after the other as UTF-8
 * bytes, which is also how Arrow stores a dictionary; a string is made of a word only when one is asked for.
 */
export class WordTable {
  count = 0;
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(256);
  /** Word w is bytes[offsets[w], offsets[w + 1]). */
  offsets: Int32Array<ArrayBuffer> = new Int32Array(33);
  /** Why the last `codeOf` returned NOT_TEXT. */
  issue: TextIssue | undefined;
  /** At the place that a word hashes to: its code + 1, 0 where free, and behind it the hash, so that one look at memory tells both. */
  #places: Int32Array = new Int32Array(128);
  #own: DataView = new DataView(this.bytes.buffer);
  #source: Uint8Array | undefined;
  #view: DataView = this.#own;
  #otherSource: Uint8Array | undefined;
  #otherView: DataView = this.#own;
  readonly #nul: boolean;
  /** Codes of small integers, -1 where not yet known. */
  readonly #integers: Int32Array = new Int32Array(CACHED_TO - CACHED_FROM).fill(-1);

  /** @param nul - May a word hold a NUL byte? */
  constructor(nul = false) {
    this.#nul = nul;
  }

  /** The code of the word source[start, end), a new one if the word is new; NOT_TEXT where it is not valid text. */
  codeOf(source: Uint8Array, start: number, end: number): number {
    return this.codeOfHashed(source, start, end, hashOf(this.#viewOf(source), start, end));
  }

  /** The same where the hash of the word is known. */
  codeOfHashed(source: Uint8Array, start: number, end: number, hash: number): number {
    const view = this.#viewOf(source);
    const length = end - start;
    const places = this.#places;
    const mask = places.length - 1;
    let place = (hash << 1) & mask;
    for (let code = places[place]! - 1; code >= 0; code = places[place]! - 1) {
      if (places[place + 1] === hash) {
        const own = this.offsets[code]!;
        if (this.offsets[code + 1]! - own === length && sameBytes(this.#own, own, view, start, length)) return code;
      }
      place = (place + 2) & mask;
    }
    this.issue = textIssueOf(source, start, end, this.#nul);
    if (this.issue !== undefined) return NOT_TEXT;
    return this.#add(source, start, end, hash, place);
  }

  /** The word that has this hash, as the first look at the table tells; -1 where it tells of none. */
  candidate(hash: number): number {
    const places = this.#places;
    const place = (hash << 1) & (places.length - 1);
    return places[place + 1] === hash ? places[place]! - 1 : -1;
  }

  /** Is source[start, end) the word of a code that begins at `from`? */
  isWord(code: number, from: number, source: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    return this.offsets[code + 1]! - from === length && sameBytes(this.#own, from, this.#viewOf(source), start, length);
  }

  /** A view of a source: of that under way, or of that in which doubled quotes were made single. */
  #viewOf(source: Uint8Array): DataView {
    if (this.#source === source) return this.#view;
    const view = this.#otherSource === source ? this.#otherView : viewOf(source);
    this.#otherSource = this.#source;
    this.#otherView = this.#view;
    this.#source = source;
    this.#view = view;
    return view;
  }

  /** The code of an integer's decimal word. */
  codeOfInteger(value: number): number {
    if (value < CACHED_FROM || value >= CACHED_TO) return this.codeOfString(String(value));
    const known = this.#integers[value - CACHED_FROM]!;
    if (known >= 0) return known;
    const code = this.codeOfString(String(value));
    this.#integers[value - CACHED_FROM] = code;
    return code;
  }

  /** The code of a string. */
  codeOfString(word: string): number {
    const bytes = ENCODER.encode(word);
    return this.codeOf(bytes, 0, bytes.length);
  }

  /** The word as a string. */
  word(code: number): string {
    return DECODER.decode(this.bytes.subarray(this.offsets[code]!, this.offsets[code + 1]!));
  }

  #add(source: Uint8Array, start: number, end: number, hash: number, place: number): number {
    const code = this.count++;
    const from = this.offsets[code]!;
    const to = from + end - start;
    if (to > this.bytes.length) {
      const larger = new Uint8Array(Math.max(to, this.bytes.length * 2));
      larger.set(this.bytes);
      this.bytes = larger;
      this.#own = new DataView(larger.buffer);
    }
    for (let i = start; i < end; i++) this.bytes[from + i - start] = source[i]!;
    if (this.count === this.offsets.length) this.offsets = grown(this.offsets);
    this.offsets[this.count] = to;
    this.#places[place] = this.count;
    this.#places[place + 1] = hash;
    if (this.count * 4 > this.#places.length) this.#rehash();
    return code;
  }

  #rehash(): void {
    const old = this.#places;
    const places = new Int32Array(old.length * 2);
    const mask = places.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue;
      const hash = old[from + 1]!;
      let place = (hash << 1) & mask;
      while (places[place] !== 0) place = (place + 2) & mask;
      places[place] = old[from]!;
      places[place + 1] = hash;
    }
    this.#places = places;
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
