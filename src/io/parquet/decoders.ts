import type { CompressionCodec, Compressors } from "hyparquet";
import { KindredError } from "../../errors/index.js";
import { inNode, nodeModule } from "../node.js";
import { loadZstd, type UnpackZstd } from "../zstd.js";
import type { PageContext } from "./pages.js";

/** What pages are read with: parts of the package hyparquet, and what unpacks them. */
export interface Decoders {
  readonly readThrift: PageContext["readThrift"];
  readonly unsnap: (packed: Uint8Array, out: Uint8Array) => void;
  readonly zstd: UnpackZstd | undefined;
  /** Of hyparquet-compressors, where it is installed. */
  readonly compressors: Compressors | undefined;
}

/** Loads what pages are read with. @throws KindredError where hyparquet is not installed. */
export async function loadDecoders(where: string): Promise<Decoders> {
  const [{ deserializeTCompactProtocol }, { snappyUncompress }, zstd, compressors] = await Promise.all([
    import("hyparquet/src/thrift.js"),
    import("hyparquet/src/snappy.js"),
    loadZstd(where),
    import("hyparquet-compressors").then(
      (found) => found.compressors,
      () => undefined,
    ),
  ]).catch((cause: unknown) => {
    throw notInstalled(where, cause);
  });
  return {
    readThrift: deserializeTCompactProtocol as PageContext["readThrift"],
    unsnap: snappyUncompress,
    zstd,
    compressors,
  };
}

/** The error where hyparquet is not installed. */
export function notInstalled(where: string, cause: unknown): KindredError {
  return new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: "Parquet files are read with the package hyparquet, which is not installed",
    fix: "Install it: npm install hyparquet",
    cause,
  });
}

/** The largest ratio of unpacked to packed bytes of Snappy data. */
const SNAPPY_RATIO = 64;

/** Unpacks a page, and counts the bytes of all. */
export class Unpacker {
  /** Bytes that all pages became so far. */
  total = 0;
  readonly #decoders: Decoders;
  readonly #most: number;
  readonly #where: string;

  /** @param most - The bytes that all pages may become. */
  constructor(decoders: Decoders, most: number, where: string) {
    this.#decoders = decoders;
    this.#most = most;
    this.#where = where;
  }

  /** @throws RangeError where the bytes are damaged or become too many; KindredError where a package is missing. */
  unpack(codec: CompressionCodec, packed: Uint8Array, bytes: number): Uint8Array {
    if (codec === "UNCOMPRESSED") return packed;
    this.total += bytes;
    if (this.total > this.#most) throw tooManyBytes(this.#most);
    if (bytes === 0) return new Uint8Array(0);
    if (codec === "SNAPPY") {
      if (bytes > SNAPPY_RATIO * packed.length)
        throw new RangeError(`${packed.length} bytes that are said to become ${bytes}`);
      const out = new Uint8Array(bytes);
      this.#decoders.unsnap(packed, out);
      return out;
    }
    const found = this.#unpackerOf(codec)?.(packed, bytes);
    if (found === undefined) {
      const name = codec === "ZSTD" ? "zstddec" : "hyparquet-compressors";
      throw new KindredError({
        code: "UNSUPPORTED",
        where: this.#where,
        problem: `pages packed with ${codec} are read with the package ${name}, which is not installed`,
        fix: `Install it: npm install ${name}`,
        got: codec,
      });
    }
    if (found.length !== bytes) throw new RangeError(`${found.length} bytes where ${bytes} were said`);
    return found;
  }

  /** Node's own, which is faster, where it has one. */
  #unpackerOf(codec: CompressionCodec): ((packed: Uint8Array, bytes: number) => Uint8Array) | undefined {
    const { zstd, compressors } = this.#decoders;
    if (codec === "ZSTD") return zstd;
    const zlib = inNode() ? nodeModule(this.#where, "node:zlib") : undefined;
    if (zlib !== undefined && codec === "GZIP")
      return (packed, bytes) => zlib.gunzipSync(packed, { maxOutputLength: bytes });
    if (zlib !== undefined && codec === "BROTLI")
      return (packed, bytes) => zlib.brotliDecompressSync(packed, { maxOutputLength: bytes });
    return compressors?.[codec];
  }
}

/** The error of pages that become more bytes than is allowed. */
export function tooManyBytes(most: number): RangeError {
  return new RangeError(`its pages become more bytes than limits.bytes allows (${most})`);
}
