import { checksumOf, type DocumentLimits, type Json, type JsonObject } from "../document/index.js";
import { counted, listed, type Printable, printed } from "../errors/index.js";
import { optionsCheck } from "../options/index.js";
import { sound } from "./bad-document.js";
import { limitsCheck } from "./limits-check.js";
import { openDocument } from "./open-document.js";

/** A step of a document's Pipeline. */
export interface InspectedStep {
  /** Its name. */
  readonly name: string;
  /** Its kind of estimator. */
  readonly kind: string;
}

/** What a document says of itself. */
export interface Inspection extends Printable {
  /** The kind of estimator. */
  readonly kind: string;
  /** Its version. */
  readonly version: number;
  /** Is it a fitted model? */
  readonly fitted: boolean;
  /** The hyper-parameters, as JSON. */
  readonly params: Json;
  /** The columns that it was fitted on. */
  readonly inputColumns?: readonly string[];
  /** The names and kinds of the steps, for a Pipeline. */
  readonly steps?: readonly InspectedStep[];
  /** Does the checksum hold? */
  readonly intact: boolean;
  /** Is it signed? Whether the signature holds is for `verifyDocument` to say. */
  readonly signed: boolean;
}

const checkInspect = optionsCheck<{ readonly limits?: DocumentLimits }>("inspect", { limits: limitsCheck });

/** Describes a document without building it. */
export function inspect(json: string | object, options: { readonly limits?: DocumentLimits } = {}): Inspection {
  checkInspect(options);
  const document = openDocument(json, "inspect", options.limits);
  return sound("inspect", () => described(document));
}

function described(document: JsonObject): Inspection {
  const input = document["inputSchema"] as { columns?: { name: string }[] } | undefined;
  const params = (document["params"] ?? null) as { steps?: [string, { $model: { kind: string } }][] };
  const isPipeline = document["kind"] === "Pipeline" && Array.isArray(params.steps);
  const found = {
    kind: String(document["kind"]),
    version: Number(document["version"]),
    fitted: document["state"] !== undefined,
    params: params as unknown as Json,
    ...(input?.columns === undefined ? {} : { inputColumns: input.columns.map((column) => column.name) }),
    ...(isPipeline ? { steps: params.steps!.map(([name, step]) => ({ name, kind: step.$model.kind })) } : {}),
    intact: document["checksum"] === checksumOf(document),
    signed: document["signature"] !== undefined,
  };
  return printed(found, () => textOf(found));
}

function textOf({ kind, version, fitted, inputColumns, steps, intact, signed }: Omit<Inspection, "toText">): string {
  return [
    `${fitted ? "fitted " : ""}${kind}, version ${version}, ${intact ? "intact" : "NOT intact"}${signed ? ", signed" : ""}`,
    ...(inputColumns === undefined
      ? []
      : [`  from ${counted(inputColumns.length, "column")}: ${listed(inputColumns)}`]),
    ...(steps ?? []).map(({ name, kind: own }) => `  ${name}: ${own}`),
  ].join("\n");
}
