import {
  checkIntact,
  checkNested,
  type DecodeContext,
  type DocumentLimits,
  decode,
  type JsonObject,
} from "../document/index.js";
import { KindredError } from "../errors/index.js";
import {
  type AnyDefinition,
  type BaseEstimator,
  checkState,
  type Fitted,
  fittedClasses,
  newEstimator,
  readInput,
  smokeTest,
} from "../estimator/index.js";
import { check, type OptionChecks, optionsCheck } from "../options/index.js";
import { badDocument, sound } from "./bad-document.js";
import { limitsCheck } from "./limits-check.js";
import type { Loadable } from "./loadable.js";
import { migrated } from "./migrate.js";
import { openDocument } from "./open-document.js";

/** Options of loading. */
export interface LoadOptions {
  /** Estimator classes that this library does not know. */
  readonly types?: readonly Loadable[];
  /** Functions that the document names. */
  readonly functions?: Readonly<Record<string, (...args: never[]) => unknown>>;
  /** How large a document may be; checked before anything is built. */
  readonly limits?: DocumentLimits;
}

const loadChecks: OptionChecks<LoadOptions> = {
  types: check.expected(
    (value) => Array.isArray(value) && value.every((type) => check.estimatorClass.safeParse(type).success),
    "a list of estimator classes",
  ),
  functions: check.record(check.callable),
  limits: limitsCheck,
};
const checkLoad = optionsCheck<LoadOptions & { readonly as?: unknown }>("load", {
  ...loadChecks,
  as: check.expected(
    (value) => (typeof value === "function" || typeof value === "object") && value !== null && "kind" in value,
    "an estimator, or the class of one",
  ),
});
const checkLoadEstimator = optionsCheck<LoadOptions>("loadEstimator", loadChecks);

/** Reads documents whose kinds are in a closed list. */
export class Loader {
  readonly #types: ReadonlyMap<string, Loadable>;

  constructor(types: readonly Loadable[]) {
    this.#types = new Map(types.map((type) => [type.kind, type]));
  }

  /** The fitted model of a document. */
  load(json: string | object, options: LoadOptions = {}): Fitted {
    checkLoad(options);
    const document = openDocument(json, "load", options.limits);
    checkIntact(document, "load");
    if (document["state"] === undefined)
      throw badDocument("load", "the document holds an estimator that was not fitted", "Read it with loadEstimator");
    return sound("load", () => {
      const model = this.#build(document, "", options) as Fitted;
      smokeTest(model);
      return model;
    });
  }

  /** The estimator of a document. */
  loadEstimator(json: string | object, options: LoadOptions = {}): BaseEstimator {
    checkLoadEstimator(options);
    const document = openDocument(json, "loadEstimator", options.limits);
    checkIntact(document, "loadEstimator");
    if (document["state"] !== undefined)
      throw badDocument("loadEstimator", "the document holds a fitted model", "Read it with load");
    return sound("loadEstimator", () => this.#build(document, "", options) as BaseEstimator);
  }

  /** What a document holds, or a part of one at a JSON pointer. */
  #build(document: JsonObject, at: string, options: LoadOptions): BaseEstimator | Fitted {
    if (at !== "") checkNested(document, at);
    const type = this.#typeOf(document, at, options);
    const { definition } = type;
    const context: DecodeContext = {
      of: type.kind,
      ...(options.functions === undefined ? {} : { functions: options.functions }),
      model: (nested, pointer) => this.#build(nested, pointer, options),
    };
    const fitted = document["state"] !== undefined;
    const { params, state } = migrated(definition, Number(document["version"]), {
      params: decode(document["params"] ?? null, context, `${at}/params`),
      state: fitted ? decode(document["state"]!, context, `${at}/state`) : undefined,
    });
    if (params === null || typeof params !== "object")
      throw badDocument("load", `${placed(type.kind, at)} has no params`);
    if (!fitted) return newEstimator(type, params);
    const input = decode(document["inputSchema"] ?? null, context, `${at}/inputSchema`);
    return fittedOf(type, placed(type.kind, at), { params, state, input });
  }

  #typeOf(document: JsonObject, at: string, { types = [] }: LoadOptions): Loadable {
    const kind = document["kind"];
    const found = types.find((type) => type.kind === kind) ?? this.#types.get(String(kind));
    if (found !== undefined) return found;
    throw new KindredError({
      code: "UNKNOWN_KIND",
      where: "load",
      problem: `the document needs the kind ${JSON.stringify(kind)}, which is not known here${at === "" ? "" : ` (at ${at})`}`,
      fix: "Pass its class in { types: [...] }, or update kindred",
      expected: [...this.#types.keys()],
      got: kind,
    });
  }
}

/** A model of checked parts. */
function fittedOf(
  type: Loadable,
  of: string,
  given: { readonly params: object; readonly state: unknown; readonly input: unknown },
): Fitted {
  const { definition } = type;
  const estimator = newEstimator(type, given.params);
  const { classes, ...input } = readInput(given.input, of);
  const { params } = estimator;
  checkState(definition, given.state, of, { params, input, classes: classes ?? [] });
  if (estimator.role === "classifier" && classes === undefined && !hasParts(definition))
    throw badDocument("load", `the document of ${of} cannot be read: inputSchema.classes is missing`);
  const FittedModel = definition.fitted ?? fittedClasses[estimator.role];
  return new FittedModel({
    definition,
    params,
    state: given.state,
    input,
    ...(classes === undefined ? {} : { classes }),
  });
}

/** Where there are parts, the labels may be a matter of these. */
function hasParts({ parts }: AnyDefinition): boolean {
  return parts !== undefined;
}

/** A kind, and where in the document it stands when it is within another. */
function placed(kind: string, at: string): string {
  return at === "" ? kind : `${kind} (at ${at})`;
}
