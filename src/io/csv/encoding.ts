import { KindredError } from "../../errors/index.js";

/** Turns bytes into text, piece by piece. */
export interface Decoder {
  /** The text of some bytes; characters that are cut off wait for the next. @throws TypeError where bytes stand for nothing. */
  decode(bytes: Uint8Array): string;
  /** What is left at the end. */
  finish(): string;
}

const LATIN1: ReadonlySet<string> = new Set(["latin1", "iso-8859-1", "binary"]);

/** The name of an encoding as its decoder knows it; undefined for UTF-8, which needs none. @throws KindredError. */
export function encodingOf(where: string, encoding: unknown): string | undefined {
  if (encoding === undefined) return undefined;
  const name = typeof encoding === "string" ? encoding.trim().toLowerCase() : "";
  if (LATIN1.has(name)) return "latin1";
  try {
    const known = new TextDecoder(name === "" ? "none" : name).encoding;
    return known;
  } catch (cause) {
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `encoding must be a name that TextDecoder knows, got ${JSON.stringify(encoding)}`,
      expected: ["utf-8", "utf-16le", "utf-16be", "latin1", "windows-1252"],
      got: encoding,
      cause,
    });
  }
}

/** What a byte order mark says; undefined where there is none. */
export function encodingOfMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? "utf-8" : undefined;
}

/** A decoder, or undefined for UTF-8. */
export function decoderFor(encoding: string): Decoder | undefined {
  if (encoding === "utf-8") return undefined;
  if (encoding === "latin1") return { decode: latin1, finish: () => "" };
  const decoder = new TextDecoder(encoding, { fatal: true });
  return { decode: (bytes) => decoder.decode(bytes, { stream: true }), finish: () => decoder.decode() };
}

/** Byte 0x80 is U+0080: what browsers call latin1 is Windows-1252, which differs from 0x80 to 0x9f. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += 8192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return text;
}
