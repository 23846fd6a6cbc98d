import type { Table } from "apache-arrow";
import type { Fitted } from "../../src/estimator/index.js";
import {
  AdaBoost,
  BlockWeights,
  CalibratedClassifier,
  ColumnFilter,
  ColumnTransformer,
  Combiner,
  DecisionTree,
  DropSparseRows,
  Ensemble,
  FeatureEncoder,
  FeatureMatrix,
  FeatureUnion,
  GaussianMixture,
  GradientBoosting,
  GridSearch,
  HalvingSearch,
  Imputer,
  KMeans,
  KPrototypes,
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
  renumberSegments,
  Scaler,
  SegmentGroups,
  Smote,
  StackingClassifier,
  ThresholdClassifier,
  UnknownCodes,
} from "../../src/index.js";
import { NeuralNetwork } from "../../src/neural/index.js";
import { labelsOf, NAMES, type PeopleColumn, peopleColumns, tableOf } from "./people.js";

/** A model to export: whose kinds it covers, how it is made, and what it is asked. */
export interface ExportCase {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly steps: readonly (readonly [string, unknown])[];
  readonly classes?: readonly string[];
  /** What it learns from instead of the people given: others than it is asked about. */
  readonly learns?: (people: readonly PeopleColumn[]) => readonly PeopleColumn[];
  /** The ids that its segments get, by the ids that they were found under. */
  readonly ids?: Readonly<Record<number, number>>;
}

/** People whose numbers in some columns are others. */
const changed =
  (names: readonly string[], change: (value: number) => number | null) =>
  (people: readonly PeopleColumn[]): readonly PeopleColumn[] =>
    people.map((column) =>
      names.includes(column.name)
        ? { ...column, values: column.values.map((value) => (value === null ? null : change(value as number))) }
        : column,
    );

const two = ["no", "yes'; --"];
const three = ["a", "b\\", 'c"'];
const codes = new UnknownCodes({ codes: { [NAMES.code]: [-1, 9], [NAMES.zone]: ["c1"] } });
type Encoding = "oneHot" | "ordinal" | "binary" | "target" | "frequency" | "date" | "drop";
const encodings = (...given: readonly (readonly [string, Encoding])[]): Readonly<Record<string, Encoding>> =>
  Object.fromEntries(given);
const impute = new Imputer({ indicators: true });
const encode = new FeatureEncoder({ precision: "float64" });
const prepared = [
  ["codes", codes],
  ["impute", impute],
  ["encode", encode],
] as const;
const raw = [["encode", encode]] as const;
const numbers = [...prepared, ["scale", new Scaler()]] as const;
const bayes = new NaiveBayes();
const logistic = new LogisticRegression();
const boosting = new GradientBoosting({ iterations: 6, maxLeaves: 6 });

const rules = [
  {
    column: NAMES.code,
    into: { reversed: { kind: "reverse", from: 1, to: 5 }, recent: { kind: "recency", oldest: 5, never: [9] } },
    keep: true,
  },
  {
    column: NAMES.zone,
    into: { place: { kind: "map", values: { "it's": "x'y", __proto__: 3, '"': null }, other: "missing" } },
  },
  { column: NAMES.flag, into: { choice: { kind: "map", values: { true: "on", false: "off" } } } },
  {
    column: NAMES.day,
    into: Object.fromEntries([
      ...(["year", "quarter", "month", "day", "weekday"] as const).map(
        (part) => [part, { kind: "datePart", part }] as const,
      ),
      ["age", { kind: "daysBefore", date: "2024-02-29" }],
    ]),
  },
  {
    column: NAMES.score,
    into: {
      tens: { kind: "tens", other: "missing" },
      units: { kind: "units", other: "missing" },
      band: {
        kind: "ranges",
        ranges: [
          { to: 0, value: "low'" },
          { from: 1, to: 150, value: "mid" },
          { from: 151, value: null },
        ],
      },
      step: {
        kind: "ranges",
        ranges: [
          { to: 0, value: -1.5 },
          { from: 100, value: 7 },
        ],
        other: "missing",
      },
      kept: { kind: "map", values: { 5: 1000 }, other: "keep" },
    },
  },
] as const;

/** Amounts far beyond all others. */
const huge = [
  {
    column: NAMES.score,
    into: {
      far: {
        kind: "ranges",
        ranges: [
          { to: -50, value: -1e200 },
          { from: -49, to: -20, value: 3 },
          { from: -19, to: 150, value: 5.1 },
          { from: 151, value: 1e300 },
        ],
      },
    },
    keep: true,
  },
] as const;

/** A day as a number, which float32 would make another. */
const days = [
  {
    column: NAMES.score,
    into: {
      day: {
        kind: "ranges",
        ranges: [
          { to: 50, value: 20_240_131 },
          { from: 51, to: 150, value: 20_240_132.7 },
          { from: 151, value: -1e10 },
        ],
      },
    },
    keep: true,
  },
] as const;

/** Models of every registered estimator; those of `classes` classify, those without cluster or transform. */
const before = peopleColumns(150, 2);
const fittedBefore = await new Pipeline([
  ["encode", encode],
  ["model", bayes],
]).fit(tableOf(before), labelsOf(before, two));

export const CASES: readonly ExportCase[] = [
  { name: "unknown codes, filled", kinds: ["UnknownCodes", "Imputer"], steps: prepared },
  { name: "columns recoded", kinds: ["Recoder"], steps: [["recode", new Recoder({ rules: rules as never })]] },
  {
    name: "columns recoded and encoded",
    kinds: ["Recoder", "FeatureEncoder"],
    steps: [
      ["recode", new Recoder({ rules: rules as never })],
      [
        "encode",
        new FeatureEncoder({ precision: "float64", columns: { year: "oneHot", place: "ordinal", band: "frequency" } }),
      ],
    ],
  },
  {
    name: "columns combined",
    kinds: ["Combiner"],
    steps: [
      [
        "combine",
        new Combiner({
          rules: [
            { name: "sum", kind: "sum", of: [NAMES.code, NAMES.amount] },
            { name: "known sum", kind: "sum", of: [NAMES.code, NAMES.amount, NAMES.income], missing: "skip" },
            { name: "mean", kind: "mean", of: [NAMES.code, NAMES.score], missing: "skip" },
            { name: "plain mean", kind: "mean", of: [NAMES.code, NAMES.score] },
            { name: "least", kind: "min", of: [NAMES.code, NAMES.amount, NAMES.score], missing: "skip" },
            { name: "most", kind: "max", of: [NAMES.code, NAMES.score] },
            { name: "less", kind: "difference", of: ["sum", NAMES.code] },
            { name: "ratio", kind: "ratio", of: [NAMES.income, NAMES.score] },
            { name: "same", kind: "difference", of: [NAMES.code, NAMES.code] },
            { name: "over 0", kind: "ratio", of: [NAMES.income, "same"], zero: -1 },
            { name: "far over", kind: "ratio", of: [NAMES.income, "same"] },
            { name: "above", kind: "compare", of: [NAMES.amount, NAMES.code], by: ">=" },
            { name: "other", kind: "compare", of: [NAMES.score, NAMES.code], by: "!=" },
            { name: "any", kind: "any", of: [NAMES.flag, "above"] },
            { name: "all", kind: "all", of: [NAMES.flag, "above"], missing: "skip" },
            { name: "days", kind: "difference", of: [NAMES.day, NAMES.day] },
          ],
          keep: false,
        }),
      ],
    ],
  },
  {
    name: "one-hot columns weighed",
    kinds: ["BlockWeights"],
    steps: [...numbers, ["weigh", new BlockWeights({ weights: { [NAMES.income]: 2 } })]],
  },
  ...(["full", "diagonal"] as const).flatMap((covariance): ExportCase[] => {
    const mixture = new GaussianMixture({ clusters: 3, covariance, regularization: 0.1, seed: 1 });
    const reduced = [...numbers, ["reduce", new PCA({ components: 3 })]] as const;
    const soft = new FeatureUnion([["soft", mixture]]);
    return [
      { name: `a ${covariance} mixture`, kinds: ["GaussianMixture"], steps: [...reduced, ["cluster", mixture]] },
      {
        name: `membership of a ${covariance} mixture`,
        kinds: ["GaussianMixture"],
        steps: [...reduced, ["soft", soft]],
      },
    ];
  }),
  {
    name: "prototypes of amounts and names",
    kinds: ["KPrototypes"],
    steps: [
      ["codes", codes],
      ["chosen", new ColumnFilter({ drop: [NAMES.day] })],
      ["impute", new Imputer()],
      ["cluster", new KPrototypes({ clusters: 4, nominal: [NAMES.code], seed: 1 })],
    ],
  },
  {
    name: "groups of types",
    kinds: ["SegmentGroups"],
    steps: [...prepared, ["cluster", new SegmentGroups({ types: 9, groups: 3, seed: 1 })]],
  },
  {
    name: "clusters under the ids of a former model",
    kinds: ["KMeans"],
    steps: [...prepared, ["cluster", new KMeans({ clusters: 4, seed: 1 })]],
    ids: { 0: 3, 1: 40_000, 2: 0, 3: 7 },
  },
  {
    name: "groups of types under the ids of a former model",
    kinds: ["SegmentGroups"],
    steps: [...prepared, ["cluster", new SegmentGroups({ types: 9, groups: 3, seed: 1 })]],
    ids: { 0: 5, 2: 0 },
  },
  {
    name: "columns chosen",
    kinds: ["ColumnFilter"],
    steps: [
      ["filter", new ColumnFilter({ maxMissing: 0.5, drop: [NAMES.income] })],
      ["encode", encode],
    ],
  },
  {
    name: "every encoding, rounded to float32",
    kinds: ["FeatureEncoder"],
    steps: [
      [
        "encode",
        new FeatureEncoder({
          columns: encodings(
            [NAMES.code, "oneHot"],
            [NAMES.zone, "frequency"],
            [NAMES.flag, "binary"],
            [NAMES.score, "ordinal"],
            [NAMES.day, "date"],
          ),
        }),
      ],
    ],
  },
  {
    name: "rare categories together, the first left out, others refused",
    kinds: ["FeatureEncoder"],
    steps: [
      [
        "encode",
        new FeatureEncoder({
          columns: encodings([NAMES.day, "drop"], [NAMES.code, "oneHot"]),
          maxCategories: 4,
          dropFirst: true,
          unseen: "infrequent",
        }),
      ],
    ],
  },
  {
    name: "encoded by a target of three",
    kinds: ["FeatureEncoder"],
    steps: [
      [
        "encode",
        new FeatureEncoder({
          precision: "float64",
          columns: encodings([NAMES.zone, "target"], [NAMES.code, "target"]),
        }),
      ],
      ["boost", new GradientBoosting({ iterations: 4, maxLeaves: 5, minSamplesLeaf: 5 })],
    ],
    classes: three,
  },
  ...(["standard", "minMax", "maxAbs", "robust", "quantile", "yeoJohnson"] as const).map((method) => ({
    name: `scaled by ${method}`,
    kinds: ["Scaler"],
    steps: [...prepared, ["scale", new Scaler({ method })]] as const,
  })),
  {
    name: "scaled by log1p, with gaps",
    kinds: ["Scaler"],
    steps: [
      [
        "encode",
        new FeatureEncoder({
          precision: "float64",
          columns: encodings([NAMES.amount, "drop"], [NAMES.code, "drop"], [NAMES.score, "drop"], [NAMES.day, "drop"]),
        }),
      ],
      ["scale", new Scaler({ method: "log1p" })],
    ],
  },
  {
    name: "scaled by log1p, beyond what was seen",
    kinds: ["Scaler"],
    steps: [
      ["filter", new ColumnFilter({ drop: [NAMES.day] })],
      ...prepared,
      ["scale", new Scaler({ method: "log1p" })],
    ],
    learns: changed([NAMES.amount, NAMES.code, NAMES.score, NAMES.income], (value) => (value < 0 ? null : value)),
  },
  {
    name: "scaled by powers, beyond what was seen",
    kinds: ["Scaler"],
    steps: [
      ["recode", new Recoder({ rules: huge as never })],
      ["encode", encode],
      ["scale", new Scaler({ method: "yeoJohnson" })],
    ],
    // None of the huge ones; the others have a long tail on the left, which a high power bends.
    learns: changed([NAMES.score], (value) => Math.min(150, Math.max(-49, value))),
  },
  {
    name: "whole numbers beyond 2^24 among float32",
    kinds: ["FeatureEncoder"],
    steps: [
      ["recode", new Recoder({ rules: days as never })],
      ["encode", new FeatureEncoder()],
    ],
  },
  { name: "components", kinds: ["PCA"], steps: [...numbers, ["reduce", new PCA({ components: 3, whiten: true })]] },
  {
    name: "the nearest of some centroids of components",
    kinds: ["KMeans", "Pipeline"],
    steps: [...numbers, ["reduce", new PCA({ components: 4 })], ["cluster", new KMeans({ clusters: 5, seed: 1 })]],
  },
  {
    name: "the nearest of some centroids",
    kinds: ["KMeans"],
    steps: [...prepared, ["cluster", new KMeans({ clusters: 4, seed: 1 })]],
  },
  {
    name: "distances and clusters side by side",
    kinds: ["FeatureUnion"],
    steps: [
      ...numbers,
      [
        "both",
        new FeatureUnion([
          ["reduce", new PCA({ components: 2 })],
          ["far", new KMeans({ clusters: 3, seed: 1, output: "both" })],
        ]),
      ],
      ["shrink", new Scaler({ method: "minMax" })],
    ],
  },
  {
    name: "columns by branch",
    kinds: ["ColumnTransformer"],
    steps: [
      ...prepared,
      [
        "branches",
        new ColumnTransformer(
          [
            ["amounts", new Scaler(), [NAMES.amount, NAMES.income]],
            ["score", new Scaler({ method: "minMax" }), [NAMES.score]],
          ],
          { rest: "passthrough" },
        ),
      ],
    ],
  },
  { name: "log odds of two", kinds: ["LogisticRegression"], steps: [...numbers, ["model", logistic]], classes: two },
  {
    name: "log odds of three",
    kinds: ["LogisticRegression"],
    steps: [...numbers, ["model", logistic]],
    classes: three,
  },
  { name: "evidence", kinds: ["NaiveBayes"], steps: [...raw, ["model", bayes]], classes: three },
  {
    name: "neurons",
    kinds: ["NeuralNetwork"],
    steps: [
      ...numbers,
      ["model", new NeuralNetwork({ hidden: [5, 4], activation: "tanh", epochs: 4, backend: "cpu" })],
    ],
    classes: two,
  },
  {
    name: "neurons of three",
    kinds: ["NeuralNetwork"],
    steps: [...numbers, ["model", new NeuralNetwork({ hidden: [5], activation: "relu", epochs: 4, backend: "cpu" })]],
    classes: three,
  },
  {
    name: "boosting with categories and gaps",
    kinds: ["GradientBoosting"],
    steps: [
      ["encode", new FeatureEncoder({ columns: encodings([NAMES.zone, "ordinal"]), unseen: "ignore" })],
      [
        "model",
        new GradientBoosting({
          iterations: 12,
          maxLeaves: 8,
          minSamplesLeaf: 3,
          categorical: [NAMES.zone, NAMES.code],
        }),
      ],
    ],
    classes: two,
  },
  { name: "boosting of three", kinds: ["GradientBoosting"], steps: [...raw, ["model", boosting]], classes: three },
  {
    name: "a forest",
    kinds: ["RandomForest"],
    steps: [...raw, ["model", new RandomForest({ trees: 5, minSamplesLeaf: 4 })]],
    classes: two,
  },
  {
    name: "a forest of three",
    kinds: ["RandomForest"],
    steps: [...raw, ["model", new RandomForest({ trees: 4, minSamplesLeaf: 6 })]],
    classes: three,
  },
  { name: "votes", kinds: ["AdaBoost"], steps: [...raw, ["model", new AdaBoost({ iterations: 6 })]], classes: three },
  {
    name: "a tree",
    kinds: ["DecisionTree"],
    steps: [...raw, ["model", new DecisionTree({ minSamplesLeaf: 5 })]],
    classes: two,
  },
  {
    name: "searched over a grid",
    kinds: ["GridSearch"],
    steps: [...numbers, ["search", new GridSearch({ estimator: logistic, grid: { c: [0.1, 1] }, folds: 2 })]],
    classes: two,
  },
  {
    name: "searched at random",
    kinds: ["RandomSearch"],
    steps: [
      ...raw,
      ["search", new RandomSearch({ estimator: bayes, space: { smoothing: [0.1, 1] }, trials: 2, folds: 2 })],
    ],
    classes: two,
  },
  {
    name: "searched by halving",
    kinds: ["HalvingSearch"],
    steps: [
      ...raw,
      ["search", new HalvingSearch({ estimator: bayes, space: { smoothing: [0.1, 1, 10] }, trials: 3, folds: 2 })],
    ],
    classes: two,
  },
  {
    name: "searched by densities",
    kinds: ["ParzenSearch"],
    steps: [
      ...raw,
      [
        "search",
        new ParzenSearch({ estimator: bayes, space: { smoothing: [0.1, 1, 10] }, trials: 3, warmUp: 2, folds: 2 }),
      ],
    ],
    classes: two,
  },
  {
    name: "calibrated by sigmoids",
    kinds: ["CalibratedClassifier"],
    steps: [...raw, ["model", new CalibratedClassifier({ estimator: boosting, folds: 2, priors: { no: 0.8 } })]],
    classes: two,
  },
  {
    name: "calibrated by steps",
    kinds: ["CalibratedClassifier"],
    steps: [...raw, ["model", new CalibratedClassifier({ estimator: bayes, folds: 2, method: "isotonic" })]],
    classes: three,
  },
  {
    name: "fitted before, then calibrated",
    kinds: ["CalibratedClassifier"],
    steps: [["model", new CalibratedClassifier({ prefit: fittedBefore })]],
    classes: two,
  },
  {
    name: "from a threshold on",
    kinds: ["ThresholdClassifier"],
    steps: [...numbers, ["model", new ThresholdClassifier({ estimator: logistic, threshold: 0.3, positive: two[0] })]],
    classes: two,
  },
  {
    name: "the mean of some",
    kinds: ["Ensemble"],
    steps: [
      ...numbers,
      [
        "model",
        new Ensemble(
          [
            ["one", logistic],
            ["other", bayes],
          ],
          { weights: [2, 1] },
        ),
      ],
    ],
    classes: three,
  },
  {
    name: "the mean of ranks",
    kinds: ["Ensemble"],
    steps: [
      ...numbers,
      [
        "model",
        new Ensemble(
          [
            ["one", logistic],
            ["other", bayes],
          ],
          { average: "ranks" },
        ),
      ],
    ],
    classes: two,
  },
  {
    name: "stacked",
    kinds: ["StackingClassifier"],
    steps: [
      ...numbers,
      [
        "model",
        new StackingClassifier(
          [
            ["one", logistic],
            ["other", bayes],
          ],
          { final: new ThresholdClassifier({ estimator: logistic, threshold: 0.4 }), folds: 2 },
        ),
      ],
    ],
    classes: two,
  },
  ...[new DropSparseRows({ maxMissing: 0.5 }), new RandomOverSampler(), new RandomUnderSampler()].map((sampler) => ({
    name: `after a ${sampler.kind}`,
    kinds: [sampler.kind],
    steps: [["sample", sampler], ...raw, ["model", bayes]] as const,
    classes: two,
  })),
  {
    name: "after a Smote",
    kinds: ["Smote"],
    steps: [...prepared, ["sample", new Smote()], ["model", bayes]],
    classes: two,
  },
  {
    name: "filled by regressions",
    kinds: ["Imputer"],
    steps: [
      ["impute", new Imputer({ strategy: "iterative", maxIterations: 2 })],
      ["encode", encode],
    ],
  },
  {
    name: "filled by regressions within bounds",
    kinds: ["Imputer"],
    steps: [
      ["impute", new Imputer({ strategy: "iterative", maxIterations: 2 })],
      ["encode", encode],
    ],
    // Rows that are asked about lie far from these, and so do regressions on them.
    learns: changed([NAMES.score, NAMES.income], (value) => value / 50),
  },
];

/** Fits the model of a case. */
export async function fittedCase(
  { steps, classes, learns, ids }: ExportCase,
  given: readonly PeopleColumn[],
): Promise<Fitted> {
  const people = learns === undefined ? given : learns(given);
  const pipeline = new Pipeline(steps as never) as unknown as {
    fit(data: unknown, labels?: readonly string[]): Promise<Fitted>;
  };
  // An encoder by a target alone takes labels as well.
  const fitted = await (classes === undefined
    ? pipeline.fit(tableOf(people))
    : pipeline.fit(tableOf(people), labelsOf(people, classes)));
  return ids === undefined ? fitted : renumberSegments(fitted, ids);
}

/** What a fitted model says of rows: one object a row, by the names that queries give. */
export function answersOf(fitted: Fitted, people: readonly PeopleColumn[]): Record<string, unknown>[] {
  const table = tableOf(people);
  const { length } = people[0]!.values;
  if (!fitted.has("predict")) {
    const out = fitted.apply("transform", table) as FeatureMatrix | Table;
    if (!(out instanceof FeatureMatrix))
      return Array.from({ length }, (_, i) =>
        Object.fromEntries(out.schema.fields.map(({ name }) => [name, out.getChild(name)!.get(i) as unknown])),
      );
    return out.toRows().map((row) => Object.fromEntries(row.map((value, j) => [out.columns[j]!, value])));
  }
  const labels = fitted.apply("predict", table) as ArrayLike<unknown>;
  const { classes = [] } = fitted as { readonly classes?: readonly unknown[] };
  if (classes.length === 0) return Array.from({ length }, (_, i) => ({ cluster: labels[i] }));
  const probabilities = fitted.apply("predictProbabilities", table) as FeatureMatrix;
  const { columns } = probabilities;
  const rows = probabilities.toRows();
  return rows.map((row, i) => ({
    prediction: labels[i],
    ...Object.fromEntries(row.map((value, k) => [`probability_${columns[k]}`, value])),
  }));
}
