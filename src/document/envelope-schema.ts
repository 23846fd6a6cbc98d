import * as z from "../options/schemas.js";

/** The name of the format, first in every document. */
export const FORMAT = "kindred";
/** The version of the envelope. */
export const FORMAT_VERSION = 1;

/** The kind of a document. */
export const kind: z.ZodType = z
  .string()
  .min(1)
  .meta({ description: 'The kind of estimator: "PCA", or "vendor/Name" for kinds of others.' });
/** Its version. */
export const version: z.ZodType = z
  .int()
  .min(1)
  .meta({ description: "The version of the kind; counts up when params or state change their form." });
/** Its signature. */
export const signature: z.ZodType = z
  .strictObject({
    algorithm: z.literal("Ed25519"),
    key: z.string().optional().meta({ description: "Which key it is, by a name of the signer's." }),
    value: z
      .string()
      .regex(/^[A-Za-z0-9+/]{86}==$/)
      .meta({ description: "64 bytes as base64, over the canonical bytes of the document without this signature." }),
  })
  .meta({ description: "Shows who wrote the document, to all who know the public key." });
/** Its checksum. */
export const checksum: z.ZodType = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/)
  .meta({ description: "SHA-256 of the canonical bytes (RFC 8785) of the document without checksum and signature." });

/** The keys that every document has. */
export const head: { readonly [K in "format" | "formatVersion" | "kind" | "version"]: z.ZodType } = {
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  kind,
  version,
};

/** The outermost keys of a document. What lies beneath is checked while it is decoded, and by the forms of each kind. */
export const envelopeSchema: z.ZodType = z.strictObject({
  ...head,
  inputSchema: z.unknown().optional(),
  params: z.unknown(),
  state: z.unknown().optional(),
  checksum,
  signature: signature.optional(),
});

/** The outermost keys of an estimator or model within a document. */
export const nestedSchema: z.ZodType = z.strictObject({
  kind,
  version,
  inputSchema: z.unknown().optional(),
  params: z.unknown(),
  state: z.unknown().optional(),
});
