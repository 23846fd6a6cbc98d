import { type Form, forms } from "../document/index.js";
import { type Program, runProgram } from "../engine/program/index.js";
import {
  Fitted,
  type FittedSpec,
  faultOfModel,
  firstNotFinite,
  fittedForm,
  type NotFinite,
  outputNames,
  type SegmentIds,
  type StateFacts,
  type Verb,
} from "../estimator/index.js";
import type { FeatureMatrix, Label, Origin } from "../matrix/index.js";
import type { Schema } from "../table/index.js";
import type { NamedStep } from "./named-steps.js";

/** The fitted steps by name; null for steps that changed rows at fit only. */
export interface PipelineState {
  readonly steps: readonly (readonly [name: string, fitted: Fitted | null])[];
}

/** What a document may hold of it: the steps of its options, each fitted on what the one before it gives. */
export function pipelineState({
  params: { steps },
  input,
}: StateFacts<{ readonly steps: readonly NamedStep[] }>): Form<PipelineState> {
  const all = forms.record({
    steps: forms.list(forms.pair(forms.text(), forms.nullable(fittedForm)), steps.length),
  });
  return forms.checked(all, ({ steps: fitted }) => {
    let columns: readonly string[] | undefined = input.plan.map(({ name }) => name);
    for (const [i, [name, model]] of fitted.entries()) {
      const [expected, { kind, role }] = steps[i]!;
      if (name !== expected) return `has a step "${name}" where its options have "${expected}"`;
      if ((model === null) !== (role === "resampler")) return `has ${model === null ? "no" : "a"} model as "${name}"`;
      if (model === null) continue;
      const fault = faultOfModel(model, name, { kind, columns });
      if (fault !== undefined) return fault;
      if (i < steps.length - 1) columns = outputNames(model);
    }
    return undefined;
  });
}

/** A fitted pipeline; its public type is `FittedPipeline`. */
export class FittedSteps extends Fitted<object, PipelineState> {
  constructor(spec: FittedSpec<object, PipelineState>) {
    // The classes are those of the last step, and its document has them.
    const { classes: _, ...own } = spec;
    super(own);
  }

  /** The fitted model of each step, by its name. */
  get steps(): Readonly<Record<string, Fitted | undefined>> {
    return Object.fromEntries(this.state.steps.map(([name, fitted]) => [name, fitted ?? undefined]));
  }

  private get working(): readonly Fitted[] {
    return this.state.steps.flatMap(([, fitted]) => (fitted === null ? [] : [fitted]));
  }

  private get last(): Fitted {
    return this.working.at(-1)!;
  }

  get outputColumns(): readonly string[] {
    return this.outputs.columns;
  }

  get provenance(): readonly Origin[] {
    return this.outputs.provenance;
  }

  get classes(): readonly Label[] {
    return this.last.spec.classes ?? [];
  }

  override get segmentIds(): SegmentIds | undefined {
    return this.last.segmentIds;
  }

  override get segmentCount(): number | undefined {
    return this.last.segmentCount ?? super.segmentCount;
  }

  /** The ids are those of the last step, so that it says the same when it is asked itself. */
  override withSegmentIds(segmentIds: SegmentIds): this {
    const steps = this.state.steps.map(
      ([name, fitted]) => [name, fitted === this.last ? fitted.withSegmentIds(segmentIds) : fitted] as const,
    );
    return new FittedSteps({ ...this.spec, state: { ...this.state, steps } }) as this;
  }

  override get givesSame(): boolean {
    return this.working.every((step) => step.givesSame);
  }

  override get outputSchema(): Schema {
    return this.last.outputSchema;
  }

  protected override makeProgram(): Program {
    return this.working.flatMap((step) => step.program);
  }

  protected override makePredictor(): Program {
    return [...this.working.slice(0, -1).flatMap((step) => step.program), ...this.last.predictor];
  }

  override get probabilities(): Program {
    return [...this.working.slice(0, -1).flatMap((step) => step.program), ...this.last.probabilities];
  }

  override has(verb: Verb): boolean {
    return this.last.has(verb);
  }

  override labelOf(values: ArrayLike<number>): Label {
    return this.last.labelOf(values);
  }

  override labels(positions: Label[]): ArrayLike<Label> {
    return this.last.labels(positions);
  }

  override get refusesMissing(): boolean {
    return this.working.some((step) => step.refusesMissing);
  }

  /** Goes through the steps one by one to the first that refuses a value. */
  override locate(x: FeatureMatrix): NotFinite | undefined {
    let current = x;
    for (const step of this.working) {
      if (step.refusesMissing) {
        const found = step.locate(current);
        if (found !== undefined) return found;
      }
      if (step !== this.last) current = runProgram(step.program, { x: current, row: 0 });
    }
    return firstNotFinite(x, this.kind);
  }
}
