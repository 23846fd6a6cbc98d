import type { Data, DataType, Dictionary, Timestamp, Vector } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import { Type } from "./arrow-type.js";
import { codeCounts } from "./code-counts.js";
import { plainData, UTF8_VIEW } from "./plain-data.js";

/** What a column holds, as far as this library tells types apart. */
export type Kind = "number" | "text" | "boolean" | "date" | "empty";

/** Rows of one column as they arrive: values as numbers, or words by code, one chunk after the other. */
export interface ColumnReader {
  readonly kind: Kind;
  readonly rows: number;
  /** Calls back for every row that is not null, with its value. */
  each(visit: (row: number, value: number) => void): void;
  readonly chunks: readonly Chunk[];
}

/** One piece of a column over contiguous memory. */
export interface Chunk {
  readonly data: Data;
  readonly from: number;
  readonly rows: number;
}

/** Chunks of an Arrow column and what they hold. @throws KindredError where the type is none that can be analysed. */
export function readerOf(name: string, vector: Vector, where: string): ColumnReader {
  const kind = kindOf(name, vector, where);
  let from = 0;
  const chunks = vector.data.map((stored): Chunk => {
    const data = plainOf(name, stored, where);
    const chunk = { data, from, rows: data.length };
    from += data.length;
    return chunk;
  });
  return { kind, rows: from, chunks, each: (visit) => eachNumber(chunks, visit) };
}

function plainOf(name: string, data: Data, where: string): Data {
  try {
    return plainData(data);
  } catch (cause) {
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `column "${name}" is damaged: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: "Read the file again",
      column: name,
      cause,
    });
  }
}

/** Calls back with every value at least once, and where values are codes of one or two bytes not much oftener. */
export function eachValue(reader: ColumnReader, visit: (value: number) => void): void {
  for (const chunk of reader.chunks) {
    const found = codeCounts(chunk.data);
    if (found === undefined) eachNumber([chunk], (_, value) => visit(value));
    else for (let k = 0; k < found.counts.length; k++) if (found.counts[k]! > 0) visit(found.lowest + k);
  }
}

/** What columns of an Arrow type hold; undefined where the type is none that can be analyzed. */
export function kindOfType(type: DataType): Kind | undefined {
  switch (type.typeId as number) {
    case Type.Int:
    case Type.Float:
      return "number";
    case Type.Utf8:
    case Type.LargeUtf8:
    case UTF8_VIEW:
      return "text";
    case Type.Bool:
      return "boolean";
    case Type.Date:
    case Type.Timestamp:
      return "date";
    case Type.Null:
      return "empty";
    case Type.Dictionary:
      return kindOfType((type as Dictionary).dictionary) === "text" ? "text" : undefined;
    default:
      return undefined;
  }
}

function kindOf(name: string, { type }: Vector, where: string): Kind {
  const kind = kindOfType(type);
  if (kind !== undefined) return kind;
  throw new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: `column "${name}" is of type ${type}`,
    fix: "Use numbers, text, booleans or dates, or leave the column out",
    column: name,
    got: String(type),
  });
}

/** Is row i of the chunk not null? The bitmap may be shared with a longer column: its bits start at data.offset. */
export function isValid(data: Data, row: number): boolean {
  if (data.nullCount === 0) return true;
  const bit = data.offset + row;
  return ((data.nullBitmap![bit >> 3]! >> (bit & 7)) & 1) === 1;
}

function eachNumber(chunks: readonly Chunk[], visit: (row: number, value: number) => void): void {
  for (const { data, from, rows } of chunks) {
    if (data.typeId === Type.Null) continue;
    const read = numberAt(data);
    const complete = data.nullCount === 0;
    for (let i = 0; i < rows; i++) if (complete || isValid(data, i)) visit(from + i, read(i));
  }
}

const TO_MILLISECONDS = [1000, 1, 1e-3, 1e-6];

/** Reads one chunk's values as numbers: dates in milliseconds since 1970, booleans as 0 and 1. */
function numberAt(data: Data): (row: number) => number {
  const values = data.values as ArrayLike<number | bigint>;
  switch (data.typeId) {
    case Type.Bool:
      return (i) => ((values as Uint8Array)[(data.offset + i) >> 3]! >> ((data.offset + i) & 7)) & 1;
    case Type.Date:
      return values instanceof Int32Array ? (i) => values[i]! * 86_400_000 : (i) => Number(values[i]);
    case Type.Timestamp: {
      const factor = TO_MILLISECONDS[(data.type as Timestamp).unit]!;
      return (i) => Number(values[i]) * factor;
    }
    default:
      return values instanceof BigInt64Array || values instanceof BigUint64Array
        ? (i) => Number(values[i])
        : (i) => (values as ArrayLike<number>)[i]!;
  }
}

/** Calls back for every row of a text column that is not null, with its word. */
export function eachWord(reader: ColumnReader, visit: (row: number, word: string) => void): void {
  for (const { data, from, rows } of reader.chunks) {
    if (data.typeId === Type.Null) continue;
    const words = wordAt(data);
    for (let i = 0; i < rows; i++) {
      if (!isValid(data, i)) continue;
      const word = words(i);
      if (word !== null) visit(from + i, word);
    }
  }
}

/** Calls back with every word of a text column at least once, and where they are a dictionary's once a chunk, in the order of the rows. */
export function eachDistinctWord(reader: ColumnReader, visit: (word: string) => void): void {
  for (const chunk of reader.chunks) {
    const { data } = chunk;
    if (data.typeId !== Type.Dictionary) {
      eachWord({ ...reader, chunks: [chunk] }, (_, word) => visit(word));
      continue;
    }
    const words = dictionaryWords(data);
    const seen = new Uint8Array(words.length);
    const codes = data.values as ArrayLike<number>;
    for (let i = 0; i < data.length; i++) {
      const code = Number(codes[i]);
      if (seen[code] !== 0 || !isValid(data, i)) continue;
      seen[code] = 1;
      const word = words[code];
      if (word !== null && word !== undefined) visit(word);
    }
  }
}

const dictionaries = new WeakMap<Data, readonly (string | null)[]>();

/** The words of a chunk's dictionary, decoded once. */
export function dictionaryWords(data: Data): readonly (string | null)[] {
  let words = dictionaries.get(data);
  if (words === undefined) {
    const dictionary = data.dictionary as Vector;
    words = Array.from({ length: dictionary.length }, (_, i) => dictionary.get(i) as string | null);
    dictionaries.set(data, words);
  }
  return words;
}

const decoder = new TextDecoder();

/** Reads one chunk's words. */
export function wordAt(data: Data): (row: number) => string | null {
  if (data.typeId === Type.Dictionary) {
    const words = dictionaryWords(data);
    const codes = data.values as Int32Array;
    return (i) => words[Number(codes[i])] ?? null;
  }
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  const bytes = data.values as Uint8Array;
  return (i) => {
    const slice = bytes.subarray(Number(offsets[i]), Number(offsets[i + 1]));
    return decoder.decode(slice.buffer instanceof ArrayBuffer ? slice : slice.slice());
  };
}
