import type { Table } from "apache-arrow";
import {
  checksumOf,
  type DecodeContext,
  decode,
  FORMAT,
  FORMAT_VERSION,
  type Json,
  type JsonObject,
} from "../document/index.js";
import { KindredError, listed } from "../errors/index.js";
import {
  type AnyDefinition,
  type BaseEstimator,
  checkParams,
  type Fitted,
  fittedClasses,
  newEstimator,
  readInput,
  smokeTest,
} from "../estimator/index.js";
import type { FeatureMatrix, Label, MatrixLike } from "../matrix/index.js";
import type { Loadable } from "./loadable.js";

/** Options of loading. */
export interface LoadOptions {
  /** Estimator classes that this library does not know. */
  readonly types?: readonly Loadable[];
  /** Functions that the document names. */
  readonly functions?: Readonly<Record<string, (...args: never[]) => unknown>>;
  /** How large a document may be. */
  readonly limits?: {
    /** Characters of JSON text; 2 billion by default. */
    readonly characters?: number;
  };
}

/** A model of which only the document knows what it is: it has every verb, and throws on those it lacks. */
export interface LoadedModel {
  /** The kind of estimator that was fitted. */
  readonly kind: string;
  /** The hyper-parameters that it was fitted with. */
  readonly params: object;
  /** The columns that it was fitted on. */
  readonly inputColumns: readonly string[];
  /** Rows with other columns. */
  transform(data: Table | MatrixLike): FeatureMatrix | Table;
  /** The label or cluster of each row. */
  predict(data: Table | MatrixLike): ArrayLike<Label>;
  /** The probability of each class. */
  predictProbabilities(data: Table | MatrixLike): FeatureMatrix;
  /** One JSON document that `load` reads back bit for bit. */
  toJSON(): object;
}

/** A step of a document's Pipeline. */
export interface InspectedStep {
  /** Its name. */
  readonly name: string;
  /** Its kind of estimator. */
  readonly kind: string;
}

/** What a document says of itself. */
export interface Inspection {
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
}

const WRITTEN = "Pass what JSON.stringify wrote, whole and unchanged";
const CHARACTERS = 2_000_000_000;

/** Reads documents whose kinds are in a closed list. */
export class Loader {
  readonly #types: ReadonlyMap<string, Loadable>;

  constructor(types: readonly Loadable[]) {
    this.#types = new Map(types.map((type) => [type.kind, type]));
  }

  /** The fitted model of a document. */
  load(json: string | object, options: LoadOptions = {}): Fitted {
    const document = opened(json, "load", options);
    sound("load", () => checkIntact(document));
    if (document["state"] === undefined)
      throw bad("load", "the document holds an estimator that was not fitted", "Read it with loadEstimator");
    return sound("load", () => {
      const model = this.#build(document, options) as Fitted;
      smokeTest(model);
      return model;
    });
  }

  /** The estimator of a document. */
  loadEstimator(json: string | object, options: LoadOptions = {}): BaseEstimator {
    const document = opened(json, "loadEstimator", options);
    sound("loadEstimator", () => checkIntact(document));
    if (document["state"] !== undefined)
      throw bad("loadEstimator", "the document holds a fitted model", "Read it with load");
    return sound("loadEstimator", () => this.#build(document, options) as BaseEstimator);
  }

  #build(document: JsonObject, options: LoadOptions): BaseEstimator | Fitted {
    const type = this.#typeOf(document, options);
    const { definition } = type;
    const context: DecodeContext = {
      ...(options.functions === undefined ? {} : { functions: options.functions }),
      model: (nested) => this.#build(nested, options),
    };
    const old = {
      params: decode(document["params"] ?? null, context),
      state: document["state"] === undefined ? undefined : decode(document["state"], context),
    };
    const { params, state } = migrated(definition, Number(document["version"]), old);
    if (params === null || typeof params !== "object") throw bad("load", `${type.kind} has no params`, WRITTEN);
    if (document["state"] === undefined) return newEstimator(type, params);
    const { classes, ...input } = readInput(decode(document["inputSchema"] ?? null, context), type.kind);
    const checked = checkParams(type.kind, definition.params, params);
    definition.validate?.(state, checked, input, classes ?? []);
    const FittedModel = definition.fitted ?? fittedClasses[newEstimator(type, checked).role];
    return new FittedModel({
      definition,
      params: checked,
      state,
      input,
      ...(classes === undefined ? {} : { classes }),
    });
  }

  #typeOf(document: JsonObject, { types = [] }: LoadOptions): Loadable {
    const kind = document["kind"];
    const found = types.find((type) => type.kind === kind) ?? this.#types.get(String(kind));
    if (found !== undefined) return found;
    throw new KindredError({
      code: "UNKNOWN_KIND",
      where: "load",
      problem: `the document needs the kind ${JSON.stringify(kind)}, which is not known here`,
      fix: "Pass its class in { types: [...] }, or update kindred",
      expected: [...this.#types.keys()],
      got: kind,
    });
  }
}

/** A document, parsed and with the right envelope. */
export function opened(json: string | object, where: string, { limits }: LoadOptions = {}): JsonObject {
  const most = limits?.characters ?? CHARACTERS;
  if (typeof json === "string" && json.length > most)
    throw bad(
      where,
      `the document has ${json.length} characters and the limit is ${most}`,
      "Raise { limits: { characters } }",
    );
  let document: unknown;
  try {
    document = JSON.parse(typeof json === "string" ? json : JSON.stringify(json));
  } catch (cause) {
    throw bad(where, "the document is no JSON", WRITTEN, cause);
  }
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw bad(where, "the document is no object", WRITTEN);
  const record = document as JsonObject;
  if (record["format"] !== FORMAT)
    throw bad(where, `the document's format is ${JSON.stringify(record["format"])}, not "${FORMAT}"`, WRITTEN);
  if (typeof record["formatVersion"] !== "number" || record["formatVersion"] > FORMAT_VERSION)
    throw bad(
      where,
      `the document has format version ${JSON.stringify(record["formatVersion"])}; this is ${FORMAT_VERSION}`,
      "Update kindred",
    );
  return record;
}

function checkIntact(document: JsonObject): void {
  if (document["checksum"] !== checksumOf(document))
    throw bad(
      "load",
      "the checksum does not fit: the document was changed or cut",
      "Use the document as it was written",
    );
}

/** What was built; whatever fails underneath was no document of ours, although its checksum fits. */
function sound<T>(where: string, build: () => T): T {
  try {
    return build();
  } catch (cause) {
    if (cause instanceof KindredError) throw cause;
    throw bad(where, `the contents of the document do not fit each other (${String(cause)})`, WRITTEN, cause);
  }
}

/** Describes a document without building it. */
export function inspect(json: string | object): Inspection {
  const document = opened(json, "inspect");
  return sound("inspect", () => described(document));
}

function described(document: JsonObject): Inspection {
  const input = document["inputSchema"] as { columns?: { name: string }[] } | undefined;
  const params = (document["params"] ?? null) as { steps?: [string, { $model: { kind: string } }][] };
  const isPipeline = document["kind"] === "Pipeline" && Array.isArray(params.steps);
  return {
    kind: String(document["kind"]),
    version: Number(document["version"]),
    fitted: document["state"] !== undefined,
    params: params as unknown as Json,
    ...(input?.columns === undefined ? {} : { inputColumns: input.columns.map((column) => column.name) }),
    ...(isPipeline ? { steps: params.steps!.map(([name, step]) => ({ name, kind: step.$model.kind })) } : {}),
    intact: document["checksum"] === checksumOf(document),
  };
}

function migrated(
  definition: AnyDefinition,
  version: number,
  old: { params: unknown; state: unknown },
): { params: unknown; state: unknown } {
  if (!Number.isInteger(version) || version > definition.version)
    throw bad(
      "load",
      `${definition.kind} has version ${version}; this library knows up to ${definition.version}`,
      "Update kindred",
    );
  let current = old;
  for (let from = version; from < definition.version; from++) {
    const step = definition.migrations?.[from];
    if (step === undefined)
      throw bad("load", `${definition.kind} of version ${from} can no longer be read`, "Refit the model");
    current = step(current);
  }
  return current;
}

/** Refuses a model that is not the one expected. */
export function checkAs(model: Fitted, expected: { readonly kind: string; readonly params?: object }): void {
  const steps = (params: object | undefined): string => {
    const list = (params as { steps?: readonly (readonly [string, { readonly kind: string }])[] } | undefined)?.steps;
    return list === undefined
      ? ""
      : ` of ${listed(
          list.map(([name, step]) => `${name}: ${step.kind}`),
          99,
        )}`;
  };
  const sameSteps = expected.params === undefined || steps(expected.params) === steps(model.params);
  if (model.kind === expected.kind && sameSteps) return;
  throw bad(
    "load",
    `the document holds a ${model.kind}${steps(model.params)}, and a ${expected.kind}${steps(expected.params)} was expected`,
    "Pass the estimator that the model was fitted with",
  );
}

function bad(where: string, problem: string, fix: string, cause?: unknown): KindredError {
  return new KindredError({ code: "BAD_DOCUMENT", where, problem, fix, cause });
}
