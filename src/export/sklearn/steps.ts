import { LogisticRegression, NaiveBayes, RandomForest } from "../../classifier/index.js";
import { KMeans } from "../../cluster/index.js";
import { PCA } from "../../decomposition/index.js";
import { log } from "../../engine/numeric/math/index.js";
import type { Label } from "../../matrix/index.js";
import { Imputer, Scaler } from "../../preprocessing/index.js";
import type { ClassEvidence } from "../program.js";
import type { SklearnStep } from "./document.js";
import { forestOf, malformed } from "./forest.js";

/** An estimator of ours, and what it would have learned. */
export interface TakenStep {
  readonly estimator: object;
  readonly state: object;
  readonly classes?: readonly Label[];
}

const METHODS = { StandardScaler: "standard", MinMaxScaler: "minMax", RobustScaler: "robust" } as const;

/** A model of scikit-learn over a number of columns as one of ours. @throws KindredError where its parts do not fit. */
export function takenStep(step: SklearnStep, columns: number): TakenStep {
  const wide = (list: readonly number[], length: number = columns): Float64Array => {
    if (list.length !== length) throw malformed(`a ${step.kind} with ${list.length} numbers where ${length} belong`);
    return Float64Array.from(list);
  };
  const flat = (rows: readonly (readonly number[])[]): Float64Array =>
    Float64Array.from(rows.flatMap((row) => Array.from(wide(row))));
  switch (step.kind) {
    case "StandardScaler":
    case "MinMaxScaler":
    case "RobustScaler":
      return {
        estimator: new Scaler({ method: METHODS[step.kind] }),
        state: { centers: wide(step.center), scales: wide(step.scale), curves: [], single: false },
      };
    case "SimpleImputer":
      return {
        estimator: new Imputer({ strategy: "constant" }),
        state: { values: wide(step.values), words: new Map(), flagged: [], own: [] },
      };
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
