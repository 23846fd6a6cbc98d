import type { Program } from "../engine/program/index.js";
import { type Accepts, type Fitted, FittedClassifier, type NotFinite } from "../estimator/index.js";
import type { FeatureMatrix } from "../matrix/index.js";
import { acceptsOf } from "../pipeline/index.js";

/** A fitted classifier that is made of others, all of which get the same rows. */
export abstract class FittedMembers<S> extends FittedClassifier<object, S> {
  /** The models that it is made of. @internal */
  abstract get parts(): readonly Fitted[];

  override get accepts(): Accepts {
    return acceptsOf(this.parts);
  }

  override get refusesMissing(): boolean {
    return this.parts.some((part) => part.refusesMissing);
  }

  override locate(x: FeatureMatrix): NotFinite {
    return this.parts.find((part) => part.refusesMissing)!.locate(x);
  }
}

/** What a model's decision rests on: its raw score (or scores) where it makes probabilities of them at the end, else the probability itself. */
export function scoreProgram(fitted: Fitted, classes: number): Program {
  const { predictor } = fitted;
  const last = predictor.at(-1);
  if (last?.op === "link") return predictor.slice(0, -1);
  return classes === 2 ? [...predictor, { op: "select", positions: [1] }] : predictor;
}
