import { exp } from "../../engine/numeric/math/index.js";
import type { ClassEvidence } from "../../engine/program/index.js";
import { demandPosition, FittedClassifier } from "../../estimator/index.js";
import type { NaiveBayesOptions } from "./options.js";
import type { NaiveBayesState } from "./state.js";

/** A fitted NaiveBayes. */
export class FittedNaiveBayes extends FittedClassifier<NaiveBayesOptions, NaiveBayesState> {
  /** The share of each class before anything is known of a row. */
  get priors(): Float64Array {
    return this.state.priors.map((prior) => exp(prior));
  }

  /**
   * What the value of a column, given by its position, says of the classes.
   *
   * @throws KindredError where there is no such column.
   */
  evidence(column: number): ClassEvidence {
    demandPosition(column, this.state.columns.length, "column", "NaiveBayes.evidence");
    return this.state.columns[column]!;
  }
}
