import type { AsyncBuffer, CompressionCodec, Compressors, FileMetaData } from "hyparquet";
import { KindredError } from "../../errors/index.js";
import { inNode, nodeModule } from "../node.js";
import type { PageContext } from "./pages.js";

/** What is used of the package hyparquet, and of hyparquet-compressors where it is installed. */
export interface Hyparquet {
  metadata(buffer: AsyncBuffer): Promise<FileMetaData>;
  readonly readThrift: PageContext["readThrift"];
  readonly unsnap: (packed: Uint8Array, out: Uint8Array) => void;
  readonly compressors: Compressors | undefined;
  readonly where: string;
}

/** Loads the packages. @throws KindredError where hyparquet is not installed. */
export async function loadHyparquet(where: string): Promise<Hyparquet> {
  try {
    const [{ parquetMetadataAsync, snappyUncompress }, { deserializeTCompactProtocol }, compressors] =
      await Promise.all([
        import("hyparquet"),
        import("hyparquet/src/thrift.js"),
        import("hyparquet-compressors").then(
          (found) => found.compressors,
          () => undefined,
        ),
      ]);
    return {
      metadata: (buffer) => parquetMetadataAsync(buffer),
      readThrift: deserializeTCompactProtocol as PageContext["readThrift"],
      unsnap: snappyUncompress,
      compressors,
      where,
    };
  } catch (cause) {
    throw new KindredError({
      code: "UNSUPPORTED",
      where,
      problem: "Parquet files are read with the package hyparquet, which is not installed",
      fix: "Install it: npm install hyparquet",
      cause,
    });
  }
}

/** The largest ratio of unpacked to packed bytes of Snappy data. */
const SNAPPY_RATIO = 64;

/** An unpacker of pages, which become no more bytes than is allowed in all. @throws RangeError; KindredError where a package is missing. */
export function unpackerFor(
  { unsnap, compressors, where }: Hyparquet,
  most: number,
): (codec: CompressionCodec, packed: Uint8Array, bytes: number) => Uint8Array {
  let total = 0;
  return (codec, packed, bytes) => {
    if (codec === "UNCOMPRESSED") return packed;
    total += bytes;
    if (total > most)
      throw new RangeError(`it says that it holds ${total} bytes, more than limits.bytes allows (${most})`);
    if (bytes === 0) return new Uint8Array(0);
    if (codec === "SNAPPY") {
      if (bytes > SNAPPY_RATIO * packed.length)
        throw new RangeError(`${packed.length} bytes that are said to become ${bytes}`);
      const out = new Uint8Array(bytes);
      unsnap(packed, out);
      return out;
    }
    const found = ownUnpacker(where, codec)?.(packed, bytes) ?? compressors?.[codec]?.(packed, bytes);
    if (found === undefined)
      throw new KindredError({
        code: "UNSUPPORTED",
        where,
        problem: `pages packed with ${codec} are read with the package hyparquet-compressors, which is not installed`,
        fix: "Install it: npm install hyparquet-compressors",
        got: codec,
      });
    if (found.length !== bytes) throw new RangeError(`${found.length} bytes where ${bytes} were said`);
    return found;
  };
}

/** Node's own, which is faster, where it has one. */
function ownUnpacker(
  where: string,
  codec: CompressionCodec,
): ((packed: Uint8Array, bytes: number) => Uint8Array) | undefined {
  if (!inNode()) return undefined;
  const zlib = nodeModule(where, "node:zlib");
  if (codec === "GZIP") return (packed, bytes) => zlib.gunzipSync(packed, { maxOutputLength: bytes });
  if (codec === "BROTLI") return (packed, bytes) => zlib.brotliDecompressSync(packed, { maxOutputLength: bytes });
  if (codec !== "ZSTD" || !("zstdDecompressSync" in zlib)) return undefined;
  const unzstd = zlib.zstdDecompressSync as (packed: Uint8Array, options: object) => Uint8Array;
  return (packed, bytes) => unzstd(packed, { maxOutputLength: bytes });
}
