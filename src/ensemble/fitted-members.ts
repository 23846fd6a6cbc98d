import { type Form, forms } from "../document/index.js";
import type { ScoreCurve } from "../engine/program/index.js";
import {
  type BaseEstimator,
  type Fitted,
  FittedClassifier,
  faultOfModel,
  fittedForm,
  type NotFinite,
  type StateFacts,
} from "../estimator/index.js";
import type { FeatureMatrix } from "../matrix/index.js";

/** A fitted classifier that is made of others, all of which get the same rows. */
export abstract class FittedMembers<S> extends FittedClassifier<object, S> {
  /** The models that it is made of. @internal */
  abstract get parts(): readonly Fitted[];

  override get refusesMissing(): boolean {
    return this.parts.some((part) => part.refusesMissing);
  }

  override locate(x: FeatureMatrix): NotFinite | undefined {
    for (const part of this.parts) {
      const found = part.refusesMissing ? part.locate(x) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
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

/** What a document may hold of a model that gets the same rows and tells the same classes apart. */
export function memberForm({ kind }: BaseEstimator, name: string, facts: StateFacts<unknown>): Form<Fitted> {
  const columns = facts.input.plan.map((column) => column.name);
  return forms.checked(fittedForm, (model) => faultOfModel(model, name, { kind, columns, classes: facts.classes }));
}

/** What a document may hold of members: those of the options, by their names. */
export function membersForm(
  members: readonly (readonly [name: string, estimator: BaseEstimator])[],
  facts: StateFacts<unknown>,
): Form<MembersState["members"]> {
  return forms.checked(forms.list(forms.pair(forms.text(), fittedForm), members.length), (fitted) => {
    for (const [m, [name, estimator]] of members.entries()) {
      const [own, model] = fitted[m]!;
      if (own !== name) return `has a member "${own}" where its options have "${name}"`;
      const columns = facts.input.plan.map((column) => column.name);
      const fault = faultOfModel(model, name, { kind: estimator.kind, columns, classes: facts.classes });
      if (fault !== undefined) return fault;
    }
    return undefined;
  });
}

/** What a document may hold of a map from scores to probabilities. */
export const curveForm: Form<ScoreCurve> = forms.variants("kind", {
  sigmoid: { slope: forms.number(), intercept: forms.number() },
  points: {
    x: forms.checked(forms.float64("points", { rising: "strictly", infinite: true }), ({ length }) =>
      length > 0 ? undefined : "is empty",
    ),
    y: forms.float64("points", { min: 0, max: 1 }),
  },
});
