import type { RecodeRule } from "./rule.js";

/** Options of Recoder. */
export interface RecoderOptions {
  /** What is made of which column: plain objects, or what `recode(column)` builds. */
  readonly rules: readonly RecodeRule[];
}
