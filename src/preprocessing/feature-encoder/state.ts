import type { EncodedColumn } from "./encode-column.js";

/** What a FeatureEncoder learned. */
export interface FeatureEncoderState {
  /** Every column that is not dropped. */
  readonly columns: readonly EncodedColumn[];
  /** What a person should look at. */
  readonly warnings: readonly string[];
}
