import { FittedTransformer, type TableToMatrix } from "../../estimator/index.js";
import type { Label } from "../../matrix/index.js";
import type { FeatureEncoderOptions } from "./options.js";
import type { FeatureEncoderState } from "./state.js";

/** A fitted FeatureEncoder. */
export class FittedFeatureEncoder extends FittedTransformer<FeatureEncoderOptions, FeatureEncoderState, TableToMatrix> {
  /** The categories of each column that has any, in order; null where missing is one. */
  get categories(): ReadonlyMap<string, readonly (Label | null)[]> {
    const { plan } = this.spec.input;
    const entries = this.state.columns.flatMap(({ code, known }): [string, readonly (Label | null)[]][] =>
      known.length === 0 ? [] : [[plan[code.from]!.name, known]],
    );
    return new Map(entries);
  }

  /** What looked doubtful, as sentences: nominal codes that pass as numbers, and columns that become very many. */
  get warnings(): readonly string[] {
    return this.state.warnings;
  }
}
