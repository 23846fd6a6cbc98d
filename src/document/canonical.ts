import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { KindredError } from "../errors/index.js";
import type { Json, JsonObject } from "./json.js";

/** SHA-256 of a document without its checksum and its signature, whatever the order of its keys. */
export function checksumOf(document: JsonObject): string {
  const { checksum: _, signature: __, ...rest } = document;
  return `sha256:${hashOf(canonicalBytes(rest))}`;
}

/** SHA-256 in hexadecimal: Node's own where there is one, which takes a twentieth of the time. Web Crypto has none that answers at once. */
function hashOf(bytes: Uint8Array): string {
  const own = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:crypto");
  return own === undefined ? bytesToHex(sha256(bytes)) : own.createHash("sha256").update(bytes).digest("hex");
}

/** The bytes that checksums and signatures are of: keys in order, no spaces, UTF-8 (RFC 8785, JSON Canonicalization Scheme). */
export function canonicalBytes(json: Json): Uint8Array {
  const out: string[] = [];
  write(json, out);
  return utf8ToBytes(out.join(""));
}

/** Writes pieces of text, which are joined once: joined at every level, each character would be copied as often as it lies deep. */
function write(json: Json, out: string[]): void {
  // A number beyond the largest would be written as null, and pass for it.
  if (typeof json === "number" && !Number.isFinite(json)) throw beyond();
  if (json === null || typeof json !== "object") {
    out.push(JSON.stringify(json));
    return;
  }
  let before = "";
  if (Array.isArray(json)) {
    out.push("[");
    for (const item of json as readonly Json[]) {
      out.push(before);
      write(item, out);
      before = ",";
    }
    out.push("]");
    return;
  }
  const record = json as JsonObject;
  out.push("{");
  for (const key of Object.keys(record).sort()) {
    out.push(before, JSON.stringify(key), ":");
    write(record[key]!, out);
    before = ",";
  }
  out.push("}");
}

function beyond(): KindredError {
  return new KindredError({
    code: "BAD_DOCUMENT",
    where: "load",
    problem: "the document holds a number that is larger than any",
    fix: "Pass what JSON.stringify wrote, whole and unchanged",
  });
}
