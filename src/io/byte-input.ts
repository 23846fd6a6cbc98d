import { KindredError } from "../errors/index.js";
import { malformed } from "./csv/parse-issue.js";
import { nodeModule } from "./node.js";

/** A stream of bytes: one of the web's, one of Node's, or anything that yields bytes. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>;

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

const STREAM_BYTES = 1 << 20;

/** Do bytes start as gzip does (RFC 1952)? */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The error for a file that cannot be opened or read. */
export function unreadable(where: string, file: string, cause: unknown): KindredError {
  const code = (cause as { code?: unknown } | null)?.code;
  const problem =
    code === "ENOENT"
      ? "there is no such file"
      : code === "EISDIR"
        ? "it is a folder"
        : `it cannot be read (${String(code ?? cause)})`;
  return new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `${file}: ${problem}`,
    fix: "Check the path",
    cause,
  });
}

/** Reads a file into a sink, unpacking it where it is packed; from a position on, if it is not. */
export async function readFileInto(path: string, sink: ByteSink, watch: InputWatch, from = 0): Promise<void> {
  for await (const _ of feedFile(path, sink, watch, from));
}

/** The same in steps: stops after each piece until the next is asked for. */
export async function* feedFile(path: string, sink: ByteSink, watch: InputWatch, from = 0): AsyncGenerator<void> {
  const { promises } = nodeModule(watch.where, "node:fs");
  const file = await promises.open(path).catch((cause: unknown) => {
    throw unreadable(watch.where, path, cause);
  });
  try {
    const { size } = await file.stat();
    const start = new Uint8Array(2);
    await file.read(start, 0, 2, 0).catch((cause: unknown) => {
      throw unreadable(watch.where, path, cause);
    });
    if (isGzip(start)) {
      yield* pushAll(
        unpackedInNode(file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 18 }), size, watch),
        sink,
        watch,
      );
      return;
    }
    sink.expectBytes?.(size);
    let position = from;
    while (!sink.done) {
      watch.signal?.throwIfAborted();
      const { bytesRead } = await file.read(sink.space(STREAM_BYTES), 0, STREAM_BYTES, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      sink.commit(bytesRead);
      watch.onProgress?.(position, size);
      yield;
    }
    watch.signal?.throwIfAborted();
  } finally {
    await file.close();
  }
}

/** Reads a stream into a sink, unpacking it where it is packed. */
export async function readStreamInto(stream: ByteStream, sink: ByteSink, watch: InputWatch): Promise<void> {
  const encoder = new TextEncoder();
  let done = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of piecesOf(stream)) {
      const bytes = typeof piece === "string" ? encoder.encode(piece) : piece;
      done += bytes.length;
      yield bytes;
      watch.onProgress?.(done, Number.NaN);
    }
  }
  const pieces = counted();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < 2) {
    const { value, done: ended } = await pieces.next();
    if (ended === true) break;
    first.push(value);
    length += value.length;
  }
  const head = joined(first);
  async function* all(): AsyncGenerator<Uint8Array> {
    yield head;
    yield* pieces;
  }
  for await (const _ of pushAll(isGzip(head) ? unpacked(all(), watch) : all(), sink, watch));
}

async function* pushAll(pieces: AsyncIterable<Uint8Array>, sink: ByteSink, watch: InputWatch): AsyncGenerator<void> {
  for await (const piece of pieces) {
    watch.signal?.throwIfAborted();
    sink.push(piece);
    yield;
    if (sink.done) break;
  }
  watch.signal?.throwIfAborted();
}

async function* unpackedInNode(
  packed: AsyncIterable<Uint8Array>,
  total: number,
  watch: InputWatch,
): AsyncGenerator<Uint8Array> {
  const { createGunzip } = nodeModule(watch.where, "node:zlib");
  const gunzip = createGunzip({ chunkSize: STREAM_BYTES });
  let done = 0;
  const feed = (async () => {
    for await (const piece of packed) {
      done += piece.length;
      watch.onProgress?.(done, total);
      if (!gunzip.write(piece)) await new Promise((resolve) => gunzip.once("drain", resolve).once("close", resolve));
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  })();
  feed.catch((error: Error) => gunzip.destroy(error));
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
    await feed;
  } catch (cause) {
    throw damaged(watch, cause);
  } finally {
    gunzip.destroy();
  }
}

async function* unpacked(packed: AsyncGenerator<Uint8Array>, watch: InputWatch): AsyncGenerator<Uint8Array> {
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { value, done } = await packed.next();
      if (done === true) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
  });
  try {
    yield* piecesOf(source.pipeThrough(new DecompressionStream("gzip")));
  } catch (cause) {
    throw damaged(watch, cause);
  }
}

function damaged(watch: InputWatch, cause: unknown): Error {
  const error = malformed(watch.where, watch.file, {
    line: 1,
    problem: `the gzip data are damaged or cut off (${cause instanceof Error ? cause.message : String(cause)})`,
    fix: "Copy the file again",
  });
  error.cause = cause;
  return error;
}

/** A web stream need not be iterable yet. */
async function* piecesOf<Piece>(stream: ReadableStream<Piece> | AsyncIterable<Piece>): AsyncGenerator<Piece> {
  if (!("getReader" in stream)) {
    yield* stream;
    return;
  }
  const reader = stream.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
