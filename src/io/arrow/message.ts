import { FlatTable } from "./flat-table.js";

/** Header types of Message.fbs. */
export const SCHEMA = 1;
export const DICTIONARY = 2;
export const RECORDS = 3;

/** What a record batch says of its body. */
export interface BatchHeader {
  readonly length: number;
  /** Rows and nulls of each field, depth first. */
  readonly nodes: readonly (readonly [length: number, nullCount: number])[];
  /** Offset and length of each buffer. */
  readonly buffers: readonly (readonly [offset: number, length: number])[];
  readonly compression: "lz4" | "zstd" | undefined;
  /** Number of text buffers of each column of views. */
  readonly variadic: readonly number[];
}

/** A message without its body. */
export interface ArrowMessage {
  readonly type: number;
  readonly bodyLength: number;
  readonly batch?: BatchHeader;
  /** Of a dictionary batch. */
  readonly dictionary?: { readonly id: number; readonly delta: boolean };
}

/** Where a message lies in a file. */
export interface ArrowBlock {
  readonly offset: number;
  readonly metadataLength: number;
  readonly bodyLength: number;
}

/** Reads a message. @throws RangeError where it points outside of itself. */
export function messageOf(bytes: Uint8Array): ArrowMessage {
  const message = FlatTable.root(bytes);
  const type = message.byte(1);
  const bodyLength = message.long(3);
  if (bodyLength < 0) throw new RangeError("a body of less than no bytes");
  const header = message.table(2);
  if (header === undefined) throw new RangeError("a message without a header");
  if (type === SCHEMA) checkFields(header, bytes.length);
  if (type === RECORDS) return { type, bodyLength, batch: batchOf(header) };
  if (type !== DICTIONARY) return { type, bodyLength };
  const data = header.table(1);
  if (data === undefined) throw new RangeError("a dictionary without words");
  return { type, bodyLength, batch: batchOf(data), dictionary: { id: header.long(0), delta: header.byte(2) !== 0 } };
}

/** Reads where dictionaries and batches lie, and checks the schema's lists. @throws RangeError where something points outside. */
export function footerOf(bytes: Uint8Array): { readonly dictionaries: ArrowBlock[]; readonly batches: ArrowBlock[] } {
  const footer = FlatTable.root(bytes);
  const schema = footer.table(1);
  if (schema === undefined) throw new RangeError("a file without a schema");
  checkFields(schema, bytes.length);
  const blocks = (field: number): ArrowBlock[] => {
    const lengths = footer.ints(field, 24, 8);
    return footer
      .structs(field, 24, [0, 16])
      .map(([offset, bodyLength], k) => ({ offset: offset!, metadataLength: lengths[k]!, bodyLength: bodyLength! }));
  };
  return { dictionaries: blocks(2), batches: blocks(3) };
}

/** Types of Schema.fbs, and where a field holds its type and its children. */
const RUN_END_ENCODED = 22;
const STRUCT = 13;
const FIELD_TYPE = 2;
const FIELD_CHILDREN = 5;

/**
 * Writes into a schema that its run-end encoded columns are structs of their run ends and values, since apache-arrow knows no other type of that form.
 *
 * @param bytes - A footer, or the message of a schema, checked already.
 * @returns The places of these columns.
 */
export function runEndColumns(bytes: Uint8Array, where: "footer" | "message"): Set<number> {
  const fields = FlatTable.root(bytes)
    .table(where === "footer" ? 1 : 2)!
    .tables(1);
  const found = new Set<number>();
  for (const [j, field] of fields.entries()) {
    if (field.byte(FIELD_TYPE) !== RUN_END_ENCODED) continue;
    if (field.tables(FIELD_CHILDREN).length !== 2) throw new RangeError("runs without ends and values");
    field.setByte(FIELD_TYPE, STRUCT);
    found.add(j);
  }
  return found;
}

/** No list of fields is longer than the bytes there are, nor are they nested without end. */
function checkFields(schema: FlatTable, bytes: number): void {
  let left = bytes;
  const visit = (fields: readonly FlatTable[], depth: number): void => {
    left -= 8 * fields.length;
    if (left < 0 || depth > 64) throw new RangeError("more fields than the schema has room for");
    for (const field of fields) {
      field.tables(6);
      visit(field.tables(5), depth + 1);
    }
  };
  schema.tables(2);
  visit(schema.tables(1), 0);
}

function batchOf(header: FlatTable): BatchHeader {
  const compression = header.table(3);
  const length = header.long(0);
  if (length < 0) throw new RangeError("a batch of less than no rows");
  return {
    length,
    nodes: header.structs(1, 16, [0, 8]) as unknown as BatchHeader["nodes"],
    buffers: header.structs(2, 16, [0, 8]) as unknown as BatchHeader["buffers"],
    compression: compression === undefined ? undefined : compression.byte(0) === 1 ? "zstd" : "lz4",
    variadic: header.structs(4, 8, [0]).map(([count]) => count!),
  };
}
