/** What a word is, seen as a number. */
export const NOT_A_NUMBER = 0;
/** A safe integer; its word is String(value) once a point followed by zeros is dropped, unless `spelling` says otherwise. */
export const INTEGER = 1;
/** A number with decimals or an exponent; `spelling` says how to get its word back. */
export const DECIMAL = 2;
/**
 * Digits after needless zeros, as in 01067, or more digits than a number keeps, as in 9007199254740993: codes in most
 * files, numbers only where declared.
 */
export const CODE = 3;

/** The word is String(value). */
export const SHORTEST = 255;
/** The word has to be kept to be known. */
export const EXCEPTION = 254;
/** The word is a plus sign before String(value). Any smaller spelling is the number of decimals. */
export const PLUS = 253;

const POWERS: Float64Array = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const LATIN: TextDecoder = new TextDecoder("latin1");
const UTF8: TextDecoder = new TextDecoder();
const INFINITY = /^[-+]?inf(inity)?$/i;
/** Digits in groups of three behind a mark: a comma, a point, an apostrophe or a narrow space. The last group is the decimals'. */
const GROUPED = /^[-+]?[1-9]\d{0,2}([,.'’_ \u00a0\u202f])\d{3}(?:\1\d{3})*(?:([.,])\d+)?$/;

/** Reads numbers from bytes, without making strings of the common ones. */
export class NumberReader {
  value = 0;
  spelling = 0;
  readonly #point: number;
  readonly #canonical: boolean;
  readonly #thousands: string | undefined;
  /** The first byte of the mark between thousands; -1 for none. */
  readonly #mark: number;

  /** @param thousands - The mark between groups of three digits, where the file has one. */
  constructor(point: number, canonical: boolean, thousands?: string) {
    this.#point = point;
    this.#canonical = canonical;
    this.#thousands = thousands;
    this.#mark = thousands === undefined ? -1 : new TextEncoder().encode(thousands)[0]!;
  }

  /** What bytes[start, end) are. `value` and `spelling` are set where they are a number. */
  read(bytes: Uint8Array, start: number, end: number): number {
    let i = start;
    const negative = bytes[i] === 45;
    const plus = bytes[i] === 43;
    if (negative || plus) i++;
    const first = i;
    let mantissa = 0;
    for (; i < end && (bytes[i]! - 48) >>> 0 < 10; i++) mantissa = mantissa * 10 + (bytes[i]! - 48);
    const whole = i - first;
    const padded = whole > 1 && bytes[first] === 48;
    if (i === end) {
      if (whole === 0) return NOT_A_NUMBER;
      this.spelling = plus ? PLUS : 0;
      return this.#integer(bytes, start, end, negative, mantissa, padded);
    }
    if (bytes[i] === this.#mark && whole > 0 && whole < 4) return this.readGrouped(bytes, start, end, this.#thousands);
    let decimals = 0;
    if (bytes[i] === this.#point) {
      const from = ++i;
      for (; i < end && (bytes[i]! - 48) >>> 0 < 10; i++) mantissa = mantissa * 10 + (bytes[i]! - 48);
      decimals = i - from;
    }
    if (whole + decimals === 0) return this.#infinity(bytes, start, end);
    if (i < end) return this.#exponent(bytes, start, i, end, padded);
    if (this.#canonical && whole > 0 && decimals > 0 && zeros(bytes, end - decimals, end))
      return this.read(bytes, start, end - decimals - 1);
    if (padded) return this.#code(bytes, start, end);
    if (whole + decimals <= 15 && decimals <= 22) {
      const size = mantissa / POWERS[decimals]!;
      this.value = negative ? -size : size;
      this.spelling = whole === 0 || decimals === 0 || plus || (negative && size === 0) ? EXCEPTION : decimals;
      return DECIMAL;
    }
    return this.#longDecimal(bytes, start, end);
  }

  /** What bytes[start, end) are with marks between thousands: the one given, or any that is not the decimal point. */
  readGrouped(bytes: Uint8Array, start: number, end: number, mark?: string): number {
    const word = UTF8.decode(bytes.slice(start, end));
    const point = String.fromCharCode(this.#point);
    const parts = GROUPED.exec(word);
    if (parts === null || parts[1] === point || (mark ?? parts[1]) !== parts[1]) return NOT_A_NUMBER;
    if ((parts[2] ?? point) !== point) return NOT_A_NUMBER;
    this.value = Number(word.replaceAll(parts[1]!, "").replace(point, "."));
    this.spelling = EXCEPTION;
    if (parts[2] !== undefined) return DECIMAL;
    return Number.isSafeInteger(this.value) ? INTEGER : CODE;
  }

  #integer(
    bytes: Uint8Array,
    start: number,
    end: number,
    negative: boolean,
    mantissa: number,
    padded: boolean,
  ): number {
    // Every sum of digits stays exact up to 2^53, and stays above it from there on.
    if (padded || !Number.isSafeInteger(mantissa)) return this.#code(bytes, start, end);
    this.value = negative && mantissa !== 0 ? -mantissa : mantissa;
    return INTEGER;
  }

  #code(bytes: Uint8Array, start: number, end: number): number {
    this.value = Number(this.#text(bytes, start, end));
    this.spelling = SHORTEST;
    return CODE;
  }

  #exponent(bytes: Uint8Array, start: number, at: number, end: number, padded: boolean): number {
    let i = at;
    if ((bytes[i]! | 32) !== 101) return NOT_A_NUMBER;
    i++;
    if (bytes[i] === 43 || bytes[i] === 45) i++;
    if (i >= end) return NOT_A_NUMBER;
    for (let k = i; k < end; k++) if ((bytes[k]! - 48) >>> 0 >= 10) return NOT_A_NUMBER;
    return padded ? this.#code(bytes, start, end) : this.#longDecimal(bytes, start, end);
  }

  #longDecimal(bytes: Uint8Array, start: number, end: number): number {
    const word = this.#text(bytes, start, end);
    this.value = Number(word);
    if (!Number.isFinite(this.value)) return NOT_A_NUMBER;
    this.spelling = String(this.value) === word ? SHORTEST : EXCEPTION;
    return DECIMAL;
  }

  #infinity(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > 9 || end - start < 3) return NOT_A_NUMBER;
    const word = LATIN.decode(bytes.subarray(start, end));
    if (!INFINITY.test(word)) return NOT_A_NUMBER;
    this.value = word.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    this.spelling = word === String(this.value) ? SHORTEST : EXCEPTION;
    return DECIMAL;
  }

  #text(bytes: Uint8Array, start: number, end: number): string {
    const word = LATIN.decode(bytes.subarray(start, end));
    return this.#point === 46 ? word : word.replace(String.fromCharCode(this.#point), ".");
  }
}

function zeros(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 48) return false;
  return true;
}
