import { LogisticRegression, NaiveBayes, RandomForest } from "../../classifier/index.js";
import { KMeans } from "../../cluster/index.js";
import { PCA } from "../../decomposition/index.js";
import { log } from "../../engine/numeric/math/index.js";
import type { ColumnPlan, Label } from "../../matrix/index.js";
import { Imputer, Scaler } from "../../preprocessing/index.js";
import type { ClassEvidence } from "../program.js";
import type { SklearnStep } from "./document.js";
import { oneHot, ordinal } from "./encoders.js";
import { forestOf } from "./forest.js";
import { malformed } from "./malformed.js";

/** An estimator of ours, and what it would have learned. */
export interface TakenStep {
  readonly estimator: object;
  readonly state: object;
  readonly classes?: readonly Label[];
}

const METHODS = { StandardScaler: "standard", MinMaxScaler: "minMax", RobustScaler: "robust" } as const;

/** Models that need more than one of ours are not among these. */
type SingleStep = Exclude<SklearnStep, { readonly kind: "HistGradientBoostingClassifier" | "LGBMClassifier" }>;

const TAKES_TEXT: ReadonlySet<string> = new Set(["Passthrough", "SimpleImputer", "OneHotEncoder", "OrdinalEncoder"]);

/** A model of scikit-learn over some columns as one of ours. @throws KindredError where its parts do not fit. */
export function takenStep(step: SingleStep, plan: readonly ColumnPlan[]): TakenStep {
  const columns = plan.length;
  const text = plan.find(({ labels }) => labels !== undefined);
  if (text !== undefined && !TAKES_TEXT.has(step.kind))
    throw malformed(`the text column "${text.name}" in a ${step.kind}`);
  const demand = (found: number, length: number): void => {
    if (found !== length) throw malformed(`a ${step.kind} with ${found} values where ${length} belong`);
  };
  const wide = (list: readonly number[], length: number = columns): Float64Array => {
    demand(list.length, length);
    return Float64Array.from(list);
  };
  const flat = (rows: readonly (readonly number[])[]): Float64Array =>
    Float64Array.from(rows.flatMap((row) => Array.from(wide(row))));
  switch (step.kind) {
    case "StandardScaler":
    case "MinMaxScaler":
    case "RobustScaler":
      return {
        estimator: new Scaler({ method: METHODS[step.kind], columns: "all" }),
        state: { centers: wide(step.center), scales: wide(step.scale), curves: [], single: false },
      };
    case "Passthrough":
      return imputer(plan, new Float64Array(columns).fill(Number.NaN), []);
    case "SimpleImputer": {
      demand(step.values.length, columns);
      const { indicators = [] } = step;
      if (indicators.some((j) => j >= columns)) throw malformed(`an indicator of column ${Math.max(...indicators)}`);
      return imputer(
        plan,
        Float64Array.from(step.values, (value, j) => fillOf(value, plan[j]!)),
        indicators,
      );
    }
    case "OneHotEncoder":
      return oneHot(step.columns, plan);
    case "OrdinalEncoder":
      return ordinal(step.columns, plan);
    case "PCA": {
      const { mean, components, variance, total, divisor, whiten } = step;
      return {
        estimator: new PCA({ components: components.length, whiten }),
        state: {
          mean: wide(mean),
          components: flat(components),
          variance: wide(variance, components.length),
          total,
          divisor,
          single: false,
        },
      };
    }
    case "KMeans":
    case "MiniBatchKMeans": {
      const { centroids, counts, inertia, iterations } = step;
      return {
        estimator: new KMeans({
          clusters: centroids.length,
          order: "none",
          ...(step.kind === "KMeans" ? {} : { algorithm: "miniBatch" }),
        }),
        state: {
          centroids: flat(centroids),
          counts: wide(counts, centroids.length),
          inertia,
          iterations,
          single: false,
        },
      };
    }
    case "LogisticRegression": {
      const { classes, coefficients, intercepts, iterations } = step;
      const outputs = classes.length === 2 ? 1 : classes.length;
      if (coefficients.length !== outputs)
        throw malformed(`${coefficients.length} rows of coefficients for ${outputs}`);
      return {
        estimator: new LogisticRegression(),
        state: {
          coefficients: flat(coefficients),
          intercepts: wide(intercepts, outputs),
          iterations,
          converged: true,
          single: false,
        },
        classes,
      };
    }
    case "GaussianNB": {
      const { classes, priors, means, variances } = step;
      if (means.length !== classes.length || variances.length !== classes.length)
        throw malformed(`means and variances of other than ${classes.length} classes`);
      const [m, v] = [flat(means), flat(variances)];
      const of = (list: Float64Array, j: number): Float64Array =>
        Float64Array.from(classes, (_, k) => list[k * columns + j]!);
      return {
        estimator: new NaiveBayes({ categorical: "none" }),
        state: {
          priors: wide(priors, classes.length).map(log),
          columns: Array.from(
            { length: columns },
            (_, j): ClassEvidence => ({
              kind: "gaussian",
              means: of(m, j),
              variances: of(v, j),
            }),
          ),
        },
        classes,
      };
    }
    case "RandomForestClassifier": {
      const { classes, trees } = step;
      if (!trees.every(({ values }) => values.every((row) => row.length === classes.length)))
        throw malformed(`leaves of other than ${classes.length} classes`);
      return {
        estimator: new RandomForest({ trees: trees.length }),
        state: { trees: forestOf(trees), outOfBagScore: Number.NaN },
        classes,
      };
    }
  }
}

/** An Imputer that fills these values; NaN leaves a column as it is. */
function imputer(plan: readonly ColumnPlan[], values: Float64Array, flagged: readonly number[]): TakenStep {
  const words = new Map(plan.flatMap(({ labels }, j) => (labels === undefined ? [] : [[j, labels] as const])));
  return {
    estimator: new Imputer({ strategy: "constant", indicators: flagged.length > 0 }),
    state: { values, words, flagged, own: [] },
  };
}

/** A fill as its column holds it: a word by its position. */
function fillOf(value: string | number | boolean, { name, labels }: ColumnPlan): number {
  if (labels === undefined && typeof value !== "string") return Number(value);
  if (labels === undefined || typeof value !== "string") throw malformed(`a fill of another type in column "${name}"`);
  return labels.indexOf(value);
}
