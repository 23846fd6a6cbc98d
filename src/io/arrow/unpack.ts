import { unpackedLimit } from "../limits.js";
import { inNode, nodeModule } from "../node.js";
import { type Unpack, UnsupportedArrow } from "./load-columns.js";
import { unpackLz4 } from "./lz4.js";

/**
 * An unpacker of a file's buffers, which become no more bytes than is allowed in all. Zstandard is unpacked by Node, where it can, or by the package
 * hyparquet-compressors.
 */
export async function unpackerOf(
  compression: "lz4" | "zstd",
  fileBytes: number,
  limit: number | undefined,
): Promise<Unpack> {
  const unpack = compression === "lz4" ? unpackLz4 : await zstd();
  const most = limit ?? unpackedLimit(fileBytes);
  let total = 0;
  return (packed, bytes) => {
    total += bytes;
    if (!(bytes >= 0) || total > most)
      throw new RangeError(`it says that it holds ${total} bytes, more than limits.bytes allows (${most})`);
    const found = unpack(packed, bytes);
    if (found.length !== bytes) throw new RangeError(`${found.length} bytes where ${bytes} were said`);
    return found;
  };
}

async function zstd(): Promise<Unpack> {
  const zlib = inNode() ? nodeModule("readArrow", "node:zlib") : undefined;
  if (zlib !== undefined && "zstdDecompressSync" in zlib) {
    const decompress = zlib.zstdDecompressSync as (packed: Uint8Array, options: object) => Uint8Array;
    return (packed, bytes) => decompress(packed, { maxOutputLength: Math.max(1, bytes) });
  }
  try {
    const { compressors } = await import("hyparquet-compressors");
    return (packed, bytes) => compressors.ZSTD!(packed, bytes);
  } catch {
    throw new UnsupportedArrow(
      "batches packed with Zstandard, for which this Node needs the package hyparquet-compressors",
    );
  }
}
