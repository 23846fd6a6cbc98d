import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { encode, type Json } from "../../document/codec.js";
import type { ColumnPlan, Label, Origin } from "../../matrix/index.js";
import type { ColumnSchema } from "../../table/index.js";
import type { InputSchema } from "../training/input.js";
import type { InputProfile } from "../training/profile.js";

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

/** A model's input as a document. */
export interface InputDocument {
  readonly columns: readonly (ColumnPlan & { readonly origin?: Origin })[];
  readonly schema: readonly (readonly [string, ColumnSchema])[];
  readonly classes?: readonly Label[];
  readonly profile?: InputProfile;
}

/** What a model asks of later data, as JSON. */
export function describeInput(input: InputSchema, classes: readonly Label[] | undefined, where: string): Json {
  const columns = input.plan.map((column, j) => {
    const origin = input.provenance[j]!;
    const own = origin.sources.length === 1 && origin.sources[0] === column.name && Object.keys(origin).length === 1;
    return own ? { ...column } : { ...column, origin: { ...origin } };
  });
  const document: InputDocument = {
    columns,
    schema: input.schema.toJSON(),
    ...(classes === undefined ? {} : { classes }),
    ...(input.profile === undefined ? {} : { profile: input.profile }),
  };
  return encode({ ...document }, where);
}
