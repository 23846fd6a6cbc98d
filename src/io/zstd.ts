import { inNode, nodeModule } from "./node.js";

/** Unpacks what becomes this many bytes. May give another number of bytes, or throw, where the bytes are damaged. */
export type UnpackZstd = (packed: Uint8Array, bytes: number) => Uint8Array;

/** Pieces that become more than this are left to JavaScript: memory of WebAssembly never shrinks, and has an end. */
const MOST_WASM_BYTES = 2 ** 28;

/**
 * Unpacks Zstandard: by Node from 22.15 on, or by the package zstddec (the reference implementation in WebAssembly, five times as fast as fzstd), or by
 * the package hyparquet-compressors (which has fzstd). Undefined where there is none of them.
 */
export async function loadZstd(where: string): Promise<UnpackZstd | undefined> {
  const zlib = inNode() ? nodeModule(where, "node:zlib") : undefined;
  if (zlib !== undefined && "zstdDecompressSync" in zlib) {
    const decompress = zlib.zstdDecompressSync as (packed: Uint8Array, options: object) => Uint8Array;
    return (packed, bytes) => decompress(packed, { maxOutputLength: Math.max(1, bytes) });
  }
  const [fast, any] = await Promise.all([fromWasm(), fromJavaScript()]);
  if (fast === undefined) return any;
  return (packed, bytes) => {
    if (bytes <= MOST_WASM_BYTES) return fast(packed, bytes);
    if (any === undefined) throw new RangeError(`${bytes} bytes in a piece, for which hyparquet-compressors is needed`);
    return any(packed, bytes);
  };
}

async function fromWasm(): Promise<UnpackZstd | undefined> {
  try {
    const { ZSTDDecoder } = await import("zstddec");
    const decoder = new ZSTDDecoder();
    await decoder.init();
    // Without a size it would ask the bytes for one.
    return (packed, bytes) => (bytes === 0 ? new Uint8Array(0) : decoder.decode(packed, bytes));
  } catch {
    return undefined;
  }
}

async function fromJavaScript(): Promise<UnpackZstd | undefined> {
  try {
    const { compressors } = await import("hyparquet-compressors");
    return (packed, bytes) => compressors.ZSTD!(packed, bytes);
  } catch {
    return undefined;
  }
}
