import { tableFromArrays } from "apache-arrow";
import { FeatureEncoder, LogisticRegression, Pipeline } from "../../src/index.js";
import { fixture } from "../reference.js";

interface Curve {
  readonly grid: readonly (readonly (number | string)[])[];
  readonly average: readonly number[];
  readonly individual?: readonly (readonly number[])[];
}

interface Reference {
  readonly rows: readonly (readonly [number, number, number, number, string])[];
  readonly labels: readonly number[];
  readonly weights: readonly number[];
  readonly importances: Readonly<
    Record<
      string,
      { readonly mean: Readonly<Record<string, number>>; readonly deviation: Readonly<Record<string, number>> }
    >
  >;
  readonly dependence: Readonly<Record<string, Curve>>;
}

/** What scikit-learn said of the people below. */
export const reference: Reference = fixture<Reference>("explanation");

const column = (j: 0 | 1 | 2 | 3): Float64Array => Float64Array.from(reference.rows, (row) => row[j]);

/** Codes, two amounts that say nearly the same, noise, and a word. */
export const people = tableFromArrays({
  AGE: column(0),
  INCOME: column(1),
  TWIN: column(2),
  NOISE: column(3),
  ZONE: reference.rows.map((row) => row[4]),
});

/** The model that scikit-learn explained. */
export const pipeline = new Pipeline([
  ["encode", new FeatureEncoder({ precision: "float64" })],
  ["classify", new LogisticRegression({ c: 1, tolerance: 1e-10, maxIterations: 10_000 })],
]);
