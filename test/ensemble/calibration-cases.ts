import { readFileSync } from "node:fs";
import { LogisticRegression, NaiveBayes } from "../../src/index.js";

interface Data {
  readonly rows: number[][];
  readonly labels: number[];
  readonly weights: number[];
  readonly asked: number[][];
}

/** What scikit-learn gives for a model, a method and weights. */
export interface CalibrationCase {
  readonly data: 2 | 3;
  readonly estimator: "bayes" | "logistic";
  readonly method: "sigmoid" | "isotonic";
  readonly weighted: boolean;
  readonly probabilities: number[][];
}

interface Fixture {
  readonly data: Record<2 | 3, Data>;
  readonly cases: (CalibrationCase & { readonly ensemble: boolean })[];
  readonly prefit: CalibrationCase[];
}

export const FIXTURE: Fixture = JSON.parse(
  readFileSync(new URL("../fixtures/calibration.json", import.meta.url), "utf8"),
);

export const ESTIMATORS = { bayes: new NaiveBayes({ categorical: "none" }), logistic: new LogisticRegression() };
