/** What a word is, seen as a number. */
export const NOT_A_NUMBER = 0;
/** A safe integer; its word is String(value), once a point followed by zeros is dropped. */
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
/** The word has to be kept to be known. Any smaller spelling is the number of decimals. */
export const EXCEPTION = 254;

const POWERS: Float64Array = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const DECODER: TextDecoder = new TextDecoder("latin1");

/** Reads numbers from bytes, without making strings of the common ones. */
export class NumberReader {
  value = 0;
  spelling = 0;
  readonly #point: number;
  readonly #canonical: boolean;

  constructor(point: number, canonical: boolean) {
    this.#point = point;
    this.#canonical = canonical;
  }

  /** What bytes[start, end) are. `value` and `spelling` are set where they are a number. */
  read(bytes: Uint8Array, start: number, end: number): number {
    let i = start;
    const negative = bytes[i] === 45;
    if (negative) i++;
    const first = i;
    let mantissa = 0;
    for (; i < end && (bytes[i]! - 48) >>> 0 < 10; i++) mantissa = mantissa * 10 + (bytes[i]! - 48);
    const whole = i - first;
    const padded = whole > 1 && bytes[first] === 48;
    if (i === end) return whole === 0 ? NOT_A_NUMBER : this.#integer(bytes, start, end, negative, mantissa, padded);
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
    if (padded) {
      this.value = Number(this.#text(bytes, start, end));
      return CODE;
    }
    if (whole + decimals <= 15 && decimals <= 22) {
      const size = mantissa / POWERS[decimals]!;
      this.value = negative ? -size : size;
      this.spelling = whole === 0 || decimals === 0 || (negative && size === 0) ? EXCEPTION : decimals;
      return DECIMAL;
    }
    return this.#longDecimal(bytes, start, end);
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
    if (padded || !Number.isSafeInteger(mantissa)) {
      this.value = Number(DECODER.decode(bytes.subarray(start, end)));
      return CODE;
    }
    this.value = negative && mantissa !== 0 ? -mantissa : mantissa;
    this.spelling = 0;
    return INTEGER;
  }

  #exponent(bytes: Uint8Array, start: number, at: number, end: number, padded: boolean): number {
    let i = at;
    if ((bytes[i]! | 32) !== 101) return NOT_A_NUMBER;
    i++;
    if (bytes[i] === 43 || bytes[i] === 45) i++;
    if (i >= end || padded) return NOT_A_NUMBER;
    for (let k = i; k < end; k++) if ((bytes[k]! - 48) >>> 0 >= 10) return NOT_A_NUMBER;
    return this.#longDecimal(bytes, start, end);
  }

  #longDecimal(bytes: Uint8Array, start: number, end: number): number {
    const word = this.#text(bytes, start, end);
    this.value = Number(word);
    if (!Number.isFinite(this.value)) return NOT_A_NUMBER;
    this.spelling = String(this.value) === word ? SHORTEST : EXCEPTION;
    return DECIMAL;
  }

  #infinity(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > 9 || end - start < 8) return NOT_A_NUMBER;
    const word = DECODER.decode(bytes.subarray(start, end));
    if (word !== "Infinity" && word !== "-Infinity") return NOT_A_NUMBER;
    this.value = Number(word);
    this.spelling = SHORTEST;
    return DECIMAL;
  }

  #text(bytes: Uint8Array, start: number, end: number): string {
    const word = DECODER.decode(bytes.subarray(start, end));
    return this.#point === 46 ? word : word.replace(String.fromCharCode(this.#point), ".");
  }
}

function zeros(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 48) return false;
  return true;
}
