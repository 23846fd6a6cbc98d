import type { BaseEstimator, Fitted, TrainingContext } from "../estimator/index.js";
import { runProgram } from "../kernels/program/index.js";
import { type FeatureMatrix, type Label, valueAt } from "../matrix/index.js";
import { keepBehind, type NamedStep, PipelineSteps } from "../pipeline/index.js";
import { positiveOf } from "./classify.js";
import { type Divisible, partOf } from "./divide.js";
import type { Fold } from "./fold.js";
import type { Scorer } from "./scoring.js";

/** Rows behind some steps of a Pipeline: those learned from, and those to be scored, which only pass. */
interface Behind {
  /** Which step was passed last, options and all. */
  readonly key: unknown;
  readonly context: TrainingContext;
  readonly test: FeatureMatrix;
}

/** What is scored beside the candidate. */
export interface ScoringContext {
  readonly scorers: ReadonlyMap<string, Scorer>;
  readonly positive: Label | undefined;
  readonly where: string;
}

/**
 * One fold of the rows, in which candidate after candidate is learned and scored. Steps that a candidate begins with as the one before it did
 * are not fitted again: candidates that differ in their last step alone share all the others.
 */
export class CandidateRunner {
  readonly #divisible: Divisible;
  readonly #fold: Fold;
  readonly #scoring: ScoringContext;
  readonly #start: Behind;
  #passed: readonly Behind[] = [];

  constructor(divisible: Divisible, fold: Fold, scoring: ScoringContext) {
    this.#divisible = divisible;
    this.#fold = fold;
    this.#scoring = scoring;
    this.#start = {
      key: undefined,
      context: partOf(divisible, fold.train),
      test: divisible.block.x.take(fold.test),
    };
  }

  /** Every score of a candidate. */
  async score(estimator: BaseEstimator): Promise<Record<string, number>> {
    const steps: readonly NamedStep[] =
      estimator instanceof PipelineSteps ? estimator.steps : [[estimator.kind, estimator]];
    const last = await this.#behind(steps.slice(0, -1));
    const [name, model] = steps.at(-1)!;
    const { fitted } = await model.learnOver(last.context, name);
    return this.#scores(fitted, last.test);
  }

  async #behind(steps: readonly NamedStep[]): Promise<Behind> {
    const passed: Behind[] = [];
    let current = this.#start;
    for (const [i, [name, step]] of steps.entries()) {
      const key = keyOf(name, step);
      const known = this.#passed[i];
      // What stands behind a step that differs was learned behind it.
      if (known !== undefined && known.key === key && (i === 0 || passed[i - 1] === this.#passed[i - 1]))
        current = known;
      else current = await pass(current, key, name, step);
      passed.push(current);
    }
    this.#passed = passed;
    return current;
  }

  #scores(fitted: Fitted, x: FeatureMatrix): Record<string, number> {
    const { scorers, positive: asked, where } = this.#scoring;
    const { block, context } = this.#divisible;
    const classes = context.classes!;
    const probabilities = runProgram(fitted.predictor, { x, row: 0 });
    fitted.checkResult(probabilities, x, where);
    const positive = positiveOf(classes, asked, where);
    const values = new Float64Array(classes.length);
    const answers = {
      truth: Array.from(this.#fold.test, (i) => classes[block.y![i]!]!),
      predicted: Array.from({ length: x.rows }, (_, i) => {
        for (let k = 0; k < values.length; k++) values[k] = valueAt(probabilities.stores[k]!, i);
        return fitted.labelOf(values);
      }),
      scores: probabilities.column(classes.indexOf(positive)),
      probabilities,
      classes,
      positive,
      ...(block.w === undefined ? {} : { sampleWeight: Float64Array.from(this.#fold.test, (i) => block.w![i]!) }),
    };
    return Object.fromEntries([...scorers].map(([name, score]) => [name, score(answers)]));
  }
}

async function pass(current: Behind, key: unknown, name: string, step: BaseEstimator): Promise<Behind> {
  if (step.role === "resampler")
    return { key, context: await step.resampleOver(current.context, name), test: current.test };
  const learned = await step.learnOver(current.context, name);
  return {
    key,
    context: await keepBehind(current.context, learned, name),
    test: runProgram(learned.fitted.program, { x: current.test, row: 0 }),
  };
}

const keys = new WeakMap<BaseEstimator, unknown>();

/** Equal for steps that learn the same. A step that has no JSON form is equal to itself alone. */
export function keyOf(name: string, step: BaseEstimator): unknown {
  let key = keys.get(step);
  if (key === undefined) {
    try {
      key = JSON.stringify(step.describe());
    } catch {
      key = step;
    }
    keys.set(step, key);
  }
  return typeof key === "string" ? `${name} ${key}` : key;
}
