import { FittedTransformer, type SameToSame } from "../../estimator/index.js";
import type { CombinerOptions } from "./options.js";
import type { CombinerState } from "./state.js";

/** A fitted Combiner. */
export class FittedCombiner extends FittedTransformer<CombinerOptions, CombinerState, SameToSame> {
  /** The columns that are made, in order. */
  get made(): readonly string[] {
    return this.state.columns.map(({ name }) => name);
  }
}
