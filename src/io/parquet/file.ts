import type { AsyncBuffer, FileMetaData } from "hyparquet";
import { defaultThreads, InFlight, openTaskQueue, type TaskQueue } from "../../engine/threads/index.js";
import { KindredError } from "../../errors/index.js";
import { allocate, isShared } from "../../matrix/index.js";
import { truncated, unreadable } from "../byte-input.js";
import type { Kind } from "../csv/kind.js";
import { checkLimits, type Limits, unpackedLimit } from "../limits.js";
import { nodeModule } from "../node.js";
import type { ReadColumn } from "./column.js";
import { notInstalled, tooManyBytes } from "./decoders.js";
import { type ColumnOfFile, type ColumnsOfFile, type ColumnToRead, damaged, readParquetColumn } from "./read-column.js";
import { type Chosen, choose, chunkOf, promisedKind } from "./schema.js";
import { type ParquetRange, RowFilter } from "./where.js";

/** A path (Node only), or the bytes of a file. */
export type ParquetInput = string | ArrayBuffer | Uint8Array;

/** Columns that take fewer bytes than this are read before a worker has started. */
const MIN_PARALLEL_BYTES = 1 << 24;
const MAX_THREADS = 8;

/** Where the code of a worker lies; undefined where this module runs from its source, which a worker cannot load. */
const WORKER_ADDRESS: URL | undefined = import.meta.url.endsWith(".js")
  ? new URL("./parquet-worker.js", import.meta.url)
  : undefined;

/** An open Parquet file: what it says of itself, and columns of its row groups. */
export interface ParquetFile {
  readonly columns: readonly Chosen[];
  /** The row groups that may hold rows that are wanted, by number. */
  readonly groups: readonly number[];
  /** Rows of these groups. */
  readonly rows: number;
  /** Reads the columns, of the rows that are wanted, from some groups. `onColumn` is called after each, with how many there are now. */
  read(groups: readonly number[], storage: Storage, onColumn?: (done: number) => void): Promise<ReadColumn[]>;
  close(): void;
}

/**
 * Columns as narrow as can be, and as text where numbers would lose digits; or in the storage that the file promises for all row groups alike.
 */
export type Storage = "narrowest" | "promised";

/** How a file is to be read. */
export interface OpenOptions {
  readonly columns?: readonly string[] | undefined;
  readonly limits: Limits;
  readonly threads?: number | undefined;
  readonly where?: ParquetRange | undefined;
  /** Bytes of columns from which on threads are worth their start. */
  readonly parallelFrom?: number;
}

/** Opens a file. @throws KindredError where it is none, lacks a column, or the reader's package is not installed. */
export async function openParquet(
  input: ParquetInput,
  {
    columns: wanted,
    limits,
    threads = Math.min(defaultThreads(), MAX_THREADS),
    where: range,
    parallelFrom = MIN_PARALLEL_BYTES,
  }: OpenOptions,
  where: string,
  signal?: AbortSignal,
): Promise<ParquetFile> {
  signal?.throwIfAborted();
  const path = typeof input === "string" ? input : undefined;
  const bytes = typeof input === "string" ? undefined : bytesOf(input, where);
  const source = { input: path ?? bytes!, where };
  const { metadata, size } = await metadataOf(path ?? bytes!, where);
  const columns = choose(metadata, wanted, where);
  const filter = range && new RowFilter(choose(metadata, [range.column], where)[0]!, range, where);
  const rowsOfGroups = metadata.row_groups.map(({ num_rows }) => {
    const count = Number(num_rows);
    if (Number.isSafeInteger(count) && count >= 0) return count;
    throw damaged(source, new RangeError(`a row group of ${num_rows} rows`));
  });
  const groups = [...rowsOfGroups.keys()].filter((group) => filter?.mayHold(metadata, group) ?? true);
  const rows = groups.reduce((sum, group) => sum + rowsOfGroups[group]!, 0);
  const most = unpackedLimit(size);
  checkLimits(where, path ?? "the bytes", { cells: most, ...limits }, { rows, columns: columns.length });
  if (rows > 0x7fffffff) throw damaged(source, new RangeError(`${rows} rows`));
  const bytesAllowed = limits.bytes ?? most;
  /** Fires when the file is closed. */
  const end = new AbortController();
  const stop = (): void => end.abort(signal?.reason);
  signal?.addEventListener("abort", stop);
  let queue: TaskQueue<ColumnToRead, ColumnOfFile> | undefined;
  let unpacked = 0;

  const openQueue = async (parts: readonly ColumnToRead[]): Promise<TaskQueue<ColumnToRead, ColumnOfFile>> => {
    const packed = parts.reduce((sum, { chunks }) => sum + chunks.reduce((all, { from, to }) => all + to - from, 0), 0);
    const workers = WORKER_ADDRESS === undefined || packed < parallelFrom ? 1 : Math.min(threads, parts.length);
    const file: ColumnsOfFile = {
      input: path ?? (workers > 1 ? sharedBytes(bytes!) : bytes!),
      bytes: size,
      most: bytesAllowed,
      where,
    };
    return openTaskQueue(readParquetColumn, file, { threads: workers, signal: end.signal, address: WORKER_ADDRESS });
  };

  const kinds = new Map<Chosen, Kind>();
  const promisedOf = (column: Chosen): Kind => {
    const kind = kinds.get(column) ?? promisedKind(metadata, column);
    kinds.set(column, kind);
    return kind;
  };

  const partOf = (
    column: Chosen,
    from: readonly number[],
    storage: Storage,
    places?: readonly Int32Array[],
  ): ColumnToRead => {
    const { name, form, element } = column;
    try {
      return {
        name,
        form,
        kind: storage === "narrowest" ? "int8" : promisedOf(column),
        width: element.type_length ?? 0,
        optional: element.repetition_type !== "REQUIRED",
        chunks: from.map((group, k) => ({ ...chunkOf(metadata, group, name, size), places: places?.[k] })),
        asText: storage === "narrowest",
      };
    } catch (cause) {
      throw damaged(source, cause);
    }
  };

  const readParts = async (
    parts: readonly ColumnToRead[],
    onColumn?: (done: number) => void,
  ): Promise<ReadColumn[]> => {
    const flight = new InFlight<undefined, ColumnOfFile>();
    const found: ReadColumn[] = [];
    for (let given = 0; found.length < parts.length; ) {
      for (; given < parts.length && flight.count < queue!.maxPending; given++)
        flight.add(undefined, queue!.run(parts[given]!));
      const { result } = await flight.next();
      unpacked += result.unpacked;
      if (unpacked > bytesAllowed) throw damaged(source, tooManyBytes(bytesAllowed));
      found.push(result);
      onColumn?.(found.length);
      signal?.throwIfAborted();
    }
    return found;
  };

  return {
    columns,
    groups,
    rows,
    async read(from, storage, onColumn) {
      queue ??= await openQueue(columns.map((column) => partOf(column, from, storage)));
      if (filter === undefined)
        return readParts(
          columns.map((column) => partOf(column, from, storage)),
          onColumn,
        );
      const [values] = await readParts([partOf(filter.column, from, "narrowest")]);
      let row = 0;
      const places = from.map((group) => {
        const count = rowsOfGroups[group]!;
        row += count;
        return filter.placesOf(values!, row - count, count);
      });
      const left = [...from.keys()].filter((k) => places[k]!.length > 0);
      const leftGroups = left.map((k) => from[k]!);
      const leftPlaces = left.map((k) => places[k]!);
      return readParts(
        columns.map((column) => partOf(column, leftGroups, storage, leftPlaces)),
        onColumn,
      );
    },
    close() {
      signal?.removeEventListener("abort", stop);
      queue?.close();
      end.abort();
    },
  };
}

function bytesOf(input: ArrayBuffer | Uint8Array, where: string): Uint8Array {
  if (input instanceof Uint8Array) return input;
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `the input is ${input === null ? "null" : typeof input}, and neither a path nor bytes`,
    fix: "Pass a path, a Uint8Array or an ArrayBuffer",
    got: input,
  });
}

function sharedBytes(bytes: Uint8Array): Uint8Array {
  if (isShared(bytes.buffer)) return bytes;
  const shared = new Uint8Array(allocate(bytes.length));
  shared.set(bytes);
  return shared;
}

/** What the file says of itself, at its end. */
async function metadataOf(
  input: string | Uint8Array,
  where: string,
): Promise<{ readonly metadata: FileMetaData; readonly size: number }> {
  const { parquetMetadataAsync } = await import("hyparquet").catch((cause: unknown) => {
    throw notInstalled(where, cause);
  });
  const { buffer, close } = await bufferOf(input, where);
  try {
    return { metadata: await parquetMetadataAsync(buffer), size: buffer.byteLength };
  } catch (cause) {
    throw damaged({ input, where }, cause);
  } finally {
    await close();
  }
}

async function bufferOf(
  input: string | Uint8Array,
  where: string,
): Promise<{ readonly buffer: AsyncBuffer; readonly close: () => Promise<void> }> {
  if (typeof input !== "string") {
    const { byteLength } = input;
    const slice = (start: number, end?: number): ArrayBuffer => new Uint8Array(input.subarray(start, end)).buffer;
    return { buffer: { byteLength, slice }, close: async () => undefined };
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
