import type { CompressionCodec } from "hyparquet";
import { type Task, yieldToEventLoop } from "../../engine/threads/index.js";
import { KindredError } from "../../errors/index.js";
import { truncated, unreadable } from "../byte-input.js";
import type { Kind } from "../csv/kind.js";
import { nodeModule } from "../node.js";
import { ParquetColumn, type ReadColumn } from "./column.js";
import { type Decoders, loadDecoders, Unpacker } from "./decoders.js";
import type { NumberForm } from "./numbers.js";
import { pagesOf } from "./pages.js";
import { UnknownEncoding } from "./values.js";

/** The file whose columns are read. */
export interface ColumnsOfFile {
  /** Its path, or its bytes, in shared memory where there is any. */
  readonly input: string | Uint8Array;
  readonly bytes: number;
  /** The bytes that the pages of a column may become. */
  readonly most: number;
  /** Who reads, for errors. */
  readonly where: string;
}

/** A column's part of a row group. */
export interface Chunk {
  readonly rows: number;
  readonly from: number;
  readonly to: number;
  /** As the file calls them. */
  readonly type: string;
  readonly codec: CompressionCodec;
  /** The rows of the group that are wanted, in ascending order; all, where nothing is said. */
  readonly places?: Int32Array | undefined;
}

/** A column to read. */
export interface ColumnToRead {
  readonly name: string;
  readonly form: NumberForm;
  /** The storage to begin with. */
  readonly kind: Kind;
  /** Bytes of a value, where that is fixed. */
  readonly width: number;
  readonly optional: boolean;
  readonly chunks: readonly Chunk[];
  /** Does it become text where a number cannot hold all of its values? */
  readonly asText: boolean;
}

/** A column, and the bytes that its pages became. */
export interface ColumnOfFile extends ReadColumn {
  readonly unpacked: number;
}

/** Columns of a Parquet file, each from all the row groups that are wanted. */
export const readParquetColumn: Task<ColumnsOfFile, ColumnToRead, ColumnOfFile> = {
  name: "readParquetColumn",
  open(file, signal) {
    const { bytesOf, close } = openInput(file);
    signal.addEventListener("abort", close);
    const yieldNow = yieldToEventLoop(signal);
    let loading: Promise<Decoders> | undefined;
    return async (wanted) => {
      loading ??= loadDecoders(file.where);
      const unpacker = new Unpacker(await loading, file.most, file.where);
      const column = new ParquetColumn(wanted.name, wanted.form, wanted.kind);
      const readAll = async (): Promise<void> => {
        column.makeRoom(wanted.chunks.reduce((sum, { rows }) => sum + rows, 0));
        for (const chunk of wanted.chunks) {
          // A column of text may take long.
          await yieldNow();
          readChunk(chunk, bytesOf(chunk), column, wanted, await loading!, unpacker);
          if (column.inexact !== undefined) return;
        }
      };
      try {
        await readAll();
        if (column.inexact !== undefined && wanted.asText) {
          column.restartAsText();
          await readAll();
        }
      } catch (cause) {
        throw signal.aborted ? cause : damaged(file, cause);
      }
      return { ...column.finish(), unpacked: unpacker.total };
    };
  },
};

function readChunk(
  chunk: Chunk,
  bytes: Uint8Array,
  column: ParquetColumn,
  { width, optional }: ColumnToRead,
  { readThrift }: Decoders,
  unpacker: Unpacker,
): void {
  const { rows, type, codec, places } = chunk;
  const from = column.rows;
  const unpack = (packed: Uint8Array, size: number): Uint8Array => unpacker.unpack(codec, packed, size);
  for (const page of pagesOf(bytes, rows, { type, width, optional, readThrift, unpack })) column.append(page);
  if (places !== undefined) column.keep(from, places);
}

/** What gives the bytes of a file's parts. */
function openInput({ input, bytes: size, where }: ColumnsOfFile): {
  readonly bytesOf: (part: { readonly from: number; readonly to: number }) => Uint8Array;
  readonly close: () => void;
} {
  if (typeof input !== "string") return { bytesOf: ({ from, to }) => input.subarray(from, to), close: () => undefined };
  const { closeSync, openSync, readSync } = nodeModule(where, "node:fs");
  const attempt = <T>(run: () => T): T => {
    try {
      return run();
    } catch (cause) {
      throw unreadable(where, input, cause);
    }
  };
  const file = attempt(() => openSync(input, "r"));
  const bytesOf = ({ from, to }: { readonly from: number; readonly to: number }): Uint8Array => {
    const bytes = new Uint8Array(to - from);
    for (let at = 0; at < bytes.length; ) {
      const read = attempt(() => readSync(file, bytes, at, bytes.length - at, from + at));
      if (read === 0) throw truncated(where, input, size, from + at);
      at += read;
    }
    return bytes;
  };
  return { bytesOf, close: () => closeSync(file) };
}

/** The error of a file that is damaged, or holds what is not known here. */
export function damaged({ input, where }: Pick<ColumnsOfFile, "input" | "where">, cause: unknown): KindredError {
  if (cause instanceof KindredError) return cause;
  const what = typeof input === "string" ? input : "the bytes";
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
