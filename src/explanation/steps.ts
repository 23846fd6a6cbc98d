import type { ScoreCurve } from "../engine/program/index.js";
import type { DataInput } from "../estimator/index.js";
import { type FeatureMatrix, isFeatureMatrix, type Label, type Origin } from "../matrix/index.js";

/** One branch of a FeatureUnion or a ColumnTransformer; without a model its columns only pass. */
export interface Branch {
  readonly fitted: Step | null;
  readonly columns: readonly string[];
  readonly prefix: string;
}

/** What a fitted step may have, as far as an explanation of scores uses it. */
export interface Step {
  readonly kind: string;
  readonly inputColumns: readonly string[];
  readonly outputColumns?: readonly string[];
  readonly provenance?: readonly Origin[];
  readonly params?: { readonly method?: unknown; readonly whiten?: unknown };
  readonly state?: { readonly branches?: readonly Branch[]; readonly factors?: Float64Array | null };
  readonly steps?: Readonly<Record<string, Step | undefined>>;
  /** Of a PCA: components x columns. */
  readonly components?: FeatureMatrix;
  readonly explainedVariance?: Float64Array;
  /** Of a Scaler. */
  readonly scales?: Float64Array;
  /** Of a linear classifier: outputs x columns. */
  readonly coefficients?: FeatureMatrix;
  readonly intercepts?: Float64Array;
  /** Of a search: what it chose. */
  readonly best?: Step;
  /** Of a classifier with a threshold: what it decides by. */
  readonly classifier?: Step;
  /** Of a calibrated classifier: its models, and the maps of their scores. */
  readonly models?: readonly Step[];
  readonly curves?: readonly (readonly ScoreCurve[])[];
  readonly classes?: readonly Label[];
  transform?(data: never): DataInput;
  /** Of trees: rows x (columns + base), for one class. */
  contributions?(data: never, of?: Label): FeatureMatrix;
}

/** The working steps, those of inner pipelines among them; a model by itself is one step. Steps that changed rows at fit only are none. */
export function stepsOf(fitted: Step): readonly Step[] {
  if (fitted.steps === undefined || fitted.state?.branches !== undefined) return [fitted];
  return Object.values(fitted.steps).flatMap((step) => (step === undefined ? [] : stepsOf(step)));
}

/** Rows as they come out of some steps. */
export function through(steps: readonly Step[], data: DataInput): DataInput {
  return steps.reduce((rows, step) => step.transform!(rows as never), data);
}

/** Is the step a change of axes, such as a PCA? */
export function isProjection(step: Step): step is Step & Required<Pick<Step, "components" | "explainedVariance">> {
  return isFeatureMatrix(step.components) && step.explainedVariance !== undefined;
}

const STRAIGHT: readonly unknown[] = ["standard", "minMax", "maxAbs", "robust"];

/** Does the step move and stretch columns, and bend none? */
export function isStretch(step: Step): step is Step & Required<Pick<Step, "scales">> {
  return step.kind === "Scaler" && step.scales !== undefined && STRAIGHT.includes(step.params?.method);
}
