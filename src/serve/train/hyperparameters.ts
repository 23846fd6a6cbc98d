import { KindredError } from "../../errors/index.js";

/** What a platform's hyper-parameters say. */
export interface Hyperparameters {
  readonly target?: string;
  readonly ids?: readonly string[];
  readonly algorithm?: string;
  /** The document of an estimator that was not fitted. */
  readonly estimator?: string;
  readonly threads?: number;
  /** Everything else, by path within the estimator. */
  readonly params: Readonly<Record<string, unknown>>;
}

const OWN: ReadonlySet<string> = new Set(["target", "id", "algorithm", "estimator", "threads"]);

/** Reads hyper-parameters, whose values platforms write as text. Names that begin with `sagemaker_` or `_` are the platform's own. */
export function readHyperparameters(given: unknown): Hyperparameters {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw bad("they are no object of names and values");
  const values = Object.entries(given).filter(([name]) => !name.startsWith("sagemaker_") && !name.startsWith("_"));
  const own = new Map(values.filter(([name]) => OWN.has(name)));
  const text = (name: string): string | undefined => {
    const value: unknown = own.get(name);
    return value === undefined || value === "" ? undefined : String(value);
  };
  const [target, id, algorithm, threads] = ["target", "id", "algorithm", "threads"].map(text);
  const estimator: unknown = own.get("estimator");
  const count = threads === undefined ? undefined : Number(threads);
  if (count !== undefined && (!Number.isInteger(count) || count < 1)) throw bad("threads is no whole number above 0");
  return {
    ...(target === undefined ? {} : { target }),
    ...(id === undefined ? {} : { ids: id.split(",").map((name) => name.trim()) }),
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(estimator === undefined
      ? {}
      : { estimator: typeof estimator === "string" ? estimator : JSON.stringify(estimator) }),
    ...(count === undefined ? {} : { threads: count }),
    params: Object.fromEntries(values.filter(([name]) => !OWN.has(name)).map(([name, value]) => [name, plain(value)])),
  };
}

/** `"200"` is a number and `"true"` a truth value; what is no JSON is a word. */
export function plain(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function bad(problem: string): KindredError {
  return new KindredError({
    code: "INVALID_PARAMETER",
    where: "train",
    problem: `the hyper-parameters cannot be read: ${problem}`,
    fix: 'Write for example { "target": "RESPONSE", "id": "LNR", "model.iterations": "200" }',
  });
}
