import { type Form, forms } from "../../document/index.js";

/** The columns of one source, and how much of the variance they make. */
export interface WeightedBlock {
  /** The source column. */
  readonly source: string;
  /** How many columns come of it. */
  readonly columns: number;
  /** Are they one-hot? */
  readonly nominal: boolean;
  /** Their variance as they come in, all together. */
  readonly before: number;
  /** Their variance as they go out. */
  readonly after: number;
}

/** What a BlockWeights learned. */
export interface BlockWeightsState {
  /** What each column is multiplied with. */
  readonly scales: Float64Array;
  /** The columns by source, in order. */
  readonly blocks: readonly WeightedBlock[];
}

/** What a document may hold of it. */
export const blockWeightsState: Form<BlockWeightsState> = forms.record({
  scales: forms.float64("inputs", { min: 0 }),
  blocks: forms.list(
    forms.record({
      source: forms.text(),
      columns: forms.number({ min: 1, whole: true }),
      nominal: forms.boolean(),
      before: forms.number({ min: 0 }),
      after: forms.number({ min: 0 }),
    }),
  ),
});
