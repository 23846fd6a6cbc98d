import type { Program } from "../engine/program/index.js";
import { type RowSource, repeatRows } from "../engine/rows/index.js";
import { KindredError } from "../errors/index.js";
import {
  type Accepts,
  type AnyDefinition,
  BaseEstimator,
  type InputSchema,
  type LearnedModel,
  type TrainingContext,
} from "../estimator/index.js";
import { idOf } from "../matrix/index.js";
import { cachedAfter } from "./cache.js";
import { composedParams, ownSteps } from "./composed.js";
import { FittedSteps } from "./fitted-pipeline.js";
import { checkNames, type NamedStep, withPaths } from "./named-steps.js";

/** The definition under which documents name pipelines. */
const definition: AnyDefinition = {
  kind: "Pipeline",
  version: 1,
  params: composedParams("steps"),
  fitted: FittedSteps,
};

/** Steps in a row, as the library handles them; the public face with its types is `Pipeline`. */
export class PipelineSteps extends BaseEstimator {
  static readonly kind: string = definition.kind;
  static readonly definition: AnyDefinition = definition;
  readonly steps: readonly NamedStep[];

  constructor(given: readonly NamedStep[] | { readonly steps: readonly NamedStep[] }) {
    const options = given instanceof Object && "steps" in given ? given : { steps: given };
    const steps = ownSteps(options.steps, definition.kind);
    checkSteps(steps);
    super(definition, steps.at(-1)![1].role, { ...options, steps });
    this.steps = steps;
  }

  override get accepts(): Accepts {
    return this.steps[0]![1].accepts;
  }

  /** A copy with some options of some steps changed, each named `"step.option"`. */
  override with(paths: Readonly<Record<string, unknown>>): this {
    return new PipelineSteps(withPaths(this.steps, paths, this.kind)) as this;
  }

  override async learnOver(context: TrainingContext): Promise<LearnedModel> {
    const fitted: [string, LearnedModel["fitted"] | null][] = [];
    const training: Program[] = [];
    let current = context;
    let rows: RowSource | undefined;
    let inner: RowSource | undefined;
    let changed = false;
    let differs = false;
    for (const [i, [name, step]] of this.steps.entries()) {
      if (step.role === "resampler") {
        const isFirst = fitted.every(([, before]) => before === null);
        current = await step.resampleOver(current, name);
        rows = isFirst ? current.source : undefined;
        changed = true;
        fitted.push([name, null]);
        continue;
      }
      const learned = await step.learnOver(current, name);
      fitted.push([name, learned.fitted]);
      if (learned.rows !== undefined) [inner, changed, rows] = [learned.rows, true, undefined];
      if (i === this.steps.length - 1 && step.role !== "transformer") break;
      differs ||= learned.training !== undefined;
      training.push(learned.training ?? learned.fitted.program);
      if (i < this.steps.length - 1) current = await cachedAfter(current, learned, name);
    }
    if (changed && rows === undefined && this.role === "clusterer")
      rows = await rowsIn(context.source, inner ?? current.source);
    const { source, schema } = context;
    const input: InputSchema = { plan: source.plan, provenance: source.provenance, schema };
    const model = new FittedSteps({ definition, params: this.params, state: { steps: fitted }, input });
    return {
      fitted: model,
      ...(differs ? { training: training.flat() } : {}),
      ...(rows === undefined ? {} : { rows }),
    };
  }
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
  checkNames(
    steps.map(([name]) => name),
    "Pipeline",
  );
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
