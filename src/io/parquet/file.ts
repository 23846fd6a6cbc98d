import { makeData } from "apache-arrow/data";
import { RecordBatch } from "apache-arrow/recordbatch";
import { Table } from "apache-arrow/table";
import { Struct } from "apache-arrow/type";
import type { AsyncBuffer, ColumnMetaData, FileMetaData } from "hyparquet";
import { KindredError, listed } from "../../errors/index.js";
import { arrowSchema } from "../../table/index.js";
import { truncated, unreadable } from "../byte-input.js";
import { isWider, type Kind, narrowest } from "../csv/kind.js";
import { checkLimits, type Limits, unpackedLimit } from "../limits.js";
import { nodeModule } from "../node.js";
import { ParquetColumn } from "./column.js";
import { loadHyparquet, unpackerFor } from "./hyparquet.js";
import type { NumberForm } from "./numbers.js";
import { pagesOf } from "./pages.js";
import { parquetType, type SchemaElement } from "./type.js";
import { UnknownEncoding } from "./values.js";

/** A path (Node only), or the bytes of a file. */
export type ParquetInput = string | ArrayBuffer | Uint8Array;

/** How long columns are decoded before others have their turn. */
const TURN_MS = 20;

/** A column of the file that is read. */
interface Chosen {
  readonly name: string;
  readonly form: NumberForm;
  readonly element: SchemaElement;
}

/** An open Parquet file: what it says of itself, and its row groups one by one. */
export interface ParquetFile {
  readonly rows: number;
  readonly groups: readonly { readonly rows: number; readonly from: number }[];
  /** Empty columns to read into: as narrow as can be, or in the storage that the file promises for all row groups alike. */
  columns(storage: "narrowest" | "promised"): ParquetColumn[];
  /** Adds the rows of a group to columns. */
  read(group: number, into: readonly ParquetColumn[], signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** How a file is to be read. */
export interface OpenOptions {
  readonly columns?: readonly string[] | undefined;
  readonly limits: Limits;
}

/** Opens a file. @throws KindredError where it is none, lacks a column, or the reader's package is not installed. */
export async function openParquet(input: ParquetInput, options: OpenOptions, where: string): Promise<ParquetFile> {
  const { limits } = options;
  const hyparquet = await loadHyparquet(where);
  const what = typeof input === "string" ? input : "the bytes";
  const { buffer, close } = await bufferOf(input, where);
  const damaged = (cause: unknown): never => {
    throw cause instanceof KindredError ? cause : notParquet(what, where, cause);
  };
  try {
    const metadata = await hyparquet.metadata(buffer).catch(damaged);
    const chosen = choose(metadata, options.columns, where);
    const groups: { rows: number; from: number }[] = [];
    let rows = 0;
    const most = unpackedLimit(buffer.byteLength);
    for (const { num_rows } of metadata.row_groups) {
      const count = Number(num_rows);
      if (!Number.isSafeInteger(count) || count < 0) damaged(new RangeError(`a row group of ${num_rows} rows`));
      groups.push({ rows: count, from: rows });
      rows += count;
    }
    checkLimits(where, what, { cells: most, ...limits }, { rows, columns: chosen.length });
    if (rows > 0x7fffffff) damaged(new RangeError(`${rows} rows`));
    const unpack = unpackerFor(hyparquet, limits.bytes ?? most);
    return {
      rows,
      groups,
      columns: (storage) =>
        chosen.map(({ name, form }) => {
          const kind = storage === "narrowest" ? "int8" : promised(metadata, name, form);
          return new ParquetColumn(name, form, kind);
        }),
      async read(group, into, signal) {
        const { rows: count } = groups[group]!;
        const chunks = await chunksOf(buffer, metadata, group, into).catch(damaged);
        let since = performance.now();
        for (const column of into) {
          if (performance.now() - since > TURN_MS) {
            // Decoding keeps the thread from everything else.
            await new Promise((resolve) => setTimeout(resolve));
            since = performance.now();
          }
          signal?.throwIfAborted();
          const { element } = chosen.find(({ name }) => name === column.name)!;
          try {
            const { meta, bytes } = await chunks(column.name);
            const context = {
              type: meta.type,
              width: element.type_length ?? 0,
              optional: element.repetition_type !== "REQUIRED",
              readThrift: hyparquet.readThrift,
              unpack: (packed: Uint8Array, size: number) => unpack(meta.codec, packed, size),
            };
            for (const page of pagesOf(bytes, count, context)) column.append(page);
          } catch (cause) {
            damaged(cause);
          }
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function chunkOf(metadata: FileMetaData, group: number, name: string): ColumnMetaData {
  const { columns } = metadata.row_groups[group]!;
  const meta = columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data;
  if (meta === undefined) throw new RangeError(`row group ${group} has no column "${name}"`);
  return meta;
}

/** Where a column lies in a row group: from its dictionary, where it has one, or its first page on. */
function rangeOf(meta: ColumnMetaData, size: number): readonly [from: number, to: number] {
  const data = Number(meta.data_page_offset);
  const dictionary = Number(meta.dictionary_page_offset ?? 0);
  const from = dictionary > 0 && dictionary < data ? dictionary : data;
  const to = from + Number(meta.total_compressed_size);
  if (!(from >= 4 && to >= from && to <= size)) throw new RangeError("a column lies outside of the file");
  return [from, to];
}

/** Row groups up to this size are read at once, where most of them is wanted: one reading instead of hundreds. */
const GROUP_BYTES = 1 << 28;

/** The columns of a row group, read at once where that pays, or each when it is asked for. */
async function chunksOf(
  buffer: AsyncBuffer,
  metadata: FileMetaData,
  group: number,
  columns: readonly ParquetColumn[],
): Promise<(name: string) => Promise<{ readonly meta: ColumnMetaData; readonly bytes: Uint8Array }>> {
  const ranges = columns.map(({ name }) => rangeOf(chunkOf(metadata, group, name), buffer.byteLength));
  const from = ranges.reduce((least, range) => Math.min(least, range[0]), buffer.byteLength);
  const to = ranges.reduce((most, range) => Math.max(most, range[1]), from);
  const wanted = ranges.reduce((sum, range) => sum + range[1] - range[0], 0);
  const whole = to - from <= GROUP_BYTES && wanted * 2 >= to - from ? await buffer.slice(from, to) : undefined;
  return async (name) => {
    const meta = chunkOf(metadata, group, name);
    const [start, end] = rangeOf(meta, buffer.byteLength);
    const bytes =
      whole === undefined
        ? new Uint8Array(await buffer.slice(start, end))
        : new Uint8Array(whole, start - from, end - start);
    return { meta, bytes };
  };
}

/** One Table of columns that were read to the same row. */
export function tableOfColumns(columns: readonly ParquetColumn[]): Table {
  const finished = columns.map((column) => column.finish());
  const schema = arrowSchema(finished.map(({ field }) => field));
  const length = columns[0]?.rows ?? 0;
  const children = finished.map(({ data }) => data);
  const data = makeData({ type: new Struct(schema.fields), length, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, data)]);
}

function choose(metadata: FileMetaData, wanted: readonly string[] | undefined, where: string): Chosen[] {
  const elements = topColumns(metadata.schema as readonly SchemaElement[]);
  const names = wanted ?? elements.map(({ name }) => name);
  return names.map((name) => {
    const found = elements.filter((one) => one.name === name);
    const [element] = found;
    if (element === undefined)
      throw new KindredError({
        code: "MISSING_COLUMN",
        where,
        problem: `the file has no column "${name}"`,
        fix: `Its columns are ${listed(elements.map((one) => one.name))}`,
        column: name,
      });
    if (found.length > 1)
      throw new KindredError({
        code: "DUPLICATE_COLUMN",
        where,
        problem: `the file has ${found.length} columns "${name}"`,
        fix: "Leave them out with `columns`, or give every column its own name",
        column: name,
      });
    return { name, form: parquetType(element, where), element };
  });
}

/** The columns of the first level: the schema lists a tree, depth first, its root first. */
function topColumns(schema: readonly SchemaElement[]): SchemaElement[] {
  const top: SchemaElement[] = [];
  let at = 1;
  const skip = (): void => {
    const children = schema[at++]!.num_children ?? 0;
    for (let child = 0; child < children; child++) skip();
  };
  while (at < schema.length) {
    top.push(schema[at]!);
    skip();
  }
  return top;
}

/** The storage that holds every value of all row groups, by their least and largest. */
function promised(metadata: FileMetaData, name: string, { type, scale = 0, unsigned = false }: NumberForm): Kind {
  if (type === "boolean") return "int8";
  if (type !== "number" || scale > 0 || unsigned) return "float64";
  let kind: Kind = "int8";
  for (const group of metadata.row_groups) {
    const meta = group.columns.find((column) => column.meta_data?.path_in_schema[0] === name)?.meta_data;
    if (meta?.type !== "INT32" && meta?.type !== "INT64") return "float64";
    const { min_value: least, max_value: most } = meta.statistics ?? {};
    const known =
      least !== undefined && most !== undefined ? [least, most] : [meta.type === "INT32" ? 2 ** 31 - 1 : 2 ** 53 - 1];
    for (const value of known.map(Number)) {
      // Digit by digit where numbers do not hold all of them.
      if (!Number.isSafeInteger(value)) return "text";
      if (isWider(narrowest(value), kind)) kind = narrowest(value);
    }
  }
  return kind;
}

async function bufferOf(
  input: ParquetInput,
  where: string,
): Promise<{ buffer: AsyncBuffer; close: () => Promise<void> }> {
  if (typeof input !== "string") {
    if (!(input instanceof Uint8Array || input instanceof ArrayBuffer))
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `the input is ${input === null ? "null" : typeof input}, and neither a path nor bytes`,
        fix: "Pass a path, a Uint8Array or an ArrayBuffer",
        got: input,
      });
    const bytes = input instanceof Uint8Array ? input : new Uint8Array(input);
    const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    return { buffer: whole, close: async () => undefined };
  }
  const { promises } = nodeModule(where, "node:fs");
  const file = await promises.open(input).catch((cause: unknown) => {
    throw unreadable(where, input, cause);
  });
  const { size } = await file.stat();
  const buffer: AsyncBuffer = {
    byteLength: size,
    async slice(start, end = size) {
      const from = start < 0 ? size + start : start;
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - from));
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at).catch((cause: unknown) => {
          throw unreadable(where, input, cause);
        });
        if (bytesRead === 0) throw truncated(where, input, size, from + at);
        at += bytesRead;
      }
      return bytes.buffer;
    },
  };
  return { buffer, close: () => file.close() };
}

function notParquet(what: string, where: string, cause: unknown): KindredError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const unknown = cause instanceof UnknownEncoding;
  return new KindredError({
    code: unknown ? "UNSUPPORTED" : "MALFORMED_FILE",
    where,
    problem: `${what}: ${unknown ? `it holds ${reason}, which are not known here` : `not a whole Parquet file (${reason})`}`,
    fix: unknown ? "Write it with other encodings" : "Check that it is a Parquet file and that it was copied whole",
    cause,
  });
}
