import * as z from "../options/schemas.js";
import { checksum, head, kind, signature, version } from "./envelope-schema.js";

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const value: z.ZodType = z
  .lazy(() =>
    z.union([
      z.null(),
      z.boolean(),
      z.number(),
      z.string(),
      z.array(value),
      ...["float64", "float32", "int32", "uint32", "int16", "uint16", "int8", "uint8"].map((name) =>
        z.strictObject({ [`$${name}`]: base64 }),
      ),
      z.strictObject({ $number: z.enum(["NaN", "Infinity", "-Infinity", "-0"]) }),
      z.strictObject({ $undefined: z.literal(true) }),
      z.strictObject({ $map: z.array(z.tuple([value, value])) }),
      z.strictObject({ $set: z.array(value) }),
      z.strictObject({ $date: value }),
      z.strictObject({ $record: z.array(z.tuple([z.string(), value])) }),
      z.strictObject({ $matrix: z.strictObject({ rows: z.int().min(0), columns: z.array(value) }) }),
      z.strictObject({ $function: z.string() }),
      z.strictObject({ $model: model }),
      z.record(z.string().regex(/^(?!\$)/), value),
    ]),
  )
  .meta({
    id: "value",
    description:
      "A value: JSON, or an object of one key that says what JSON has not. Typed arrays are base64 of their bytes, little endian.",
  });

const texts = z.array(z.string());
const origin = z.strictObject({
  sources: texts,
  column: z.string().optional(),
  category: z.string().optional(),
  step: z.string().optional(),
});
const column = z.strictObject({
  name: z.string(),
  storage: z.enum(["int8", "int16", "int32", "uint8", "float32", "float64"]),
  labels: texts.optional().meta({ description: "The words of a text column, in the order of their codes." }),
  shows: z.enum(["boolean", "date"]).optional(),
  origin: z
    .union([origin, z.int().min(0)])
    .optional()
    .meta({
      description: "Where it comes from, where that is not a column of its name; a number is a place among `origins`.",
    }),
});
const input = z
  .strictObject({
    columns: z.array(column).meta({ description: "The columns at fit." }),
    origins: z.array(origin).optional().meta({ description: "Origins that several columns share." }),
    schema: z.array(z.tuple([z.string(), value])).meta({ description: "Roles, levels and meanings by column." }),
    classes: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
    profile: value.optional().meta({ description: "How the columns of the training rows were distributed." }),
    segments: value.optional().meta({ description: "How source columns lie in the segments of a clusterer." }),
    segmentIds: value
      .optional()
      .meta({ description: "The ids of a clusterer's segments, where they go on from a former model." }),
  })
  .meta({ id: "input", description: "What a fitted model asks of later data." });

const body = {
  inputSchema: input.optional(),
  params: value.meta({ description: "Hyper-parameters." }),
  state: value.optional().meta({ description: "What was learned; absent in the document of an unfitted estimator." }),
};

const model: z.ZodType = z
  .strictObject({ kind, version, ...body })
  .meta({ id: "model", description: "An estimator or a fitted model within another." });

/** A whole document. `docs/model.schema.json` is made of it; loading uses the schema of the envelope, and forms beneath it. */
export const documentSchema: z.ZodType = z
  .strictObject({ ...head, ...body, checksum, signature: signature.optional() })
  .meta({ title: "A kindred model", description: "An estimator, or a fitted model, as JSON." });
