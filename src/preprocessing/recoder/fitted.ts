import { FittedTransformer, type TableToTable } from "../../estimator/index.js";
import type { RecoderOptions } from "./options.js";
import type { RecoderState, UnmatchedValue } from "./state.js";

/** A fitted Recoder. */
export class FittedRecoder extends FittedTransformer<RecoderOptions, RecoderState, TableToTable> {
  /** Values of the training rows of which a rule says nothing: missing in what was made. */
  get unmatched(): readonly UnmatchedValue[] {
    return this.state.unmatched;
  }
}
