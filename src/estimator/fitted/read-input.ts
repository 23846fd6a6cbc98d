import { checkForm } from "../../document/index.js";
import type { Label } from "../../matrix/index.js";
import { Schema } from "../../table/index.js";
import type { InputSchema } from "../training/input.js";
import { inputForm } from "./input-form.js";

/** The input that `describeInput` wrote. @throws KindredError for anything else. */
export function readInput(given: unknown, of: string): InputSchema & { readonly classes?: readonly Label[] } {
  checkForm(inputForm, given, { of, part: "inputSchema" });
  const { columns, origins = [], schema, classes, profile, segments, segmentIds } = given;
  return {
    plan: columns.map(({ origin, ...column }) => column),
    provenance: columns.map(({ origin, name }) =>
      typeof origin === "number" ? origins[origin]! : (origin ?? { sources: [name] }),
    ),
    schema: Schema.fromJSON(schema),
    ...(classes === undefined ? {} : { classes }),
    ...(profile === undefined ? {} : { profile }),
    ...(segments === undefined ? {} : { segments }),
    ...(segmentIds === undefined ? {} : { segmentIds }),
  };
}
