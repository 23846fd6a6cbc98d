import { FittedTransformer, type SameToSame } from "../../estimator/index.js";
import type { ColumnFilterOptions } from "./options.js";
import type { ColumnFilterState, DroppedColumn } from "./state.js";

/** A fitted ColumnFilter. */
export class FittedColumnFilter extends FittedTransformer<ColumnFilterOptions, ColumnFilterState, SameToSame> {
  /** Every column that was dropped, with the reason and the value that decided. */
  get dropped(): readonly DroppedColumn[] {
    return this.state.dropped;
  }
}
