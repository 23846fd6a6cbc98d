import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { KindredError } from "../errors/index.js";
import type { Json, JsonObject } from "./json.js";

/** SHA-256 of a document without its checksum and its signature, whatever the order of its keys. */
export function checksumOf(document: JsonObject): string {
  const { checksum: _, signature: __, ...rest } = document;
  return `sha256:${bytesToHex(sha256(canonicalBytes(rest)))}`;
}

/** The bytes that checksums and signatures are of: keys in order, no spaces, UTF-8 (RFC 8785, JSON Canonicalization Scheme). */
export function canonicalBytes(json: Json): Uint8Array {
  return utf8ToBytes(canonical(json));
}

function canonical(json: Json): string {
  // A number beyond the largest would be written as null, and pass for it.
  if (typeof json === "number" && !Number.isFinite(json)) throw beyond();
  if (json === null || typeof json !== "object") return JSON.stringify(json);
  if (Array.isArray(json)) return `[${json.map((item: Json) => canonical(item)).join(",")}]`;
  const record = json as JsonObject;
  const keys = Object.keys(record).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(record[key]!)}`).join(",")}}`;
}

function beyond(): KindredError {
  return new KindredError({
    code: "BAD_DOCUMENT",
    where: "load",
    problem: "the document holds a number that is larger than any",
    fix: "Pass what JSON.stringify wrote, whole and unchanged",
  });
}
