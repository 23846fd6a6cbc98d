import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Json } from "./codec.js";

/** The name of the format, first in every document. */
export const FORMAT = "kindred";
/** The version of the envelope. */
export const FORMAT_VERSION = 1;

/** A document, or one nested in another. */
export type JsonObject = { readonly [key: string]: Json };

/** The envelope around a description: what it is, and a checksum over all of it. */
export function envelope(description: JsonObject): JsonObject {
  const document = { format: FORMAT, formatVersion: FORMAT_VERSION, ...description };
  return { ...document, checksum: checksumOf(document) };
}

/** SHA-256 of a document without its checksum, whatever the order of its keys. */
export function checksumOf(document: JsonObject): string {
  const { checksum: _, ...rest } = document;
  return `sha256:${bytesToHex(sha256(utf8ToBytes(canonical(rest))))}`;
}

function canonical(json: Json): string {
  if (json === null || typeof json !== "object") return JSON.stringify(json);
  if (Array.isArray(json)) return `[${json.map((item: Json) => canonical(item)).join(",")}]`;
  const record = json as JsonObject;
  const keys = Object.keys(record).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(record[key]!)}`).join(",")}}`;
}
