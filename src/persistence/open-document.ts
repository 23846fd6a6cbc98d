import { checkEnvelope, type DocumentLimits, type JsonObject, scanText } from "../document/index.js";
import { badDocument, WRITTEN } from "./bad-document.js";

/** A document, parsed, within the limits and with the right envelope. */
export function openDocument(json: string | object, where: string, limits: DocumentLimits = {}): JsonObject {
  const text = typeof json === "string" ? json : textOf(json, where);
  scanText(text, limits, where);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw badDocument(where, "the document is no JSON", WRITTEN, cause);
  }
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw badDocument(where, "the document is no object");
  checkEnvelope(document as JsonObject, where);
  return document as JsonObject;
}

function textOf(json: unknown, where: string): string {
  try {
    const text: unknown = JSON.stringify(json);
    if (typeof text === "string") return text;
  } catch (cause) {
    throw badDocument(where, "the document has no JSON text: it is too deep, or holds itself", WRITTEN, cause);
  }
  throw badDocument(where, `the document is ${typeof json}`);
}
