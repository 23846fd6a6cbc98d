import type { Data } from "apache-arrow";
import { makeData } from "apache-arrow/data";
import { RecordBatch } from "apache-arrow/recordbatch";
import { Table } from "apache-arrow/table";
import { Struct } from "apache-arrow/type";
import { KindredError } from "../../errors/index.js";
import { allocate } from "../../matrix/index.js";
import { check, optionsCheck } from "../../options/index.js";
import { truncated, unreadable } from "../byte-input.js";
import { type Limits, limitsCheck } from "../limits.js";
import { nodeModule } from "../node.js";
import { type ArrowBytes, type ArrowRows, IpcFile } from "./ipc-file.js";
import { UnsupportedArrow } from "./load-columns.js";
import { markMissing } from "./mark-missing.js";

/** Bytes that are read at a time. */
const STREAM_BYTES = 1 << 24;

/** Options of `readArrow`. */
export interface ReadArrowOptions {
  /** How much the file may hold. Packed files, and runs, become 64 MB and ten thousand times their size at most, unless `bytes` says otherwise. */
  readonly limits?: Limits;
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
}

const checkRead = optionsCheck<ReadArrowOptions>("readArrow", { limits: limitsCheck, signal: check.signal });

/**
 * Reads an Arrow file (IPC, the file or the streaming format, packed with LZ4 or Zstandard or not) into a Table. The file's bytes are read once and the
 * columns lie in them, in memory that workers can share. In the slots of missing numbers the reserved missing code is
 * written, as `readCsv` does. Numbers of 16 bits become Float32, decimals Float64, text that is stored as views Utf8; run-end encoded columns become columns of
 * their values, row by row.
 *
 * Every size in the file is held against the bytes there are: a damaged file is refused, and never takes more time or memory than a sound one of its size.
 *
 * @param input - The file's path (Node only), or its bytes.
 * @throws KindredError MALFORMED_FILE where it is no Arrow file or is cut off; UNSUPPORTED for types that are unknown here; LIMIT_EXCEEDED;
 * INVALID_INPUT where there is no such file. The signal's reason, if it aborts.
 *
 * @example
 * ```ts
 * import { readArrow, writeArrow } from "kindred/io";
 * import { tableFromArrays } from "apache-arrow";
 *
 * await writeArrow("people.arrow", tableFromArrays({ AGE: [34, 51] }));
 * console.log((await readArrow("people.arrow")).numRows);
 * ```
 */
export async function readArrow(
  input: string | Uint8Array | ArrayBuffer,
  options: ReadArrowOptions = {},
): Promise<Table> {
  checkRead(options);
  const { signal } = options;
  const limits = options.limits ?? {};
  signal?.throwIfAborted();
  const name = typeof input === "string" ? input : "the bytes";
  const bytes = typeof input === "string" ? await bytesOf("readArrow", input, signal) : ownBytes(input);
  const whole: ArrowBytes = {
    size: bytes.length,
    read: async (from, length) => bytes.subarray(from, from + length),
  };
  const file = new IpcFile(whole, "readArrow", name, limits);
  return guarded("readArrow", name, async () => {
    await file.open();
    const batches: RecordBatch[] = [];
    for await (const rows of file.batches()) {
      signal?.throwIfAborted();
      batches.push(batchOf(file, rows));
      // Marking takes its time with every batch; others want theirs.
      await new Promise((resolve) => setTimeout(resolve));
    }
    return batches.length === 0 ? new Table(file.schema) : new Table(file.schema, batches);
  });
}

/** A record batch whose missing values are marked. */
export function batchOf({ schema }: IpcFile, { length, columns }: ArrowRows): RecordBatch {
  markMissing(columns);
  const data = makeData({ type: new Struct(schema.fields), length, nullCount: 0, children: columns as Data[] });
  return new RecordBatch(schema, data);
}

/** Some work on a file whose errors say that it is damaged. */
export async function guarded<Value>(where: string, name: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    const known = cause instanceof RangeError || cause instanceof TypeError || cause instanceof UnsupportedArrow;
    const decoded = cause instanceof Error && cause.constructor === Error;
    if (cause instanceof KindredError || !(known || decoded)) throw cause;
    throw cause instanceof UnsupportedArrow || /^Unrecognized type/.test((cause as Error).message)
      ? unsupported(where, name, cause as Error)
      : notArrow(where, name, cause);
  }
}

function unsupported(where: string, name: string, cause: Error): KindredError {
  return new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: `${name}: it holds ${cause instanceof UnsupportedArrow ? cause.message : `a column of a type that is not known here (${cause.message})`}`,
    fix: "Write the file with other types, or without these columns",
    cause,
  });
}

/** The error for a file that is not what it should be. */
function notArrow(where: string, path: string, cause: unknown): KindredError {
  const reason = cause instanceof Error ? ` (${cause.message})` : "";
  return new KindredError({
    code: "MALFORMED_FILE",
    where,
    problem: `${path}: not a whole Arrow file${reason}`,
    fix: "Check that it is an Arrow IPC file and that it was copied whole",
    cause,
  });
}

function ownBytes(input: Uint8Array | ArrayBuffer): Uint8Array {
  if (!(input instanceof Uint8Array || input instanceof ArrayBuffer))
    throw new KindredError({
      code: "INVALID_INPUT",
      where: "readArrow",
      problem: `the input is ${input === null ? "null" : typeof input}, and neither a path nor bytes`,
      fix: "Pass a path, a Uint8Array or an ArrayBuffer",
      got: input,
    });
  const given = input instanceof Uint8Array ? input : new Uint8Array(input);
  const bytes = new Uint8Array(allocate(given.length));
  bytes.set(given);
  return bytes;
}

async function bytesOf(where: string, path: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const { promises } = nodeModule(where, "node:fs");
  try {
    const file = await promises.open(path);
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(allocate(size));
      for (let at = 0; at < size; ) {
        signal?.throwIfAborted();
        const { bytesRead } = await file.read(bytes, at, Math.min(STREAM_BYTES, size - at), at);
        if (bytesRead === 0) throw truncated(where, path, size, at);
        at += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause instanceof KindredError ? cause : unreadable(where, path, cause);
  }
}
