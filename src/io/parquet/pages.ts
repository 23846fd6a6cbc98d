import { ByteCursor, readCodes, readFlags, Scratch, type Unpacked } from "./bits.js";
import { isOfDictionary, type PageValues, readValues, sizeOf } from "./values.js";

/** Fields of a structure of Thrift's compact protocol, by number. */
export type ThriftFields = Readonly<Record<`field_${number}`, unknown>>;

/** What reading the pages of a column needs. */
export interface PageContext {
  readonly type: string;
  /** Bytes of each value, where that is fixed. */
  readonly width: number;
  /** May values be missing? */
  readonly optional: boolean;
  readThrift(reader: { view: DataView; offset: number }): ThriftFields;
  unpack(packed: Uint8Array, bytes: number): Uint8Array;
}

/** Rows of a column: which of them have a value (all, where nothing is said), and the values of these: those of the codes, where there are any. */
export interface PageRows {
  readonly rows: number;
  readonly present?: Uint8Array | undefined;
  readonly values: PageValues;
  readonly codes?: Unpacked;
}

/** Rows whose values are codes of a dictionary, as the page holds them: runs of equal ones and packed ones. */
export interface PackedRows {
  readonly rows: number;
  /** A bit a row, 1 where it has a value; all have one, where nothing is said. */
  readonly levels: Uint8Array | undefined;
  readonly dictionary: PageValues;
  /** The width of a code in a byte, then the codes. */
  readonly codes: Uint8Array;
}

/** Levels and codes of the page at hand. */
const LEVELS: Scratch = new Scratch();
const CODES: Scratch = new Scratch();
const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;
const DATA_PAGE_V2 = 3;

/**
 * The pages of a column's part of a row group, which has `rows` rows. What a page gives is written over by the next.
 *
 * @throws RangeError where sizes do not fit together.
 */
export function* pagesOf(chunk: Uint8Array, rows: number, context: PageContext): Generator<PageRows | PackedRows> {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const reader = { view, offset: 0 };
  let dictionary: PageValues | undefined;
  for (let done = 0; done < rows; ) {
    const header = context.readThrift(reader);
    const type = header.field_1;
    const unpackedBytes = size(header.field_2);
    const packedBytes = size(header.field_3);
    if (reader.offset + packedBytes > chunk.length) throw new RangeError("a page is cut off");
    const packed = chunk.subarray(reader.offset, reader.offset + packedBytes);
    reader.offset += packedBytes;
    if (type === DICTIONARY_PAGE) {
      const { field_1: count, field_2: encoding } = fields(header.field_7);
      const cursor = new ByteCursor(context.unpack(packed, unpackedBytes));
      // A dictionary is plain, whatever old writers call it.
      dictionary = readValues(
        cursor,
        encoding === 2 ? 0 : size(encoding),
        context.type,
        context.width,
        counted(count, cursor),
        CODES,
      );
    } else if (type === DATA_PAGE || type === DATA_PAGE_V2) {
      const page =
        type === DATA_PAGE
          ? readFirst(packed, unpackedBytes, fields(header.field_5), rows - done, dictionary, context)
          : readSecond(packed, unpackedBytes, fields(header.field_8), rows - done, dictionary, context);
      done += page.rows;
      yield page;
    }
    // Other pages are indexes.
  }
}

function readFirst(
  packed: Uint8Array,
  unpackedBytes: number,
  header: ThriftFields,
  left: number,
  dictionary: PageValues | undefined,
  context: PageContext,
): PageRows | PackedRows {
  const rows = size(header.field_1);
  if (rows > left) throw new RangeError(`${rows} rows where ${left} are left`);
  const cursor = new ByteCursor(context.unpack(packed, unpackedBytes));
  let levels: Uint8Array | undefined;
  if (context.optional) {
    const length = cursor.uint32();
    levels = cursor.bytes.subarray(cursor.skip(length), cursor.at);
  }
  return rowsOf(cursor, rows, levels, size(header.field_2), dictionary, context);
}

function readSecond(
  packed: Uint8Array,
  unpackedBytes: number,
  header: ThriftFields,
  left: number,
  dictionary: PageValues | undefined,
  context: PageContext,
): PageRows | PackedRows {
  const rows = size(header.field_1);
  if (rows > left) throw new RangeError(`${rows} rows where ${left} are left`);
  const repetition = size(header.field_6);
  const definition = size(header.field_5);
  const before = new ByteCursor(packed);
  before.skip(repetition);
  const from = before.skip(definition);
  const levels = context.optional && definition > 0 ? packed.subarray(from, before.at) : undefined;
  const rest = packed.subarray(before.at);
  const isPacked = header.field_7 !== false;
  const bytes = isPacked ? context.unpack(rest, Math.max(0, unpackedBytes - before.at)) : rest;
  return rowsOf(new ByteCursor(bytes), rows, levels, size(header.field_4), dictionary, context);
}

function rowsOf(
  cursor: ByteCursor,
  rows: number,
  levels: Uint8Array | undefined,
  encoding: number,
  dictionary: PageValues | undefined,
  { type, width }: PageContext,
): PageRows | PackedRows {
  if (!isOfDictionary(encoding)) {
    const { count, present } = presentOf(rows, levels);
    return { rows, present, values: readValues(cursor, encoding, type, width, count, CODES) };
  }
  if (dictionary === undefined) throw new RangeError("a page of codes without a dictionary");
  return { rows, levels, dictionary, codes: cursor.bytes.subarray(cursor.at, cursor.end) };
}

/** Unpacks rows. What this gives is written over by the next. @throws RangeError where the page is cut off, or a code is in no dictionary. */
export function unpackRows({ rows, levels, dictionary, codes }: PackedRows): PageRows {
  const { count, present } = presentOf(rows, levels);
  if (count === 0) return { rows, present, values: dictionary, codes: new Uint8Array(0) };
  const cursor = new ByteCursor(codes);
  return {
    rows,
    present,
    values: dictionary,
    codes: readCodes(cursor, cursor.byte(), count, sizeOf(dictionary), CODES),
  };
}

/** How many rows have a value, and which, where not all have one. */
function presentOf(
  rows: number,
  levels: Uint8Array | undefined,
): { readonly count: number; readonly present: Uint8Array | undefined } {
  if (levels === undefined) return { count: rows, present: undefined };
  const { count, flags } = readFlags(new ByteCursor(levels), rows, LEVELS);
  return { count, present: count === rows ? undefined : flags };
}

/** Values of a dictionary page take a bit at least each, so that their number is bounded by its bytes. */
function counted(count: unknown, cursor: ByteCursor): number {
  const found = size(count);
  if (found > 8 * cursor.bytes.length)
    throw new RangeError(`a dictionary of ${found} values in ${cursor.bytes.length} bytes`);
  return found;
}

function size(value: unknown): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`a size of ${String(value)}`);
  return number;
}

function fields(value: unknown): ThriftFields {
  if (typeof value !== "object" || value === null) throw new RangeError("a page without its header");
  return value as ThriftFields;
}
