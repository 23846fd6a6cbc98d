import { type Form, forms } from "../../document/index.js";
/** Why a column was dropped. */
export interface DroppedColumn {
  /** Its name. */
  readonly column: string;
  /** What it was dropped for. */
  readonly reason: "asked" | "missing" | "constant" | "unique" | "correlated";
  /** The share, the number of values, or the correlation that decided. */
  readonly value: number;
  /** The column that it is correlated with. */
  readonly with?: string;
}

/** What a ColumnFilter learned. */
export interface ColumnFilterState {
  /** Positions of the columns that stay. */
  readonly kept: Int32Array;
  /** The others, with reasons. */
  readonly dropped: readonly DroppedColumn[];
}

/** What a document may hold of it. */
export const columnFilterState: Form<ColumnFilterState> = forms.record({
  kept: forms.checked(forms.int32("kept", { min: 0, below: "inputs", rising: "strictly" }), ({ length }) =>
    length > 0 ? undefined : "is empty",
  ),
  dropped: forms.list(
    forms.record({
      column: forms.text(),
      reason: forms.oneOf("asked", "missing", "constant", "unique", "correlated"),
      value: forms.number({ missing: true, infinite: true }),
      with: forms.optional(forms.text()),
    }),
  ),
});
