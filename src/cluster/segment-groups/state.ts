import { type Form, forms } from "../../document/index.js";

/** What SegmentGroups learned. */
export interface SegmentGroupsState {
  /** Types x columns, row by row. */
  readonly centroids: Float64Array;
  /** How many training rows each type has. */
  readonly counts: Float64Array;
  /** The group of each type. */
  readonly groups: Int32Array;
  /** The types in an order in which like ones are neighbors. */
  readonly order: Int32Array;
  /** What was merged, step by step, two numbers each: a type by its number, what step s made by s more than there are types. */
  readonly merges: Int32Array;
  /** By how much each merge raised the sum of squared distances to the centroids. */
  readonly heights: Float64Array;
}

/** What a document may hold of it. */
export function segmentGroupsState(groups: number): Form<SegmentGroupsState> {
  return forms.record({
    counts: forms.checked(forms.float64("types", { min: 0 }), ({ length }) => (length > 0 ? undefined : "is empty")),
    centroids: forms.float64(["types", "inputs"]),
    groups: forms.int32("types", { min: 0, below: groups }),
    order: forms.int32("types", { min: 0, below: "types" }),
    heights: forms.checked(forms.float64("merges", { min: 0, rising: "weakly" }), ({ length }, size) =>
      length === size("types") - 1 ? undefined : `has ${length} merges of ${size("types")} types`,
    ),
    merges: forms.int32([2, "merges"], { min: 0 }),
  });
}
