import { KindredError } from "../errors/index.js";
import { type ByteInput, piecesOf, pipePieces } from "./byte-stream.js";
import { nodeModule } from "./node.js";
import { canUnpack, compressionOf, unpacked } from "./unpack.js";

/** Where bytes go. */
export interface ByteSink {
  readonly done: boolean;
  /** Told before the first byte, where it is known. */
  expectBytes?(bytes: number): void;
  space(bytes: number): Uint8Array;
  commit(bytes: number): void;
  push(bytes: Uint8Array): void;
}

/** How a reading reports and ends early. */
export interface InputWatch {
  readonly where: string;
  readonly file: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Bytes that are read at a time: timers and input have their turn in between, also where each byte takes long. */
const STREAM_BYTES = 1 << 18;
/** Bytes that tell how a file is packed. */
const MAGIC_BYTES = 4;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "it may not be read",
  EPERM: "it may not be read",
};

/** The error for a file that cannot be opened or read. */
export function unreadable(where: string, file: string, cause: unknown): KindredError {
  const code = (cause as { code?: unknown } | null)?.code;
  return new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `${file}: ${REASONS[String(code)] ?? `it cannot be read (${String(code ?? cause)})`}`,
    fix: "Check the path",
    cause,
  });
}

/** The error for a file that became shorter while it was read. */
export function truncated(where: string, file: string, size: number, found: number): KindredError {
  return new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `${file}: it had ${size} bytes and ends after ${found} now`,
    fix: "Read it when nothing writes to it",
    expected: size,
    got: found,
  });
}

/** Reads a file into a sink, unpacking it where it is packed; from a position on, if it is not. */
export async function readFileInto(path: string, sink: ByteSink, watch: InputWatch, from = 0): Promise<void> {
  for await (const _ of feedFile(path, sink, watch, from));
}

/** The same in steps: stops after each piece until the next is asked for. */
export async function* feedFile(path: string, sink: ByteSink, watch: InputWatch, from = 0): AsyncGenerator<void> {
  const { where, signal, onProgress } = watch;
  const { promises } = nodeModule(where, "node:fs");
  const files = <Value>(work: Promise<Value>): Promise<Value> =>
    work.catch((cause: unknown) => {
      throw unreadable(where, path, cause);
    });
  signal?.throwIfAborted();
  const known = await files(promises.stat(path));
  if (known.isDirectory()) throw unreadable(where, path, { code: "EISDIR" });
  if (!known.isFile()) {
    yield* feedPieces(pipePieces(where, path, known.isFIFO(), signal), sink, watch, Number.NaN);
    return;
  }
  const file = await files(promises.open(path));
  try {
    const { size } = await files(file.stat());
    const start = new Uint8Array(MAGIC_BYTES);
    await files(file.read(start, 0, MAGIC_BYTES, 0));
    if (compressionOf(start) !== undefined) {
      const pieces = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 18 });
      yield* feedPieces(pieces as AsyncIterable<Uint8Array>, sink, watch, size);
      return;
    }
    sink.expectBytes?.(size);
    let position = from;
    while (!sink.done) {
      signal?.throwIfAborted();
      const { bytesRead } = await files(file.read(sink.space(STREAM_BYTES), 0, STREAM_BYTES, position));
      if (bytesRead === 0) break;
      position += bytesRead;
      sink.commit(bytesRead);
      onProgress?.(position, size);
      yield;
    }
    signal?.throwIfAborted();
    if (!sink.done && position < size) throw truncated(where, path, size, position);
  } finally {
    await file.close();
  }
}

/** Reads bytes in memory, a Blob, an answer or a stream into a sink, unpacking them where they are packed. */
export async function readInputInto(input: ByteInput, sink: ByteSink, watch: InputWatch): Promise<void> {
  const encoder = new TextEncoder();
  const pieces = piecesOf(watch.where, input, watch.signal);
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) yield typeof piece === "string" ? encoder.encode(piece) : piece;
  }
  for await (const _ of feedPieces(bytes(), sink, watch, sizeOf(input)));
}

function sizeOf(input: ByteInput): number {
  if (input instanceof Uint8Array || input instanceof ArrayBuffer) return input.byteLength;
  return "size" in input && typeof input.size === "number" ? input.size : Number.NaN;
}

/** Passes pieces on, unpacked where the first bytes say that they are packed. */
async function* feedPieces(
  pieces: AsyncIterable<Uint8Array>,
  sink: ByteSink,
  watch: InputWatch,
  total: number,
): AsyncGenerator<void> {
  const { where, file, signal, onProgress } = watch;
  let done = 0;
  async function* all(): AsyncGenerator<Uint8Array> {
    let start: Uint8Array | undefined = new Uint8Array(0);
    for await (const piece of pieces) {
      signal?.throwIfAborted();
      done += piece.length;
      if (start !== undefined) {
        start = joined(start, piece);
        if (start.length < MAGIC_BYTES) continue;
        yield start;
        start = undefined;
      } else yield piece;
      onProgress?.(done, total);
    }
    if (start !== undefined) yield start;
  }
  const plain = all();
  const first = await plain.next();
  async function* again(): AsyncGenerator<Uint8Array> {
    try {
      if (first.done !== true) yield first.value;
      yield* plain;
    } finally {
      await plain.return(undefined);
    }
  }
  const packing = compressionOf(first.value ?? new Uint8Array(0));
  const ready = packing === undefined || !canUnpack(packing) ? again() : unpacked(again(), packing, { where, file });
  for await (const piece of ready) {
    signal?.throwIfAborted();
    if (piece.length > 0) sink.push(piece);
    yield;
    if (sink.done) break;
  }
  signal?.throwIfAborted();
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
