import { makeData, RecordBatch, Schema, Struct, Table } from "apache-arrow";
import type { AsyncBuffer, Compressors, FileMetaData, ParquetParsers } from "hyparquet";
import { KindredError, listed } from "../../errors/index.js";
import { unreadable } from "../byte-input.js";
import { isWider, type Kind, narrowest } from "../csv/kind.js";
import { nodeModule } from "../node.js";
import { ParquetColumn } from "./column.js";
import { type ParquetType, parquetType, type SchemaElement } from "./type.js";

/** A path (Node only), or the bytes of a file. */
export type ParquetInput = string | ArrayBuffer | Uint8Array;

/** A column of the file that is read. */
interface Chosen {
  readonly name: string;
  readonly type: ParquetType;
}

/** An open Parquet file: what it says of itself, and its row groups one by one. */
export interface ParquetFile {
  readonly rows: number;
  readonly groups: readonly { readonly rows: number; readonly from: number }[];
  /** Empty columns to read into: as narrow as can be, or in the storage that the file promises for all row groups alike. */
  columns(storage: "narrowest" | "promised"): ParquetColumn[];
  /** Adds the rows of a group to columns. */
  read(group: number, into: readonly ParquetColumn[]): Promise<void>;
  close(): Promise<void>;
}

/** Moments as milliseconds since 1970: numbers need no object a value. */
const PARSERS: Partial<ParquetParsers> = {
  dateFromDays: (days) => days * 86_400_000,
  timestampFromMilliseconds: (millis) => Number(millis),
  timestampFromMicroseconds: (micros) => Math.floor(Number(micros) / 1000),
  timestampFromNanoseconds: (nanos) => Number(nanos / 1_000_000n),
};

/** Opens a file. @throws KindredError where it is none, lacks a column, or the reader's package is not installed. */
export async function openParquet(
  input: ParquetInput,
  columns: readonly string[] | undefined,
  where: string,
): Promise<ParquetFile> {
  const reader = await hyparquet(where);
  const compressors = await moreCompressors();
  const what = typeof input === "string" ? input : "the bytes";
  const { buffer, close } = await bufferOf(input, where);
  try {
    const metadata = await reader.parquetMetadataAsync(buffer).catch((cause: unknown) => {
      throw notParquet(what, where, cause);
    });
    const chosen = choose(metadata, columns, where);
    const scan = await reader.parquetScan({
      file: buffer,
      metadata,
      columns: chosen.map(({ name }) => name),
      parsers: PARSERS,
      ...(compressors === undefined ? {} : { compressors }),
    });
    const groups: { rows: number; from: number }[] = [];
    let rows = 0;
    for (const group of metadata.row_groups) {
      groups.push({ rows: Number(group.num_rows), from: rows });
      rows += Number(group.num_rows);
    }
    return {
      rows,
      groups,
      columns: (storage) =>
        chosen.map(({ name, type }) => {
          const kind = storage === "narrowest" ? "int8" : promised(metadata, name);
          return new ParquetColumn(name, type, kind, where);
        }),
      async read(group, into) {
        const { from, rows: count } = groups[group]!;
        for (const column of into) {
          const range = { column: column.name, rowStart: from, rowEnd: from + count };
          const values = await scan.readColumn(range).catch((cause: unknown) => {
            throw notParquet(what, where, cause);
          });
          column.append(values);
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One Table of columns that were read to the same row. */
export function tableOfColumns(columns: readonly ParquetColumn[]): Table {
  const finished = columns.map((column) => column.finish());
  const schema = new Schema(finished.map(({ field }) => field));
  const length = columns[0]?.rows ?? 0;
  const children = finished.map(({ data }) => data);
  const data = makeData({ type: new Struct(schema.fields), length, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, data)]);
}

function choose(metadata: FileMetaData, wanted: readonly string[] | undefined, where: string): Chosen[] {
  const elements = topColumns(metadata.schema as readonly SchemaElement[]);
  const names = wanted ?? elements.map(({ name }) => name);
  return names.map((name) => {
    const element = elements.find((one) => one.name === name);
    if (element === undefined)
      throw new KindredError({
        code: "MISSING_COLUMN",
        where,
        problem: `the file has no column "${name}"`,
        fix: `Its columns are ${listed(elements.map((one) => one.name))}`,
        column: name,
      });
    return { name, type: parquetType(element, where) };
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
function promised(metadata: FileMetaData, name: string): Kind {
  let kind: Kind = "int8";
  for (const group of metadata.row_groups) {
    const meta = group.columns.find((column) => column.meta_data?.path_in_schema[0] === name)?.meta_data;
    if (meta?.type === "BOOLEAN") return "int8";
    if (meta?.type !== "INT32" && meta?.type !== "INT64") return "float64";
    const { min_value: least, max_value: most } = meta.statistics ?? {};
    const known =
      least !== undefined && most !== undefined ? [least, most] : [meta.type === "INT32" ? 2 ** 31 - 1 : 2 ** 53];
    for (const value of known) if (isWider(narrowest(Number(value)), kind)) kind = narrowest(Number(value));
  }
  return kind;
}

async function bufferOf(
  input: ParquetInput,
  where: string,
): Promise<{ buffer: AsyncBuffer; close: () => Promise<void> }> {
  if (typeof input !== "string") {
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
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return bytes.buffer;
    },
  };
  return { buffer, close: () => file.close() };
}

async function hyparquet(where: string): Promise<typeof import("hyparquet")> {
  try {
    return await import("hyparquet");
  } catch (cause) {
    throw new KindredError({
      code: "UNSUPPORTED",
      where,
      problem: "Parquet files are read with the package hyparquet, which is not installed",
      fix: "Install it: npm install hyparquet",
      cause,
    });
  }
}

/** Decompressors beside Snappy's, where their package is installed. */
async function moreCompressors(): Promise<Compressors | undefined> {
  try {
    return (await import("hyparquet-compressors")).compressors;
  } catch {
    return undefined;
  }
}

function notParquet(what: string, where: string, cause: unknown): KindredError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const packed = reason.includes("compression");
  return new KindredError({
    code: packed ? "UNSUPPORTED" : "MALFORMED_FILE",
    where,
    problem: `${what}: ${packed ? reason : `not a whole Parquet file (${reason})`}`,
    fix: packed
      ? "Install the package hyparquet-compressors"
      : "Check that it is a Parquet file and that it was copied whole",
    cause,
  });
}
