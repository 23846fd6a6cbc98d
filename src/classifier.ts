import { algorithms, type ClassifierAlgorithms, type GradientBoosting } from "./classifier/index.js";
import { KindredError, listed } from "./errors/index.js";
import type { Estimator, IO } from "./estimator/index.js";
import { Pipeline } from "./pipeline/index.js";
import { FeatureEncoder, Imputer, Scaler } from "./preprocessing/index.js";

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

/** Categories of a smaller share of rows are one column. */
const RARE = 0.002;

const byName = algorithms as { readonly [A in ClassifierAlgorithm]: new (options: object) => AnyClassifier };

// A plain function that returns an object gives that object to `new`.
function chosen(given: { readonly algorithm?: unknown } = {}): AnyClassifier {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: "Classifier",
      problem: "the options are no object",
      fix: "Pass { algorithm }, and options of that one",
      got: given,
    });
  const { algorithm = "gradientBoosting", ...options } = given;
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
 * A classifier by name. What `new` gives *is* the classifier chosen, with its own options, fitted model and name in documents. It takes numbers; for a Table as it
 * was read, with words and missing values, see {@link tableClassifier}.
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

/** A classifier as the last step of a Pipeline on Tables. */
type Chosen<A extends ClassifierAlgorithm | AnyClassifier> = A extends AnyClassifier ? A : Part<A, "estimator">;

/** The steps in front of a classifier that it needs on a Table. */
export type TableClassifierSteps<A extends ClassifierAlgorithm | AnyClassifier> =
  Chosen<A> extends GradientBoosting
    ? readonly [readonly ["encode", FeatureEncoder], readonly ["model", Chosen<A>]]
    : readonly [
        readonly ["impute", Imputer],
        readonly ["encode", FeatureEncoder],
        readonly ["scale", Scaler],
        readonly ["model", Chosen<A>],
      ];

/**
 * A classifier for a Table as it was read, with words and missing values: a Pipeline of what the chosen one needs in front of it. Words and nominal codes become one-hot
 * columns (the rare ones of a column together); boosted trees take missing values as they are, for all others they are filled in and amounts are scaled.
 *
 * @param options - As those of {@link Classifier}.
 *
 * @example
 * ```ts
 * import { load, tableClassifier } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const people = parseCsv("AGE,ZONE,BOUGHT\n30,a,no\n,a,no\n35,,no\n60,b,yes\n55,b,yes\n,b,yes\n");
 * const classifier = tableClassifier({ algorithm: "logisticRegression", c: 10 });
 * const fitted = await classifier.fit(people, "BOUGHT");
 * fitted.predict(parseCsv("AGE,ZONE\n58,b\n28,a\n")); // ["yes", "no"]
 * load(JSON.stringify(fitted), { as: classifier }).classes; // ["no", "yes"]
 * ```
 */
export function tableClassifier<A extends ClassifierAlgorithm | AnyClassifier = "gradientBoosting">(
  options?: ClassifierOptions<A>,
): Pipeline<TableClassifierSteps<A>> {
  const model = chosen(options);
  const encode = ["encode", new FeatureEncoder({ nominal: "oneHot", minFrequency: RARE })] as const;
  const steps =
    model.kind === "GradientBoosting"
      ? [encode, ["model", model]]
      : [["impute", new Imputer()], encode, ["scale", new Scaler()], ["model", model]];
  return new Pipeline(steps as never) as unknown as Pipeline<TableClassifierSteps<A>>;
}
