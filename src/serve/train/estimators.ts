import { Classifier } from "../../classifier.js";
import { KMeans } from "../../cluster/index.js";
import { PCA } from "../../decomposition/index.js";
import { KindredError, listed } from "../../errors/index.js";
import { Pipeline } from "../../pipeline/index.js";
import { FeatureEncoder, Imputer, Scaler } from "../../preprocessing/index.js";

/** An estimator of which only the program knows what it is. */
export interface AnyEstimator {
  readonly kind: string;
  readonly role: string;
  with(paths: object): AnyEstimator;
  fit(data: unknown, ...rest: unknown[]): Promise<AnyModel>;
}

/** A fitted model of which only the program knows what it is. */
export interface AnyModel {
  /** The class's name. */
  readonly kind: string;
  /** The names of the columns that it takes. */
  readonly inputColumns: readonly string[];
  /** One JSON document that `load` reads back. */
  toJSON(): object;
}

/** The classifiers that go by a name. */
export const ALGORITHMS: readonly string[] = [
  "gradientBoosting",
  "logisticRegression",
  "randomForest",
  "adaBoost",
  "decisionTree",
  "naiveBayes",
];

/** Where nothing else is said: boosted trees read missing values and scales as they are, the others need them prepared. */
export function defaultClassifier(algorithm = "gradientBoosting"): AnyEstimator {
  if (!ALGORITHMS.includes(algorithm))
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: "train",
      problem: `algorithm is "${algorithm}"`,
      fix: `Use ${listed(ALGORITHMS, ALGORITHMS.length)}`,
      expected: ALGORITHMS,
      got: algorithm,
    });
  const model = new Classifier({ algorithm: algorithm as "gradientBoosting" });
  const encode = ["encode", new FeatureEncoder()] as const;
  const steps =
    algorithm === "gradientBoosting"
      ? [encode, ["model", model] as const]
      : algorithm === "logisticRegression"
        ? [["impute", new Imputer()] as const, encode, ["scale", new Scaler()] as const, ["model", model] as const]
        : [["impute", new Imputer()] as const, encode, ["model", model] as const];
  return new Pipeline(steps as never) as unknown as AnyEstimator;
}

/** Segments where nothing else is said: eight, found in the components that hold 85 % of the variance. */
export function defaultSegmentation(): AnyEstimator {
  return new Pipeline([
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    ["scale", new Scaler()],
    ["reduce", new PCA({ components: 0.85, seed: 1 })],
    ["segments", new KMeans({ clusters: 8, seed: 1 })],
  ]) as unknown as AnyEstimator;
}
