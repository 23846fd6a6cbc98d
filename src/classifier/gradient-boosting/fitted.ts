import { scoreContributions } from "../../engine/trees/index.js";
import { KindredError, listed } from "../../errors/index.js";
import { alignInput } from "../../estimator/index.js";
import { FeatureMatrix, type Label, type MatrixLike } from "../../matrix/index.js";
import { shown } from "../../options/index.js";
import { FittedTrees } from "../trees/fitted.js";
import type { GradientBoostingOptions } from "./options.js";
import type { GradientBoostingState } from "./state.js";

/** The name of the column of `contributions` that belongs to no column. */
const BASE = "(base)";

/** A fitted GradientBoosting. */
export class FittedGradientBoosting extends FittedTrees<GradientBoostingOptions, GradientBoostingState> {
  /** How many iterations the model keeps. */
  get iterations(): number {
    return this.state.trees.roots.length / this.state.base.length;
  }

  /** The metric of early stopping on the rows held out, or on the validation rows given, after each iteration. */
  get watched(): Float64Array {
    return this.state.watched;
  }

  /**
   * What each column adds to the raw score of each row: exact Shapley values, where a column that is left out is averaged over the training
   * rows (S. Lundberg, G. Erion, S. Lee, 2018). The last column, `(base)`, is the mean score; a row's values add up to its raw score, the log
   * odds for two classes.
   *
   * @param data - Rows to explain.
   * @param of - The class whose score is explained; the second of two by default.
   * @returns Rows x (columns + 1).
   * @throws KindredError where there are more than two classes and none is named.
   */
  contributions(data: MatrixLike, of?: Label): FeatureMatrix {
    const { trees, base } = this.state;
    const output = this.#outputOf(of);
    const sign = base.length === 1 && output === 0 ? -1 : 1;
    const which = base.length === 1 ? 0 : output;
    const x = alignInput(data, this.spec.input, this.accepts, `${this.kind}.contributions`);
    const out = scoreContributions({ trees, base, divisor: 1 }, which, x.toDense(), this.inputColumns.length);
    if (sign < 0) for (let k = 0; k < out.length; k++) out[k] = -out[k]!;
    return FeatureMatrix.dense(x.rows, [...this.inputColumns, BASE], out, [
      ...this.spec.input.provenance,
      { sources: [] },
    ]);
  }

  #outputOf(of: Label | undefined): number {
    const { classes } = this;
    const at = of === undefined ? (classes.length === 2 ? 1 : -1) : classes.indexOf(of);
    if (at >= 0) return at;
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: `${this.kind}.contributions`,
      problem:
        of === undefined
          ? `there are ${classes.length} classes, and each has a score of its own`
          : `${shown(of)} is none of the classes`,
      fix: `Name one of ${listed(classes.map(String))}`,
      expected: classes,
      got: of,
    });
  }
}
