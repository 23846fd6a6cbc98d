import type { ScoreCurve } from "../engine/program/index.js";
import { Fitted } from "../estimator/index.js";
import type { Label } from "../matrix/index.js";
import * as z from "../options/schemas.js";
import type { FittedPredictor, Tunable } from "../selection/index.js";
import type { ClassPriors } from "./class-priors.js";
import type { FittedWrapper, Wrapper } from "./wrapper-types.js";

/** Options of a CalibratedClassifier of a model that is fitted already. */
export interface PrefitOptions<F extends FittedPredictor> {
  /** A fitted classifier, or a fitted Pipeline that ends in one. It stays as it is. */
  readonly prefit: F;
  /** The form of the map from scores to probabilities: two numbers, which few responders suffice for, or any that rises. */
  readonly method: "sigmoid" | "isotonic";
  /** The true share of each class, by label, where the rows learned from are a sample that has others. */
  readonly priors?: ClassPriors | undefined;
}

/** What a fitted classifier takes, as the type of an estimator has it. */
export interface TunableOf<F extends FittedPredictor> extends Tunable {
  /** What it takes and gives, for the compiler alone. */
  readonly io?: readonly [
    F extends {
      /** Takes rows. */
      predictProbabilities(data: infer X): unknown;
    }
      ? X
      : never,
    unknown,
  ];
}

/** A CalibratedClassifier of a model that is fitted already. Immutable. */
export interface PrefitCalibratedClassifier<F extends FittedPredictor>
  extends Wrapper<TunableOf<F>, PrefitOptions<F>, FittedPrefitClassifier<F>> {}

/** A fitted CalibratedClassifier of a model that was fitted before. */
export interface FittedPrefitClassifier<F extends FittedPredictor> extends FittedWrapper<TunableOf<F>> {
  /** The model: one. */
  readonly models: readonly F[];
  /** The map from scores to probabilities of the model: one for two classes, else one a class. */
  readonly curves: readonly (readonly ScoreCurve[])[];
}

/** The check of a model that is fitted already. */
export const prefitSchema: z.ZodType<Fitted> = z.custom<Fitted>(
  (value) => value instanceof Fitted && value.has("predictProbabilities") && classesOf(value).length >= 2,
  { error: "expected a fitted classifier, or a fitted Pipeline that ends in one" },
);

/** The classes that a fitted classifier tells apart. */
export function classesOf(model: Fitted): readonly Label[] {
  return (model as { readonly classes?: readonly Label[] }).classes ?? [];
}
