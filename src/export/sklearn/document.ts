import * as z from "../../options/schemas.js";

type Numbers = readonly number[];
type Rows = readonly Numbers[];
type Classes = readonly (string | number | boolean)[];

/** A value of a column of categories; null where it is missing. */
export type Category = string | number | boolean | null;

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

/** One tree of a boosting: where there are categories, for each node those that go left, or null. */
export interface SklearnBoostingTree {
  readonly left: Numbers;
  readonly right: Numbers;
  readonly feature: Numbers;
  readonly threshold: Numbers;
  readonly missingLeft: Numbers;
  readonly values: Numbers;
  readonly cover: Numbers;
  readonly gain: Numbers;
  readonly sets: readonly (Numbers | null)[];
}

/** How a OneHotEncoder turns one column into others: the output of each category, -1 for none, -2 where that is an error. */
export interface OneHotColumn {
  readonly categories: readonly Category[];
  readonly outputs: Numbers;
  readonly width: number;
  readonly unknown: number;
}

/** How an OrdinalEncoder turns one column into numbers; null is NaN. */
export interface OrdinalColumn {
  readonly categories: readonly Category[];
  readonly numbers: readonly (number | null)[];
  readonly unknown: number | null;
  readonly refuse: boolean;
}

/** A column as a HistGradientBoostingClassifier looks at it: as it is, or by the position of its category. */
export interface BoostingFeature {
  readonly column: number;
  readonly categories: readonly Category[] | null;
  /** The positions that some row of the training had. */
  readonly known: Numbers;
}

/** A model of scikit-learn that holds no others. */
export type SklearnStep =
  | { readonly kind: "Passthrough" }
  | {
      readonly kind: "StandardScaler" | "MinMaxScaler" | "RobustScaler";
      readonly center: Numbers;
      readonly scale: Numbers;
    }
  | {
      readonly kind: "SimpleImputer";
      readonly values: readonly (string | number | boolean)[];
      readonly indicators?: Numbers | undefined;
    }
  | { readonly kind: "OneHotEncoder"; readonly columns: readonly OneHotColumn[] }
  | { readonly kind: "OrdinalEncoder"; readonly columns: readonly OrdinalColumn[] }
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
  | { readonly kind: "RandomForestClassifier"; readonly classes: Classes; readonly trees: readonly SklearnTree[] }
  | {
      readonly kind: "HistGradientBoostingClassifier";
      readonly classes: Classes;
      readonly baseline: Numbers;
      readonly features: readonly BoostingFeature[];
      readonly trees: readonly SklearnBoostingTree[];
    }
  /** With LightGBM's own text. */
  | { readonly kind: "LGBMClassifier"; readonly classes: Classes; readonly text: string };

/** A model of scikit-learn. */
export type SklearnModel =
  | SklearnStep
  | { readonly kind: "Pipeline"; readonly steps: readonly (readonly [string, SklearnModel])[] }
  | { readonly kind: "ColumnTransformer"; readonly branches: readonly SklearnBranch[] };

/** A model over some of the columns, by their positions. */
export interface SklearnBranch {
  readonly name: string;
  readonly columns: Numbers;
  readonly model: SklearnModel;
}

/** What `python/kindred_export.py` writes. */
export interface SklearnDocument {
  readonly format: "kindred-sklearn";
  readonly version: 1;
  readonly sklearn: string;
  readonly columns: readonly string[];
  readonly model: SklearnModel;
}

const numbers = z.array(z.number());
const rows = z.array(numbers);
const position = z.number().int().min(0);
const category = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const classes = z.array(z.union([z.string(), z.number(), z.boolean()])).min(1);
const moved = { center: numbers, scale: numbers };
const centroids = { centroids: rows.min(1), counts: numbers, inertia: z.number(), iterations: z.number() };
const nodes = {
  left: numbers.min(1),
  right: numbers,
  feature: numbers,
  threshold: numbers,
  missingLeft: numbers,
  cover: numbers,
};

const step: z.ZodType<SklearnStep> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("Passthrough") }),
  z.strictObject({ kind: z.literal("StandardScaler"), ...moved }),
  z.strictObject({ kind: z.literal("MinMaxScaler"), ...moved }),
  z.strictObject({ kind: z.literal("RobustScaler"), ...moved }),
  z.strictObject({
    kind: z.literal("SimpleImputer"),
    values: z.array(z.union([z.string(), z.number(), z.boolean()])),
    indicators: z.array(position).optional(),
  }),
  z.strictObject({
    kind: z.literal("OneHotEncoder"),
    columns: z.array(
      z.strictObject({
        categories: z.array(category),
        outputs: z.array(z.number().int().min(-1)),
        width: position,
        unknown: z.number().int().min(-2),
      }),
    ),
  }),
  z.strictObject({
    kind: z.literal("OrdinalEncoder"),
    columns: z.array(
      z.strictObject({
        categories: z.array(category),
        numbers: z.array(z.number().nullable()),
        unknown: z.number().nullable(),
        refuse: z.boolean(),
      }),
    ),
  }),
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
  z.strictObject({
    kind: z.literal("RandomForestClassifier"),
    classes,
    trees: z.array(z.strictObject({ ...nodes, values: rows, impurity: numbers })).min(1),
  }),
  z.strictObject({
    kind: z.literal("HistGradientBoostingClassifier"),
    classes,
    baseline: numbers.min(1),
    features: z.array(
      z.strictObject({ column: position, categories: z.array(category).nullable(), known: z.array(position) }),
    ),
    trees: z
      .array(z.strictObject({ ...nodes, values: numbers, gain: numbers, sets: z.array(numbers.nullable()) }))
      .min(1),
  }),
  z.strictObject({ kind: z.literal("LGBMClassifier"), classes, text: z.string() }),
]);

const model: z.ZodType<SklearnModel> = z.lazy(() =>
  z.union([
    z.strictObject({ kind: z.literal("Pipeline"), steps: z.array(z.tuple([z.string(), model])).min(1) }),
    z.strictObject({
      kind: z.literal("ColumnTransformer"),
      branches: z.array(z.strictObject({ name: z.string(), columns: z.array(position).min(1), model })).min(1),
    }),
    step,
  ]),
);

/** Checks a document: strictly, so that another version is not half understood. */
export const sklearnDocument: z.ZodType<SklearnDocument> = z.strictObject({
  format: z.literal("kindred-sklearn"),
  version: z.literal(1),
  sklearn: z.string(),
  columns: z.array(z.string()).min(1),
  model,
});
