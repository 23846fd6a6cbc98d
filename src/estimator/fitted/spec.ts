import type { Program } from "../../engine/program/index.js";
import type { FeatureMatrix, Label } from "../../matrix/index.js";
import type { FittedDefinition } from "../define/definition.js";
import type { InputSchema } from "../training/input.js";

/** What a fitted model can do. */
export type Verb = "transform" | "predict" | "predictProbabilities";
/** All verbs. */
export const VERBS: readonly Verb[] = ["transform", "predict", "predictProbabilities"];

/** Everything that a fitted model is made of. */
export interface FittedSpec<P extends object, S> {
  readonly definition: FittedDefinition;
  readonly params: P;
  readonly state: S;
  readonly input: InputSchema;
  readonly classes?: readonly Label[];
}

/** The parts that a verb is made of. */
export interface CompiledVerb {
  readonly program: Program;
  /** Rows of the program's result as the verb gives them. */
  readonly finish: (result: FeatureMatrix, table: boolean) => unknown;
  /** One row of the program's result. */
  readonly finishRow: (values: Float64Array) => unknown;
}
