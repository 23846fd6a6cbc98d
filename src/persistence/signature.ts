import { canonicalBytes, type DocumentLimits, type JsonObject } from "../document/index.js";
import { KindredError } from "../errors/index.js";
import { check, optionsCheck } from "../options/index.js";
import { limitsCheck } from "./limits-check.js";
import { openDocument } from "./open-document.js";

/** A key of the Web Crypto API, whose algorithm is Ed25519. */
export interface Ed25519Key {
  /** `"private"` to sign with, `"public"` to verify with. */
  readonly type: string;
  /** Its algorithm. */
  readonly algorithm: {
    /** The name of the algorithm. */
    readonly name: string;
  };
}

/** Options of signing. */
export interface SignOptions {
  /** Which key it is, by a name of yours: for those who know several. */
  readonly key?: string;
}

/** Options of verifying. */
export interface VerifyOptions {
  /** How large a document may be. */
  readonly limits?: DocumentLimits;
}

const ALGORITHM = "Ed25519";
const checkSign = optionsCheck<SignOptions>("signDocument", { key: check.text });
const checkVerify = optionsCheck<VerifyOptions>("verifyDocument", { limits: limitsCheck });

/**
 * A document with a signature in its envelope: it shows who wrote it, to all who know the public key. The checksum shows damage alone, since anybody can
 * compute one. `load` and `inspect` read signed documents as they read others; only `verifyDocument` looks at the signature.
 *
 * @param document - A model, or its document as text or object. A signature that it has is replaced.
 * @param privateKey - Of the Web Crypto API (Node, browsers, Deno, Bun, workers): it need not be extractable.
 * @throws KindredError where the document is none, or the key is no private Ed25519 key.
 *
 * @example
 * ```ts
 * import { load, Scaler, signDocument, verifyDocument } from "kindred";
 *
 * const { privateKey, publicKey } = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
 * const fitted = await new Scaler().fit([[1], [2], [3]]);
 * const text = JSON.stringify(await signDocument(fitted, privateKey));
 * const model = load(await verifyDocument(text, publicKey));
 * model.kind; // "Scaler"
 * ```
 */
export async function signDocument(
  document: string | object,
  privateKey: Ed25519Key,
  options: SignOptions = {},
): Promise<object> {
  checkSign(options);
  const { key } = options;
  const { signature: _, ...unsigned } = openDocument(document, "signDocument");
  checkKey(privateKey, "private", "signDocument");
  const bytes = await crypto.subtle.sign(ALGORITHM, privateKey as CryptoKey, bufferOf(unsigned));
  const value = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return { ...unsigned, signature: { algorithm: ALGORITHM, ...(key === undefined ? {} : { key }), value } };
}

/**
 * Gives a document back where one of the keys signed it, and refuses it otherwise: `load(await verifyDocument(text, key))`.
 *
 * @param document - The document as text or object.
 * @param publicKeys - The key of whom you trust, or several.
 * @throws KindredError where there is no signature, where none of the keys made it, or where the document was changed.
 */
export async function verifyDocument<D extends string | object>(
  document: D,
  publicKeys: Ed25519Key | readonly Ed25519Key[],
  options: VerifyOptions = {},
): Promise<D> {
  checkVerify(options);
  const { limits } = options;
  const { signature, ...unsigned } = openDocument(document, "verifyDocument", limits);
  if (signature === undefined)
    throw refused("the document is not signed", "Ask its author to sign it with signDocument, or trust it without");
  const value = Uint8Array.from(atob((signature as { readonly value: string }).value), (c) => c.charCodeAt(0));
  const data = bufferOf(unsigned);
  const keys: readonly Ed25519Key[] = Array.isArray(publicKeys) ? publicKeys : [publicKeys as Ed25519Key];
  for (const key of keys) checkKey(key, "public", "verifyDocument");
  for (const key of keys) if (await crypto.subtle.verify(ALGORITHM, key as CryptoKey, value, data)) return document;
  throw refused(
    "the signature is by none of the keys, or the document was changed since",
    "Get the document again from where you trust it",
  );
}

function bufferOf(unsigned: JsonObject): Uint8Array<ArrayBuffer> {
  return new Uint8Array(canonicalBytes(unsigned));
}

function checkKey(key: Ed25519Key, type: string, where: string): void {
  if (key?.type === type && key.algorithm?.name === ALGORITHM) return;
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where,
    problem: `got ${key?.type === undefined ? "no key" : `a ${key.type} ${key.algorithm?.name} key`}`,
    fix: `Pass a ${type} Ed25519 key: await crypto.subtle.importKey(...), or generateKey("Ed25519", …)`,
    expected: `a ${type} Ed25519 key`,
  });
}

function refused(problem: string, fix: string): KindredError {
  return new KindredError({ code: "BAD_DOCUMENT", where: "verifyDocument", problem, fix });
}
