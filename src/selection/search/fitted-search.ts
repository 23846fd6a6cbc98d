import type { Table } from "apache-arrow";
import { type Form, forms, type Json } from "../../document/index.js";
import type { Program } from "../../engine/program/index.js";
import { KindredError } from "../../errors/index.js";
import {
  type BaseEstimator,
  type Fitted,
  FittedClassifier,
  faultOfModel,
  fittedForm,
  type NotFinite,
  type StateFacts,
} from "../../estimator/index.js";
import type { FeatureMatrix, Label } from "../../matrix/index.js";
import { bestOf, errorOf, meanOf, type Trial, trialTable } from "./trial.js";

/** What a search learned. */
export interface SearchState {
  /** The chosen candidate, fitted on all rows. */
  readonly best: Fitted;
  /** Its hyper-parameters by path. */
  readonly bestParams: Readonly<Record<string, unknown>>;
  readonly trials: readonly Trial[];
  /** The names of the scores; the first one chose. */
  readonly scoring: readonly string[];
}

/** What a document may hold of it. */
export function searchState({
  params: { estimator },
  input,
  classes,
}: StateFacts<{ readonly estimator: BaseEstimator }>): Form<SearchState> {
  const columns = input.plan.map(({ name }) => name);
  const trial = forms.record({
    params: forms.dictionary(forms.anything() as Form<Json>),
    share: forms.number({ above: 0, max: 1 }),
    scores: forms.dictionary(forms.numbers("folds", { missing: true, infinite: true })),
    error: forms.optional(forms.text()),
  });
  return forms.record({
    best: forms.checked(fittedForm, (model) => faultOfModel(model, "best", { kind: estimator.kind, columns, classes })),
    bestParams: forms.checked(forms.dictionary(forms.anything()), (changes) => {
      try {
        estimator.with(changes);
        return undefined;
      } catch (cause) {
        if (cause instanceof KindredError) return `is refused: ${cause.problem}`;
        throw cause;
      }
    }),
    trials: forms.checked(forms.list(trial), ({ length }) => (length > 0 ? undefined : "is empty")),
    scoring: forms.checked(forms.list(forms.text()), ({ length }) => (length > 0 ? undefined : "is empty")),
  });
}

/** A fitted search: it answers as the chosen model does. Its public type is `FittedSearch`. */
export class FittedSearchModel extends FittedClassifier<object, SearchState> {
  get best(): Fitted {
    return this.state.best;
  }

  get bestParams(): Readonly<Record<string, unknown>> {
    return this.state.bestParams;
  }

  get trials(): readonly Trial[] {
    return this.state.trials;
  }

  get #chosen(): Trial {
    return bestOf(this.state.trials, this.state.scoring[0]!);
  }

  get tunedScore(): number {
    return meanOf(this.#chosen, this.state.scoring[0]!);
  }

  get results(): Table {
    return trialTable(this.state.trials, this.state.scoring);
  }

  override toText(): string {
    const [name] = this.state.scoring;
    const params = Object.entries(this.#chosen.params).map(([path, value]) => `${path} = ${JSON.stringify(value)}`);
    return [
      `${this.kind}: the best of ${this.trials.length} trials by ${name}`,
      ...params.map((line) => `  ${line}`),
      `  ${name} ${this.tunedScore.toFixed(4)} ± ${errorOf(this.#chosen, name!).toFixed(4)} in the folds that chose it: flattering, cross-validate the search for an honest one`,
    ].join("\n");
  }

  override get refusesMissing(): boolean {
    return this.best.refusesMissing;
  }

  override locate(x: FeatureMatrix): NotFinite | undefined {
    return this.best.locate(x);
  }

  override labelOf(probabilities: ArrayLike<number>): Label {
    return this.best.labelOf(probabilities);
  }

  protected override makePredictor(): Program {
    return this.best.predictor;
  }
}
