import type { ColumnMemory } from "./column-memory.js";
import { isValid, type VectorMemory } from "./vector-memory.js";

/**
 * Writes the values of a vector behind those of a column, which has room for them; what it writes in the rows of missing values does not matter. False, with
 * nothing written, where the vector is not of the form that the reader knows.
 */
export type VectorReader = (vector: VectorMemory) => boolean;

/** Makes the reader of a column of one batch. */
export type ReaderOf = (column: ColumnMemory) => VectorReader;

interface Numbers {
  readonly BYTES_PER_ELEMENT: number;
  new (memory: ArrayBufferLike, byteOffset: number, length: number): ArrayLike<number> | ArrayLike<bigint>;
}

const TWO_32 = 2 ** 32;
/** Half of a number's 64 bits, the higher one, is below this where the number is exact for certain. */
const EXACT_HIGH = 2 ** 21;

/** Values that are stored as they are, or that the column's type holds all of. */
export function copied(Source: Numbers): ReaderOf {
  return (column) => (vector) => {
    const { rows, width, buffer, byteOffset } = vector;
    if (width !== Source.BYTES_PER_ELEMENT) return false;
    column.data.set(new Source(buffer, byteOffset, rows) as never, column.length);
    return true;
  };
}

/** Truth values, a byte each. */
export const truths: ReaderOf = (column) => (vector) => {
  const { rows, width, buffer, byteOffset } = vector;
  if (width !== 1) return false;
  const source = new Uint8Array(buffer, byteOffset, rows);
  const data = column.data as Uint8Array;
  for (let i = 0, row = column.length; i < rows; i++, row++) if (source[i] !== 0) data[row >> 3]! |= 1 << (row & 7);
  return true;
};

/** Integers of 64 and 128 bits. Those that may lose digits are asked for one by one, which says so. */
export function longIntegers(isSigned: boolean): ReaderOf {
  return (column) => (vector) => {
    if (vector.width !== 8 && vector.width !== 16) return false;
    readLong(vector, column, isSigned, 1);
    return true;
  };
}

/** Decimals of a scale, which are stored as integers of 16, 32, 64 or 128 bits. */
export function decimals(scale: number): ReaderOf {
  const power = 10 ** scale;
  return (column) => (vector) => {
    const { rows, width, buffer, byteOffset } = vector;
    if (width === 8 || width === 16) readLong(vector, column, true, power);
    else if (width === 2) divide(new Int16Array(buffer, byteOffset, rows), column, power);
    else if (width === 4) divide(new Int32Array(buffer, byteOffset, rows), column, power);
    else return false;
    return true;
  };
}

function divide(source: Int16Array | Int32Array, column: ColumnMemory, power: number): void {
  const data = column.data as Float64Array;
  for (let i = 0, row = column.length; i < source.length; i++, row++) data[row] = source[i]! / power;
}

function readLong(vector: VectorMemory, column: ColumnMemory, isSigned: boolean, power: number): void {
  const { rows, width, buffer, byteOffset } = vector;
  const each = width >> 2;
  const words = new Int32Array(buffer, byteOffset, rows * each);
  const data = column.data as Float64Array;
  const least = isSigned ? -EXACT_HIGH : -1;
  for (let i = 0, at = 0, row = column.length; i < rows; i++, at += each, row++) {
    const high = words[at + 1]!;
    const sign = high >> 31;
    const isShort = each === 2 || (words[at + 2] === sign && words[at + 3] === sign);
    if (high > least && high < EXACT_HIGH && isShort) data[row] = (high * TWO_32 + (words[at]! >>> 0)) / power;
    else if (isValid(vector, i)) data[row] = column.stored(vector.item(i)) as number;
  }
}

/** Whole numbers of 32 or 64 bits, such as days and seconds, to integers of 64 bits. */
export function counted(Source: Numbers, toStored: (count: bigint) => bigint): ReaderOf {
  return (column) => (vector) => {
    const { rows, width, buffer, byteOffset } = vector;
    if (width !== Source.BYTES_PER_ELEMENT) return false;
    const source = new Source(buffer, byteOffset, rows);
    const data = column.data as BigInt64Array;
    for (let i = 0, row = column.length; i < rows; i++, row++) data[row] = toStored(BigInt(source[i]!));
    return true;
  };
}

/** The words of an enum, by their numbers. */
export function enumWords(values: readonly string[]): ReaderOf {
  return (column) => {
    const codes = new Int32Array(values.length).fill(-1);
    return (vector) => {
      const { rows, width, buffer, byteOffset } = vector;
      const Source = width === 1 ? Uint8Array : width === 2 ? Uint16Array : width === 4 ? Uint32Array : undefined;
      if (Source === undefined) return false;
      const source = new Source(buffer, byteOffset, rows);
      const data = column.data as Int32Array;
      for (let i = 0, row = column.length; i < rows; i++, row++) {
        if (!isValid(vector, i)) continue;
        const value = source[i]!;
        if (codes[value]! < 0) codes[value] = column.codeOf(values[value]!);
        data[row] = codes[value]!;
      }
      return true;
    };
  };
}

/** Bytes that say what a text is: its length, then its bytes if they are 12 or fewer, else its first four and the place of all of them. */
const TEXT_BYTES = 16;
const SHORT_BYTES = 12;

/** Texts: short ones by their bytes; long ones, which lie elsewhere, are asked for one by one. */
export const texts: ReaderOf = (column) => {
  const longCodes = new Map<string, number>();
  return (vector) => {
    const { rows, width, buffer, byteOffset } = vector;
    if (width !== TEXT_BYTES) return false;
    const bytes = new Uint8Array(buffer, byteOffset, rows * TEXT_BYTES);
    const lengths = new Uint32Array(buffer, byteOffset, rows * 4);
    const data = column.data as Int32Array;
    for (let i = 0, row = column.length; i < rows; i++, row++) {
      if (!isValid(vector, i)) continue;
      const length = lengths[i * 4]!;
      const code = length > SHORT_BYTES ? -1 : shortCode(column, bytes, i * TEXT_BYTES + 4, length);
      data[row] = code >= 0 ? code : codeOfString(column, longCodes, vector.item(i) as string);
    }
    return true;
  };
};

/** The code of bytes. -1 where they begin with a byte order mark or are no UTF-8, of which decoding makes something else. */
function shortCode(column: ColumnMemory, bytes: Uint8Array, from: number, length: number): number {
  if (bytes[from] === 0xef && bytes[from + 1] === 0xbb) return -1;
  return column.words!.codeOf(bytes, from, from + length);
}

function codeOfString(column: ColumnMemory, known: Map<string, number>, word: string): number {
  const code = known.get(word) ?? column.codeOf(word);
  known.set(word, code);
  return code;
}
