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
