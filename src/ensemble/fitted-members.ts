import { type Fitted, FittedClassifier, type NotFinite } from "../estimator/index.js";
import type { FeatureMatrix } from "../matrix/index.js";

/** A fitted classifier that is made of others, all of which get the same rows. */
export abstract class FittedMembers<S> extends FittedClassifier<object, S> {
  /** The models that it is made of. @internal */
  abstract get parts(): readonly Fitted[];

  override get refusesMissing(): boolean {
    return this.parts.some((part) => part.refusesMissing);
  }

  override locate(x: FeatureMatrix): NotFinite {
    return this.parts.find((part) => part.refusesMissing)!.locate(x);
  }
}

/** The fitted members by name. */
export interface MembersState {
  readonly members: readonly (readonly [name: string, fitted: Fitted])[];
}

/** A fitted ensemble whose members have names. */
export abstract class FittedNamedMembers<S extends MembersState> extends FittedMembers<S> {
  override get parts(): readonly Fitted[] {
    return this.state.members.map(([, fitted]) => fitted);
  }

  get members(): Readonly<Record<string, Fitted>> {
    return Object.fromEntries(this.state.members);
  }
}
