import { KindredError } from "../../errors/index.js";
import { VERBS, type Verb } from "../../estimator/index.js";
import { check, type OptionChecks } from "../../options/index.js";

/** How large requests may be, and how many may wait. */
export interface ServiceLimits {
  /** Bytes of a body. Default 6 MiB, as SageMaker's endpoints have it. */
  readonly bodyBytes: number;
  /** Rows of a request. Default 100,000. */
  readonly rows: number;
  /** Objects and arrays of JSON within each other. Default 16. */
  readonly depth: number;
  /** Requests that are being scored or wait for it; one more gets 503 and Retry-After. Default 64. */
  readonly waiting: number;
  /** Bytes of bodies that are being received or scored, all together. Default 256 MiB. */
  readonly bufferedBytes: number;
}

/** What is known of a request once it is answered: for logs. Nothing of its body, its query or its headers. */
export interface RequestLog {
  /** When it was answered, as ISO 8601 has it. */
  readonly time: string;
  /** `"error"` where the service failed unexpectedly, else `"warn"` for a status of 400 and above. */
  readonly level: "info" | "warn" | "error";
  /** What the line is about. */
  readonly event: "request";
  /** The id that the answer has in `x-request-id`. */
  readonly requestId: string;
  /** The method of HTTP. */
  readonly method: string;
  /** The route, with `{name}` where the model stands; `unknown` where there is none. */
  readonly route: string;
  /** The status of HTTP. */
  readonly status: number;
  /** From the request to its answer. */
  readonly milliseconds: number;
  /** The length of the body. */
  readonly bytesIn?: number;
  /** How many rows were asked about; absent where none could be read. */
  readonly rows?: number;
  /** How many of them could not be scored. */
  readonly failedRows?: number;
  /** Stable name of the failure. */
  readonly code?: string;
  /** An unexpected error, with its stack. It never reaches the client. */
  readonly error?: unknown;
}

/** Options of `createHandler`. */
export interface HandlerOptions {
  /** The name of the model in `/v2/models/…` and in its description. Default `model`. */
  readonly name?: string;
  /** Columns that pass through to the answer. Default: those whose role is `id` in the model's Schema. */
  readonly id?: string | readonly string[];
  /** What the model is asked. Default: probabilities of a classifier, clusters of a clusterer, values of a transformer. */
  readonly verb?: Verb;
  /** How large requests may be. */
  readonly limits?: Partial<ServiceLimits>;
  /** Milliseconds after which scoring is given up with 503. Default 60,000. */
  readonly timeout?: number;
  /** Serve `/docs` and `/openapi.json`? Default `true`. */
  readonly docs?: boolean;
  /** Serve `/metrics`? Default `true`. */
  readonly metrics?: boolean;
  /** Called once a request is answered. Default: nothing. */
  readonly onRequest?: (entry: RequestLog) => void;
}

/** Options with every default filled in. */
export interface ServicePlan extends Required<Omit<HandlerOptions, "id" | "verb" | "limits" | "onRequest">> {
  readonly ids: readonly string[] | undefined;
  readonly verb: Verb | undefined;
  readonly limits: ServiceLimits;
  readonly onRequest: ((entry: RequestLog) => void) | undefined;
}

const LIMITS: ServiceLimits = {
  bodyBytes: 6 << 20,
  rows: 100_000,
  depth: 16,
  waiting: 64,
  bufferedBytes: 256 << 20,
};
/** What options of a handler must be. */
export const handlerChecks: OptionChecks<HandlerOptions> = {
  name: check.text,
  id: check.either("a name, or a list of names", check.text, check.texts),
  verb: check.oneOf(...VERBS),
  limits: check.anyObject,
  timeout: check.number,
  docs: check.flag,
  metrics: check.flag,
  onRequest: check.callable,
};

/** Checks options and fills in the defaults. */
export function servicePlan(options: HandlerOptions, where: string): ServicePlan {
  const { name = "model", id, verb, timeout = 60_000, docs = true, metrics = true, onRequest } = options;
  if (!/^[\w.-]{1,100}$/.test(name))
    throw refused(where, "name", "a word of letters, digits, dots, dashes and underscores");
  const limits = { ...LIMITS, ...options.limits };
  for (const [limit, value] of Object.entries(limits)) {
    if (!Object.hasOwn(LIMITS, limit))
      throw refused(where, `limits.${limit}`, `one of ${Object.keys(LIMITS).join(", ")}`);
    if (!Number.isSafeInteger(value) || value < 1) throw refused(where, `limits.${limit}`, "a whole number above 0");
  }
  checkMilliseconds(timeout, "timeout", where);
  const ids = id === undefined ? undefined : typeof id === "string" ? [id] : id;
  return { name, ids, verb, limits, timeout, docs, metrics, onRequest };
}

/** Refuses what is no time. */
export function checkMilliseconds(value: number, option: string, where: string): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > 2 ** 31 - 1)
    throw refused(where, option, "a whole number of milliseconds");
}

/** The error for an option that is none. */
export function refused(where: string, option: string, expected: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where, problem: `${option} must be ${expected}`, expected });
}
