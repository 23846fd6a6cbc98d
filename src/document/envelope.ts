import { KindredError } from "../errors/index.js";
import { checksumOf } from "./canonical.js";
import { envelopeSchema, FORMAT, FORMAT_VERSION, nestedSchema } from "./envelope-schema.js";
import type { JsonObject } from "./json.js";

/** The envelope around a description: what it is, and a checksum over all of it. */
export function envelope(description: JsonObject): JsonObject {
  const document = { format: FORMAT, formatVersion: FORMAT_VERSION, ...description };
  return { ...document, checksum: checksumOf(document) };
}

/** @throws KindredError where the outermost keys of a document are not those of this format, or belong to a later version of it. */
export function checkEnvelope(document: JsonObject, where: string): void {
  const fail = (problem: string, fix: string): never => {
    throw new KindredError({ code: "BAD_DOCUMENT", where, problem, fix });
  };
  const { format, formatVersion } = document;
  if (format !== FORMAT) fail(`the document's format is ${JSON.stringify(format)}, not "${FORMAT}"`, WRITTEN);
  if (typeof formatVersion !== "number" || formatVersion > FORMAT_VERSION)
    fail(
      `the document has format version ${JSON.stringify(formatVersion)}; this is ${FORMAT_VERSION}`,
      "Update kindred",
    );
  if (document["checksum"] === undefined) fail("the document has no checksum", WRITTEN);
  checkKeys(envelopeSchema, document, "", where);
}

/** @throws KindredError where the outermost keys of a document within another, at a JSON pointer, are not those of one. */
export function checkNested(document: JsonObject, at: string): void {
  checkKeys(nestedSchema, document, at, "load");
}

function checkKeys(schema: typeof envelopeSchema, document: JsonObject, at: string, where: string): void {
  const result = schema.safeParse(document);
  if (result.success) return;
  const [issue] = result.error.issues;
  const problem = issue!.message.charAt(0).toLowerCase() + issue!.message.slice(1);
  throw new KindredError({
    code: "BAD_DOCUMENT",
    where,
    problem: `the document cannot be read at ${at}/${issue!.path.join("/")}: ${problem}`,
    fix: WRITTEN,
  });
}

/** @throws KindredError where a document is not as it was written. */
export function checkIntact(document: JsonObject, where: string): void {
  if (document["checksum"] === checksumOf(document)) return;
  throw new KindredError({
    code: "BAD_DOCUMENT",
    where,
    problem: "the checksum does not fit: the document was changed or cut",
    fix: "Use the document as it was written",
  });
}

const WRITTEN = "Pass what JSON.stringify wrote, whole and unchanged";
