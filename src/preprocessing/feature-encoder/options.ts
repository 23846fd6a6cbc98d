import { recordSchema } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";

/** How a column becomes numbers. */
export type Encoding = "passthrough" | "oneHot" | "ordinal" | "binary" | "target" | "frequency" | "date" | "drop";

/** How a column becomes numbers, with the order of its values from least to most. */
export interface OrderedEncoding {
  /** `"ordinal"`. */
  readonly encoding: "ordinal";
  /** Every value, from least to most. */
  readonly order: readonly (string | number | boolean)[];
}

/** Options of FeatureEncoder. */
export interface FeatureEncoderOptions {
  /**
   * Encodings of single columns, by name. The others by type: numbers pass, text and booleans are one-hot, dates become days. Text that is another
   * one in every row (of 30 and more) tells rows apart and nothing else: it is left out, with a warning; of fewer rows it is kept, with a warning.
   */
  readonly columns: Readonly<Record<string, Encoding | OrderedEncoding>>;
  /** What nominal codes become (columns of numbers whose level in the Schema is `"nominal"`): amounts, with a warning, or one-hot columns. */
  readonly nominal: "passthrough" | "oneHot";
  /** What a value that was not there at fit becomes: nothing (zeros, a prior, missing), an error, or the infrequent one. */
  readonly unseen: "ignore" | "error" | "infrequent";
  /** Categories with fewer rows (or, below 1, a smaller share of them) are one column, `COLUMN=infrequent`. */
  readonly minFrequency?: number | undefined;
  /** At most this many one-hot columns a source column, the infrequent one among them. */
  readonly maxCategories?: number | undefined;
  /** Is each one-hot column's first category left out? */
  readonly dropFirst: boolean;
  /** The precision of amounts. Codes and whole numbers are exact in either. */
  readonly precision: "float32" | "float64";
}

const encoding = z.enum(["passthrough", "oneHot", "ordinal", "binary", "target", "frequency", "date", "drop"]);
const ordered = z.strictObject({
  encoding: z.literal("ordinal"),
  order: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
});

/** The schema of FeatureEncoder's options. */
export const encoderParams: z.ZodType<FeatureEncoderOptions, object> = z.strictObject({
  columns: recordSchema(z.union([encoding, ordered])).default({}),
  nominal: z.enum(["passthrough", "oneHot"]).default("passthrough"),
  unseen: z.enum(["ignore", "error", "infrequent"]).default("ignore"),
  minFrequency: z.number().positive().optional(),
  maxCategories: z.number().int().min(1).optional(),
  dropFirst: z.boolean().default(false),
  precision: z.enum(["float32", "float64"]).default("float32"),
});
