import { malformed } from "./csv/parse-issue.js";
import { inNode, nodeModule } from "./node.js";

/** Who reads, and what. */
export interface Reading {
  readonly where: string;
  readonly file: string;
}

const UNPACKED_BYTES = 1 << 20;

/** How a file is packed, by its first four bytes. */
export function compressionOf(bytes: Uint8Array): "gzip" | "zstd" | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd ? "zstd" : undefined;
}

/** Can files that are packed so be unpacked here? Node reads Zstandard from 22.15 on; browsers read gzip alone. */
export function canUnpack(packing: "gzip" | "zstd"): boolean {
  return packing === "gzip" || (inNode() && "createZstdDecompress" in nodeModule("unpack", "node:zlib"));
}

/** The bytes that were packed. @throws KindredError MALFORMED_FILE where they are damaged or cut off. */
export function unpacked(
  packed: AsyncIterable<Uint8Array>,
  packing: "gzip" | "zstd",
  reading: Reading,
): AsyncGenerator<Uint8Array> {
  return inNode() ? unpackedInNode(packed, packing, reading) : unpackedInBrowser(packed, reading);
}

function drainedOrClosed(stream: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      stream.off("drain", go).off("close", go);
      resolve();
    };
    stream.on("drain", go).on("close", go);
  });
}

async function* unpackedInNode(
  packed: AsyncIterable<Uint8Array>,
  packing: "gzip" | "zstd",
  reading: Reading,
): AsyncGenerator<Uint8Array> {
  const zlib = nodeModule(reading.where, "node:zlib");
  const options = { chunkSize: UNPACKED_BYTES };
  const unpacker =
    packing === "gzip"
      ? zlib.createGunzip(options)
      : (zlib as unknown as { createZstdDecompress: typeof zlib.createGunzip }).createZstdDecompress(options);
  let failure: unknown;
  const feed = (async () => {
    for await (const piece of packed) {
      if (unpacker.destroyed) return;
      if (!unpacker.write(piece)) await drainedOrClosed(unpacker);
      if (unpacker.destroyed) return;
    }
    unpacker.end();
  })();
  feed.catch((error: unknown) => {
    failure = error;
    unpacker.destroy(error as Error);
  });
  try {
    yield* unpacker as AsyncIterable<Uint8Array>;
    await feed;
  } catch (cause) {
    // What ends the packed bytes is no damage of theirs.
    if (failure !== undefined) throw failure;
    throw damaged(packing, reading, cause);
  } finally {
    unpacker.destroy();
  }
}

async function* unpackedInBrowser(packed: AsyncIterable<Uint8Array>, reading: Reading): AsyncGenerator<Uint8Array> {
  const pieces = packed[Symbol.asyncIterator]();
  let failure: unknown;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { value, done } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(value as Uint8Array<ArrayBuffer>);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  });
  const reader = source.pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    throw failure ?? damaged("gzip", reading, cause);
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function damaged(packing: string, { where, file }: Reading, cause: unknown): Error {
  const error = malformed(where, file, {
    problem: `the ${packing} data are damaged or cut off (${cause instanceof Error ? cause.message : String(cause)})`,
    fix: "Copy the file again",
  });
  error.cause = cause;
  return error;
}
