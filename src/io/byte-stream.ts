import { KindredError } from "../errors/index.js";
import { abortable } from "./abortable.js";
import { nodeModule } from "./node.js";

/** A stream of bytes: one of the web's, one of Node's, or anything that yields bytes. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>;

/** Bytes, wherever they come from: in memory, in a Blob or File, in the answer of a server, or in a stream. */
export type ByteInput = ByteStream | Uint8Array | ArrayBuffer | Blob | Response;

/** Bytes of memory that are passed on at a time. */
const MEMORY_BYTES = 1 << 20;

/** The pieces of an input, one by one; waiting for one ends when the signal aborts. @throws KindredError for what is no input. */
export function piecesOf(
  where: string,
  input: ByteInput,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array | string> {
  if (input instanceof Uint8Array) return slices(input);
  if (input instanceof ArrayBuffer) return slices(new Uint8Array(input));
  if (typeof input !== "object" || input === null) throw noInput(where, input);
  if ("stream" in input && typeof input.stream === "function" && "size" in input)
    return webPieces(where, input.stream() as ReadableStream<Uint8Array>, signal);
  if ("body" in input && "status" in input) return webPieces(where, bodyOf(where, input), signal);
  if ("getReader" in input && typeof input.getReader === "function") return webPieces(where, input, signal);
  if (Symbol.asyncIterator in input || Symbol.iterator in input)
    return iteratedPieces(where, input as ByteStream, signal);
  throw noInput(where, input);
}

/** The pieces of a pipe or a device, whose opening and reading may wait for somebody to write. */
export async function* pipePieces(
  where: string,
  path: string,
  isPipe: boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const { promises } = nodeModule(where, "node:fs");
  // Opening or reading a pipe cannot be given up, but ends when something is written: that is what we do.
  const wake = (): void => {
    if (isPipe) wakePipe(where, path);
  };
  const opening = promises.open(path);
  opening.then((file) => (signal?.aborted === true ? file.close() : undefined)).catch(() => undefined);
  const file = await abortable(opening, signal, wake);
  try {
    for (;;) {
      const bytes = new Uint8Array(1 << 16);
      const { bytesRead } = await abortable(file.read(bytes, 0, bytes.length, null), signal, wake);
      if (bytesRead === 0) return;
      yield bytes.subarray(0, bytesRead);
    }
  } finally {
    await file.close().catch(() => undefined);
  }
}

function wakePipe(where: string, path: string): void {
  const { closeSync, constants, openSync, writeSync } = nodeModule(where, "node:fs");
  try {
    const end = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(end, "\n");
    closeSync(end);
  } catch {
    // The pipe has no reader any more.
  }
}

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += MEMORY_BYTES) {
    yield bytes.subarray(at, at + MEMORY_BYTES);
    // Bytes that are there already would keep the event loop from everything else.
    await new Promise((resolve) => setTimeout(resolve));
  }
}

async function* webPieces<Piece>(
  where: string,
  stream: ReadableStream<Piece>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Piece> {
  if (stream.locked) throw noInput(where, stream, "a stream that is being read already, or was");
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { value, done } = await abortable(reader.read(), signal);
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    // A stream may take its time to end; nothing has to wait for that.
    if (!ended) reader.cancel(signal?.reason).catch(() => undefined);
  }
}

async function* iteratedPieces(
  where: string,
  stream: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array | string> {
  const { destroyed, readableEnded } = stream as { destroyed?: unknown; readableEnded?: unknown };
  if (destroyed === true || readableEnded === true)
    throw noInput(where, stream, "a stream that was read or closed already");
  const iterator =
    Symbol.asyncIterator in stream
      ? stream[Symbol.asyncIterator]()
      : (stream as Iterable<Uint8Array>)[Symbol.iterator]();
  const destroy = (): void => {
    if ("destroy" in stream && typeof stream.destroy === "function") stream.destroy();
    else Promise.resolve(iterator.return?.()).catch(() => undefined);
  };
  let ended = false;
  try {
    for (;;) {
      const { value, done } = await abortable(Promise.resolve(iterator.next()), signal);
      ended = done === true;
      if (ended) return;
      if (typeof value !== "string" && !(value instanceof Uint8Array))
        throw noInput(where, value, "something that yields neither bytes nor text");
      yield value;
    }
  } finally {
    if (!ended) destroy();
  }
}

function bodyOf(where: string, { ok, status, body, url, bodyUsed }: Response): ReadableStream<Uint8Array> {
  if (!ok)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `the server answered with status ${status}${url === "" ? "" : ` for ${url}`}`,
      fix: "Check the address and the permissions",
      got: status,
    });
  if (bodyUsed) throw noInput(where, body, "an answer whose body was read already");
  return body ?? new Blob([]).stream();
}

function noInput(where: string, got: unknown, what?: string): KindredError {
  const type =
    got === null
      ? "null"
      : typeof got === "object"
        ? (got.constructor?.name ?? "an object")
        : `${typeof got} ${String(got)}`;
  return new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `the input is ${what ?? type}, and not a path, bytes or a stream of them`,
    fix: "Pass a path, a URL, bytes, a Blob, a Response, or a stream that is not read from yet",
    got,
  });
}
