import type { Program } from "../engine/program/index.js";
import { type RowSource, repeatRows } from "../engine/rows/index.js";
import { KindredError } from "../errors/index.js";
import type { AnyDefinition, BaseEstimator, Fitted, Learned, Role, Training } from "../estimator/index.js";
import { idOf } from "../matrix/index.js";
import { cachedAfter } from "./cache.js";
import { FittedSteps, type PipelineState, pipelineState } from "./fitted-pipeline.js";
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
  learn: learnSteps,
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

async function learnSteps(training: Training, { steps }: PipelineParams): Promise<Learned<PipelineState>> {
  const fitted: [string, Fitted | null][] = [];
  const programs: Program[] = [];
  let current = training;
  let rows: RowSource | undefined;
  let inner: RowSource | undefined;
  let changed = false;
  let differs = false;
  for (const [i, [name, step]] of steps.entries()) {
    if (step.role === "resampler") {
      const isFirst = fitted.every(([, before]) => before === null);
      current = current.over(await step.resampleFrom(current.as(step.kind, name)));
      rows = isFirst ? current.source : undefined;
      changed = true;
      fitted.push([name, null]);
      continue;
    }
    const learned = await current.fit(step, name);
    fitted.push([name, learned.fitted]);
    if (learned.rows !== undefined) [inner, changed, rows] = [learned.rows, true, undefined];
    if (i === steps.length - 1 && step.role !== "transformer") break;
    differs ||= learned.training !== undefined;
    programs.push(learned.training ?? learned.fitted.program);
    if (i < steps.length - 1) current = await cachedAfter(current, learned, name);
  }
  if (changed && rows === undefined && pipelineRole({ steps }) === "clusterer")
    rows = await rowsIn(training.source, inner ?? current.source);
  return {
    state: { steps: fitted },
    ...(differs ? { training: programs.flat() } : {}),
    ...(rows === undefined ? {} : { rows }),
  };
}

/** The rows of the first source that are in the second, which resampled what became of them, as often as they are. Rows that were made are left out. */
async function rowsIn(source: RowSource, resampled: RowSource): Promise<RowSource> {
  const counts = new Int32Array(source.rows);
  for await (const block of resampled.blocks(4096))
    for (let i = 0; i < block.x.rows; i++) {
      const id = idOf(block, i);
      if (id >= 0 && id < counts.length) counts[id]! += 1;
    }
  return repeatRows(source, counts);
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
