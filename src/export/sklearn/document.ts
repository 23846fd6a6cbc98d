import * as z from "zod";

type Numbers = readonly number[];
type Rows = readonly Numbers[];
type Classes = readonly (string | number | boolean)[];

/** One tree of a forest: children are -1 at leaves. */
export interface SklearnTree {
  readonly left: Numbers;
  readonly right: Numbers;
  readonly feature: Numbers;
  readonly threshold: Numbers;
  readonly missingLeft: Numbers;
  readonly values: Rows;
  readonly cover: Numbers;
  readonly impurity: Numbers;
}

/** A model of scikit-learn that is no Pipeline. */
export type SklearnStep =
  | {
      readonly kind: "StandardScaler" | "MinMaxScaler" | "RobustScaler";
      readonly center: Numbers;
      readonly scale: Numbers;
    }
  | { readonly kind: "SimpleImputer"; readonly values: Numbers }
  | {
      readonly kind: "PCA";
      readonly mean: Numbers;
      readonly components: Rows;
      readonly variance: Numbers;
      readonly total: number;
      readonly divisor: number;
      readonly whiten: boolean;
    }
  | {
      readonly kind: "KMeans" | "MiniBatchKMeans";
      readonly centroids: Rows;
      readonly counts: Numbers;
      readonly inertia: number;
      readonly iterations: number;
    }
  | {
      readonly kind: "LogisticRegression";
      readonly classes: Classes;
      readonly coefficients: Rows;
      readonly intercepts: Numbers;
      readonly iterations: number;
    }
  | {
      readonly kind: "GaussianNB";
      readonly classes: Classes;
      readonly priors: Numbers;
      readonly means: Rows;
      readonly variances: Rows;
    }
  | { readonly kind: "RandomForestClassifier"; readonly classes: Classes; readonly trees: readonly SklearnTree[] };

/** What `python/kindred_export.py` writes. */
export interface SklearnDocument {
  readonly format: "kindred-sklearn";
  readonly version: 1;
  readonly sklearn: string;
  readonly columns: readonly string[];
  readonly model:
    | SklearnStep
    | { readonly kind: "Pipeline"; readonly steps: readonly (readonly [string, SklearnStep])[] };
}

const numbers = z.array(z.number());
const rows = z.array(numbers);
const classes = z.array(z.union([z.string(), z.number(), z.boolean()])).min(1);
const moved = { center: numbers, scale: numbers };
const centroids = { centroids: rows.min(1), counts: numbers, inertia: z.number(), iterations: z.number() };

const tree: z.ZodType<SklearnTree> = z.strictObject({
  left: numbers.min(1),
  right: numbers,
  feature: numbers,
  threshold: numbers,
  missingLeft: numbers,
  values: rows,
  cover: numbers,
  impurity: numbers,
});

const step: z.ZodType<SklearnStep> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("StandardScaler"), ...moved }),
  z.strictObject({ kind: z.literal("MinMaxScaler"), ...moved }),
  z.strictObject({ kind: z.literal("RobustScaler"), ...moved }),
  z.strictObject({ kind: z.literal("SimpleImputer"), values: numbers }),
  z.strictObject({
    kind: z.literal("PCA"),
    mean: numbers,
    components: rows.min(1),
    variance: numbers,
    total: z.number(),
    divisor: z.number(),
    whiten: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("KMeans"), ...centroids }),
  z.strictObject({ kind: z.literal("MiniBatchKMeans"), ...centroids }),
  z.strictObject({
    kind: z.literal("LogisticRegression"),
    classes,
    coefficients: rows.min(1),
    intercepts: numbers,
    iterations: z.number(),
  }),
  z.strictObject({ kind: z.literal("GaussianNB"), classes, priors: numbers, means: rows, variances: rows }),
  z.strictObject({ kind: z.literal("RandomForestClassifier"), classes, trees: z.array(tree).min(1) }),
]);

/** Checks a document: strictly, so that another version is not half understood. */
export const sklearnDocument: z.ZodType<SklearnDocument> = z.strictObject({
  format: z.literal("kindred-sklearn"),
  version: z.literal(1),
  sklearn: z.string(),
  columns: z.array(z.string()).min(1),
  model: z.union([
    z.strictObject({ kind: z.literal("Pipeline"), steps: z.array(z.tuple([z.string(), step])).min(1) }),
    step,
  ]),
});
