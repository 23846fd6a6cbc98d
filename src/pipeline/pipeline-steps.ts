import { KindredError, listed } from "../errors/index.js";
import {
  type Accepts,
  type AnyDefinition,
  BaseEstimator,
  behind,
  type InputSchema,
  type LearnedModel,
  type TrainingContext,
} from "../estimator/index.js";
import type { Program } from "../kernels/program/index.js";
import { FittedSteps } from "./fitted-pipeline.js";
import { keep } from "./keep.js";

/** A step as the machinery sees it. */
export type NamedStep = readonly [name: string, estimator: BaseEstimator];

/** The definition under which documents name pipelines. */
const definition: AnyDefinition = {
  kind: "Pipeline",
  version: 1,
  params: { "~standard": { version: 1, vendor: "kindred", validate: (value) => ({ value }) } },
  fitted: FittedSteps,
};

/** Steps in a row, as the machinery sees them; the public face with its types is `Pipeline`. */
export class PipelineSteps extends BaseEstimator {
  static readonly kind: string = definition.kind;
  static readonly definition: AnyDefinition = definition;
  readonly steps: readonly NamedStep[];

  constructor(given: readonly NamedStep[] | { readonly steps: readonly NamedStep[] }) {
    const steps = "steps" in given ? given.steps : given;
    checkSteps(steps);
    super(definition, steps.at(-1)![1].role, { steps });
    this.steps = steps;
  }

  override get accepts(): Accepts {
    return this.steps[0]![1].accepts;
  }

  /** A copy with some options of some steps changed, each named `"step.option"`. */
  override with(paths: Readonly<Record<string, unknown>>): this {
    const byStep = new Map<string, Record<string, unknown>>();
    for (const [path, value] of Object.entries(paths)) {
      const dot = path.indexOf(".");
      const name = dot < 0 ? path : path.slice(0, dot);
      if (dot < 0 || !this.steps.some(([step]) => step === name)) throw unknownPath(path, this.steps);
      byStep.set(name, { ...byStep.get(name), [path.slice(dot + 1)]: value });
    }
    const steps = this.steps.map(([name, step]): NamedStep => {
      const changes = byStep.get(name);
      return [name, changes === undefined ? step : step.with(changes)];
    });
    return new PipelineSteps(steps) as this;
  }

  override async learnOver(context: TrainingContext): Promise<LearnedModel> {
    const fitted: [string, LearnedModel["fitted"] | null][] = [];
    const training: Program[] = [];
    let current = context;
    let differs = false;
    for (const [i, [name, step]] of this.steps.entries()) {
      if (step.role === "resampler") {
        current = await step.resampleOver(current, name);
        fitted.push([name, null]);
        continue;
      }
      const learned = await step.learnOver(current, name);
      fitted.push([name, learned.fitted]);
      if (i === this.steps.length - 1 && step.role !== "transformer") break;
      differs ||= learned.training !== undefined;
      training.push(learned.training ?? learned.fitted.program);
      if (i < this.steps.length - 1) current = await kept(behind(current, learned.fitted.program, learned.training));
    }
    const { source, schema } = context;
    const input: InputSchema = { plan: source.plan, provenance: source.provenance, schema };
    const model = new FittedSteps({ definition, params: this.params, state: { steps: fitted }, input });
    return { fitted: model, ...(differs ? { training: training.flat() } : {}) };
  }
}

async function kept(context: TrainingContext): Promise<TrainingContext> {
  const { validation } = context;
  return {
    ...context,
    source: await keep(context.source),
    ...(validation === undefined ? {} : { validation: await keep(validation) }),
  };
}

function checkSteps(steps: readonly NamedStep[]): void {
  const names = steps.map(([name]) => name);
  const bad = names.find((name) => name === "" || name.includes("."));
  if (steps.length === 0 || bad !== undefined || new Set(names).size < names.length)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: "Pipeline",
      problem:
        steps.length === 0
          ? "there are no steps"
          : bad !== undefined
            ? `"${bad}" is no step name`
            : `the step names ${listed(names)} are not all different`,
      fix: "Name each step once, with a word that has no dot in it",
      got: names,
    });
  if (steps.every(([, step]) => step.role === "resampler"))
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: "Pipeline",
      problem: "every step only changes rows",
      fix: "End with a transformer, a clusterer or a classifier",
    });
  const early = steps.slice(0, -1).find(([, step]) => step.role === "classifier");
  if (early !== undefined)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: "Pipeline",
      problem: `step "${early[0]}" is a classifier and not the last step`,
      fix: "Put the classifier last",
    });
}

function unknownPath(path: string, steps: readonly NamedStep[]): KindredError {
  const known = steps.flatMap(([name, step]) => Object.keys(step.params).map((option) => `${name}.${option}`));
  return new KindredError({
    code: "INVALID_PARAMETER",
    where: "Pipeline.with",
    problem: `there is no path "${path}"`,
    fix: `Paths are ${listed(known, 12)}`,
    got: path,
  });
}
