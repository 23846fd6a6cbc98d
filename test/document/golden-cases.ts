import type { Table } from "apache-arrow";
import {
  AdaBoost,
  CalibratedClassifier,
  ColumnFilter,
  ColumnTransformer,
  DecisionTree,
  DropSparseRows,
  Ensemble,
  FeatureEncoder,
  type FeatureMatrix,
  FeatureUnion,
  GradientBoosting,
  GridSearch,
  HalvingSearch,
  Imputer,
  KMeans,
  LogisticRegression,
  NaiveBayes,
  ParzenSearch,
  PCA,
  Pipeline,
  RandomForest,
  RandomOverSampler,
  RandomSearch,
  RandomUnderSampler,
  Recoder,
  Scaler,
  Smote,
  StackingClassifier,
  StratifiedKFold,
  ThresholdClassifier,
  UnknownCodes,
} from "../../src/index.js";
import { isTable, type Label } from "../../src/matrix/index.js";
import { NeuralNetwork } from "../../src/neural/index.js";
import type { Loadable } from "../../src/persistence/index.js";
import { exampleMatrix, exampleTable } from "../../src/testing/example-data.js";
import { Subject } from "../../src/testing/subject.js";

/** As much of an estimator as a golden document is made with. */
export interface GoldenEstimator {
  readonly kind: string;
  toJSON(): object;
}

/** What a golden document is made of. */
export interface GoldenCase {
  /** What sets it apart from others of its kind. */
  readonly name: string;
  readonly estimator: GoldenEstimator;
  /** What it is fitted on; estimators that are never fitted by themselves have a document without a state. */
  readonly data?: Table | FeatureMatrix;
  readonly labels?: readonly Label[];
  /** The ids that its segments get, where they are not those that they were found under. */
  readonly ids?: Readonly<Record<number, number>>;
}

const ROWS = 30;
const { data: table, labels } = exampleTable(ROWS);
const { data: matrix } = exampleMatrix(ROWS);
const three = Array.from({ length: ROWS }, (_, i) => ["low", "middle", "high"][(i * 7) % 3]!);

const onMatrix = (name: string, estimator: GoldenEstimator, y?: readonly Label[]): GoldenCase => ({
  name,
  estimator,
  data: matrix,
  ...(y === undefined ? {} : { labels: y }),
});
const onTable = (name: string, estimator: GoldenEstimator, y?: readonly Label[]): GoldenCase => ({
  name,
  estimator,
  data: table,
  ...(y === undefined ? {} : { labels: y }),
});

const bayes = new NaiveBayes();
const grow = { minSamplesLeaf: 3, seed: 1 };
const members = [
  ["one", bayes],
  ["other", new DecisionTree({ maxDepth: 2 })],
] as const;

/** Documents to make where there are none yet: every kind, in the forms that its state takes. */
export const goldenCases: readonly GoldenCase[] = [
  onTable("codes", new UnknownCodes({ codes: { code: [4], zone: ["east"] } })),
  onTable("some", new ColumnFilter({ maxTopShare: 0.5, maxCorrelation: 0.9 })),
  onTable(
    "rules",
    new Recoder({
      rules: [
        { column: "code", into: { last: { kind: "reverse", from: 0, to: 4 }, ones: { kind: "units" } }, keep: true },
        { column: "zone", into: { side: { kind: "map", values: { north: "up", south: "down" } } } },
        {
          column: "height",
          into: {
            size: {
              kind: "ranges",
              ranges: [
                { to: 4, value: "small" },
                { from: 4, value: "large" },
              ],
            },
          },
        },
        { column: "income", into: { near: { kind: "recency", oldest: 90, never: [] } } },
      ],
    }),
  ),
  onTable("auto", new Imputer({ indicators: true })),
  onTable("constant", new Imputer({ strategy: "mean", fillValue: "none", columns: { zone: "constant" } })),
  onTable("knn", new Imputer({ strategy: "knn", neighbors: 2 })),
  onTable("iterative", new Imputer({ strategy: "iterative", maxIterations: 2 })),
  onTable("oneHot", new FeatureEncoder()),
  onTable("ordinal", new FeatureEncoder({ columns: { zone: "ordinal", code: "frequency" } })),
  onTable("target", new FeatureEncoder({ columns: { zone: "target" } }), labels),
  ...(["standard", "minMax", "robust", "quantile", "yeoJohnson", "log1p"] as const).map((method) =>
    onMatrix(method, new Scaler({ method })),
  ),
  onMatrix("two", new PCA({ components: 2, whiten: true })),
  onMatrix("three", new KMeans({ clusters: 3, seed: 1 })),
  { ...onMatrix("renumbered", new KMeans({ clusters: 3, seed: 1 })), ids: { 0: 7, 2: 0 } },
  onMatrix("two classes", new LogisticRegression(), labels),
  onMatrix("three classes", new LogisticRegression(), three),
  onMatrix("auto", bayes, labels),
  onMatrix("two classes", new GradientBoosting({ iterations: 3, ...grow }), labels),
  onMatrix("three classes", new GradientBoosting({ iterations: 2, categorical: ["code"], ...grow }), three),
  onMatrix("few", new RandomForest({ trees: 3, ...grow }), labels),
  onMatrix("few", new AdaBoost({ iterations: 3 }), labels),
  onMatrix("three classes", new DecisionTree({ maxDepth: 3 }), three),
  onMatrix("small", new NeuralNetwork({ hidden: [3], epochs: 3, batchSize: 16, backend: "cpu", seed: 1 }), labels),
  onMatrix("grid", new GridSearch({ estimator: bayes, grid: { smoothing: [0.1, 1] }, folds: 2 }), labels),
  onMatrix(
    "random",
    new RandomSearch({ estimator: bayes, space: { smoothing: [0.1, 1, 10] }, trials: 2, folds: 2 }),
    labels,
  ),
  onMatrix(
    "halving",
    new HalvingSearch({ estimator: bayes, space: { smoothing: [0.1, 1, 10] }, trials: 3, folds: 2 }),
    labels,
  ),
  onMatrix(
    "parzen",
    new ParzenSearch({ estimator: bayes, space: { smoothing: [0.1, 1, 10] }, trials: 3, warmUp: 2, folds: 2 }),
    labels,
  ),
  onMatrix("sigmoid", new CalibratedClassifier({ estimator: bayes, folds: 2 }), labels),
  onMatrix(
    "isotonic",
    new CalibratedClassifier({
      estimator: bayes,
      method: "isotonic",
      ensemble: false,
      priors: { yes: 0.1 },
      folds: new StratifiedKFold({ folds: 2, seed: 3 }),
    }),
    labels,
  ),
  onMatrix("prefit", new CalibratedClassifier({ prefit: await bayes.fit(matrix as FeatureMatrix, labels) }), labels),
  onMatrix("f1", new ThresholdClassifier({ estimator: bayes, folds: 2 }), labels),
  onMatrix("probabilities", new Ensemble(members), three),
  onMatrix("ranks", new Ensemble(members, { average: "ranks" }), labels),
  onMatrix("two", new StackingClassifier(members, { final: new LogisticRegression(), folds: 2 }), labels),
  onTable(
    "segments",
    new Pipeline([
      ["sparse", new DropSparseRows({ maxMissing: 0.9 })],
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
      ["reduce", new PCA({ components: 2 })],
      ["cluster", new KMeans({ clusters: 3, seed: 1 })],
    ]),
  ),
  onTable(
    "responses",
    new Pipeline([
      [
        "prepare",
        new Pipeline([
          ["impute", new Imputer()],
          ["encode", new FeatureEncoder({ columns: { zone: "ordinal" } })],
        ]),
      ],
      ["more", new RandomOverSampler({ seed: 1 })],
      ["model", new GradientBoosting({ iterations: 2, ...grow })],
    ]),
    labels,
  ),
  onMatrix(
    "components",
    new Pipeline([
      ["reduce", new PCA({ components: 2 })],
      ["cluster", new KMeans({ clusters: 2, seed: 1 })],
    ]),
  ),
  onMatrix(
    "two",
    new FeatureUnion([
      ["reduce", new PCA({ components: 1 })],
      ["far", new KMeans({ clusters: 2, seed: 1 })],
    ]),
  ),
  onMatrix("some", new ColumnTransformer([["sizes", new Scaler(), ["height", "income"]]], { rest: "passthrough" })),
  { name: "unfitted", estimator: new DropSparseRows() },
  { name: "unfitted", estimator: new RandomOverSampler() },
  { name: "unfitted", estimator: new RandomUnderSampler() },
  { name: "unfitted", estimator: new Smote() },
  {
    name: "unfitted",
    estimator: new Pipeline([
      ["scale", new Scaler()],
      [
        "cluster",
        new KMeans({
          clusters: 2,
          init: [
            [0, 0],
            [1, 1],
          ],
        }),
      ],
    ]),
  },
];

/** Rows that golden documents are asked about, as records: known values, missing ones, and some that no training row held. */
export function goldenRecords(data: Table | FeatureMatrix): Record<string, number | string | null>[] {
  const known = isTable(data) ? (data as Table).schema.fields.map(({ name }) => name) : (data as FeatureMatrix).columns;
  const value = (name: string, i: number): number | string | null => {
    if (isTable(data)) return ((data as Table).getChild(name)!.get(i) as number | string | null) ?? null;
    return (data as FeatureMatrix).column(name)[i]!;
  };
  const rows = [0, 1, 5, 11].map((i) => Object.fromEntries(known.map((name) => [name, value(name, i)])));
  const strange = known.map((name): [string, number | string] => [name, name === "zone" ? "elsewhere" : 123.25]);
  return [...rows, Object.fromEntries(strange)];
}

/** The case of a kind that has none above: under the options that its checks run under. */
export function usualCase(type: Loadable): GoldenCase {
  const subject = new Subject(type, {});
  const { data, labels: own } = subject.example(ROWS);
  return { name: "usual", estimator: subject.make(), data, ...(subject.needsTarget ? { labels: own } : {}) };
}
