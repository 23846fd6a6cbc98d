import { exp } from "../../engine/numeric/math/index.js";
import type { ClassEvidence } from "../../engine/program/index.js";
import { FittedClassifier } from "../../estimator/index.js";
import type { NaiveBayesOptions } from "./options.js";
import type { NaiveBayesState } from "./state.js";

/** A fitted NaiveBayes. */
export class FittedNaiveBayes extends FittedClassifier<NaiveBayesOptions, NaiveBayesState> {
  /** The share of each class before anything is known of a row. */
  get priors(): Float64Array {
    return this.state.priors.map((prior) => exp(prior));
  }

  /** What the value of a column, given by its position, says of the classes. */
  evidence(column: number): ClassEvidence {
    return this.state.columns[column]!;
  }
}
