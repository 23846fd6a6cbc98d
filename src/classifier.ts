import { algorithms, type ClassifierAlgorithms } from "./classifier/index.js";
import { KindredError, listed } from "./errors/index.js";
import type { Estimator, IO } from "./estimator/index.js";

/** The name of a classifier. */
export type ClassifierAlgorithm = keyof ClassifierAlgorithms;

/** Any classifier. */
export type AnyClassifier = Estimator<object, unknown, IO, "classifier">;

type Part<A, K extends "estimator" | "options"> = A extends ClassifierAlgorithm
  ? ClassifierAlgorithms[A] extends Readonly<Record<K, infer T>>
    ? T
    : never
  : never;

/** Options of `new Classifier`: an algorithm, and any of its options. */
export type ClassifierOptions<A extends ClassifierAlgorithm | AnyClassifier> = AlgorithmChoice<A> &
  Partial<A extends Pick<AnyClassifier, "params"> ? A["params"] : Part<A, "options">>;

/** Which algorithm. */
export interface AlgorithmChoice<A> {
  /** Its name, or any classifier; `"gradientBoosting"` by default. */
  readonly algorithm?: A;
}

/** Makes classifiers. */
export interface ClassifierConstructor {
  /**
   * @param options - The algorithm by name, or any classifier; beside it any of that one's options.
   * @throws KindredError where the algorithm is unknown, or one of its options.
   */
  new <A extends ClassifierAlgorithm | AnyClassifier = "gradientBoosting">(
    options?: ClassifierOptions<A>,
  ): A extends AnyClassifier ? A : Part<A, "estimator">;
}

const byName = algorithms as { readonly [A in ClassifierAlgorithm]: new (options: object) => AnyClassifier };

// A plain function that returns an object gives that object to `new`.
function chosen({ algorithm = "gradientBoosting", ...options }: { readonly algorithm?: unknown } = {}): AnyClassifier {
  if (typeof algorithm === "string" && Object.hasOwn(algorithms, algorithm))
    return new byName[algorithm as ClassifierAlgorithm](options);
  if (typeof algorithm === "object" && algorithm !== null && (algorithm as AnyClassifier).role === "classifier")
    return (algorithm as AnyClassifier).with(options);
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where: "Classifier",
    problem: `algorithm is ${typeof algorithm === "string" ? `"${algorithm}"` : "no classifier"}`,
    fix: `Use ${listed(Object.keys(algorithms))}, or a classifier`,
  });
}

/**
 * A classifier by name. What `new` gives *is* the classifier chosen, with its own options, fitted model and name in documents.
 *
 * @example
 * ```ts
 * import { Classifier } from "kindred";
 *
 * const classifier = new Classifier({ algorithm: "logisticRegression", c: 0.1 });
 * classifier.kind; // "LogisticRegression"
 * const fitted = await classifier.fit([[1], [2], [3], [4]], [0, 0, 1, 1]);
 * fitted.predict([[0], [9]]); // [0, 1]
 * ```
 */
export const Classifier: ClassifierConstructor = chosen as unknown as ClassifierConstructor;
