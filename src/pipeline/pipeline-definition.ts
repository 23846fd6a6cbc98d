import { KindredError } from "../errors/index.js";
import type { AnyDefinition, BaseEstimator, Role, Training } from "../estimator/index.js";
import { FittedSteps, pipelineState } from "./fitted-pipeline.js";
import { checkNames, type NamedStep, ownSteps, stepParams, withEstimators } from "./named-steps.js";

/** The options of a Pipeline. */
export interface PipelineParams {
  /** Steps in a row. */
  readonly steps: readonly NamedStep[];
}

/** Steps in a row, each fitted on what the one before it gives. */
export const pipelineDefinition: AnyDefinition = {
  kind: "Pipeline",
  version: 1,
  params: stepParams<PipelineParams>(["steps"], ({ steps: given }) => {
    const steps = ownSteps(given, "Pipeline");
    checkSteps(steps);
    return { steps };
  }),
  parts: {
    get: ({ steps }: PipelineParams) => steps,
    set: ({ steps }: PipelineParams, parts) => ({ steps: withEstimators(steps, parts) }),
  },
  fromArguments: (given: readonly NamedStep[] | PipelineParams) =>
    given instanceof Object && "steps" in given ? given : { steps: given },
  accepts: ({ steps }: PipelineParams) => steps[0]![1].accepts,
  fixedInput: ({ steps }: PipelineParams) => steps[0]![1].fixedInput,
  fitted: FittedSteps,
  state: pipelineState,
  async learn(training: Training, { steps }: PipelineParams) {
    const { learnSteps } = await import("./learn.js");
    return learnSteps(training, steps, pipelineRole({ steps }));
  },
};

/** A Pipeline is what its last step is. */
export function pipelineRole({ steps }: PipelineParams): Role {
  return steps.at(-1)![1].role;
}

/** The steps of a Pipeline; any other estimator is a single step. */
export function stepsOf(estimator: BaseEstimator): readonly NamedStep[] {
  if (estimator.definition !== pipelineDefinition) return [[estimator.kind, estimator]];
  return (estimator.params as PipelineParams).steps;
}

function checkSteps(steps: readonly NamedStep[]): void {
  checkNames(steps, "Pipeline");
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
