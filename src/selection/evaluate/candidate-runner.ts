import { runProgram } from "../../engine/program/index.js";
import type { BaseEstimator, Fitted, TrainingContext } from "../../estimator/index.js";
import type { FeatureMatrix } from "../../matrix/index.js";
import { cachedAfter, type NamedStep, PipelineSteps } from "../../pipeline/index.js";
import type { Fold } from "../split/fold.js";
import { type FoldedData, partOf } from "../split/split.js";

/** Rows behind some steps of a Pipeline: those learned from, and those to be scored, which only pass. */
interface FittedPrefix {
  /** Which step was passed last, options and all. */
  readonly key: unknown;
  readonly context: TrainingContext;
  readonly test: FeatureMatrix;
}

/** What a candidate says of the rows of a fold that it did not learn from. */
export interface Prediction {
  /** The probability of each class. */
  readonly probabilities: readonly Float64Array[];
  /** The label decided for, as a position in the classes. */
  readonly decided: Int32Array;
}

/**
 * One fold of the rows, in which candidate after candidate is learned. Steps that a candidate begins with as the one before it did
 * are not fitted again: candidates that differ in their last step alone share all the others.
 */
export class CandidateRunner {
  readonly #data: FoldedData;
  readonly #where: string;
  readonly #start: FittedPrefix;
  #passed: readonly FittedPrefix[] = [];

  constructor(data: FoldedData, fold: Fold, where: string) {
    this.#data = data;
    this.#where = where;
    this.#start = {
      key: undefined,
      context: partOf(data, fold.train),
      test: data.block.x.take(fold.test),
    };
  }

  /** Learns a candidate, and asks it about the rows to be scored. */
  async said(estimator: BaseEstimator): Promise<Prediction> {
    const steps: readonly NamedStep[] =
      estimator instanceof PipelineSteps ? estimator.steps : [[estimator.kind, estimator]];
    const last = await this.#behind(steps.slice(0, -1));
    const [name, model] = steps.at(-1)!;
    const { fitted } = await model.learnOver(last.context, name);
    return this.#asked(fitted, last.test);
  }

  async #behind(steps: readonly NamedStep[]): Promise<FittedPrefix> {
    const passed: FittedPrefix[] = [];
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

  #asked(fitted: Fitted, x: FeatureMatrix): Prediction {
    const classes = this.#data.context.classes!;
    const result = runProgram(fitted.predictor, { x, row: 0 });
    fitted.checkResult(result, x, this.#where);
    const positions = new Map(classes.map((label, k) => [label, k]));
    const probabilities = classes.map((_, k) => Float64Array.from(result.column(k)));
    const values = new Float64Array(classes.length);
    const decided = new Int32Array(x.rows);
    for (let i = 0; i < x.rows; i++) {
      for (let k = 0; k < values.length; k++) values[k] = probabilities[k]![i]!;
      decided[i] = positions.get(fitted.labelOf(values))!;
    }
    return { probabilities, decided };
  }
}

async function pass(current: FittedPrefix, key: unknown, name: string, step: BaseEstimator): Promise<FittedPrefix> {
  if (step.role === "resampler")
    return { key, context: await step.resampleOver(current.context, name), test: current.test };
  const learned = await step.learnOver(current.context, name);
  return {
    key,
    context: await cachedAfter(current.context, learned, name),
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
