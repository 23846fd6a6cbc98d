import { unpackedLimit } from "../limits.js";
import { loadZstd } from "../zstd.js";
import { type Unpack, UnsupportedArrow } from "./load-columns.js";
import { unpackLz4 } from "./lz4.js";

/**
 * An unpacker of a file's buffers, which become no more bytes than is allowed in all. Zstandard is unpacked as `loadZstd` says.
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
  const found = await loadZstd("readArrow");
  if (found === undefined)
    throw new UnsupportedArrow("batches packed with Zstandard, for which this Node needs the package zstddec");
  return found;
}
