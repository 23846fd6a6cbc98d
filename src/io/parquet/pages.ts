import { ByteCursor, type Flags, readFlags, Scratch } from "./bits.js";
import { type PageValues, readValues } from "./values.js";

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

/** Rows of a column: which of them have a value (all, where nothing is said), and the values of these. */
export interface PageRows {
  readonly rows: number;
  readonly present?: Uint8Array | undefined;
  readonly values: PageValues;
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
export function* pagesOf(chunk: Uint8Array, rows: number, context: PageContext): Generator<PageRows> {
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
        undefined,
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
): PageRows {
  const rows = size(header.field_1);
  if (rows > left) throw new RangeError(`${rows} rows where ${left} are left`);
  const cursor = new ByteCursor(context.unpack(packed, unpackedBytes));
  let levels: Flags | undefined;
  if (context.optional) {
    const length = cursor.uint32();
    levels = readFlags(new ByteCursor(cursor.bytes, cursor.skip(length), cursor.at), rows, LEVELS);
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
): PageRows {
  const rows = size(header.field_1);
  if (rows > left) throw new RangeError(`${rows} rows where ${left} are left`);
  const repetition = size(header.field_6);
  const definition = size(header.field_5);
  const levels = new ByteCursor(packed);
  levels.skip(repetition);
  const from = levels.skip(definition);
  const present =
    context.optional && definition > 0 ? readFlags(new ByteCursor(packed, from, levels.at), rows, LEVELS) : undefined;
  const rest = packed.subarray(levels.at);
  const isPacked = header.field_7 !== false;
  const bytes = isPacked ? context.unpack(rest, Math.max(0, unpackedBytes - levels.at)) : rest;
  return rowsOf(new ByteCursor(bytes), rows, present, size(header.field_4), dictionary, context);
}

function rowsOf(
  cursor: ByteCursor,
  rows: number,
  levels: Flags | undefined,
  encoding: number,
  dictionary: PageValues | undefined,
  { type, width }: PageContext,
): PageRows {
  const count = levels?.count ?? rows;
  const values = readValues(cursor, encoding, type, width, count, dictionary, CODES);
  return { rows, present: count === rows ? undefined : levels?.flags, values };
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
