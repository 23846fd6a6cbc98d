import { runProgram } from "../../engine/program/index.js";
import type { BaseEstimator, Fitted, Training } from "../../estimator/index.js";
import type { FeatureMatrix } from "../../matrix/index.js";
import { cachedAfter, stepsOf } from "../../pipeline/index.js";

/** Rows after the first steps of a Pipeline: those learned from, and those to be tested, which only pass. */
interface FittedPrefix {
  /** The last of these steps, options and all. */
  readonly key: unknown;
  readonly training: Training;
  readonly test: FeatureMatrix;
}

/**
 * One fold, in which candidate after candidate is fitted. Steps that a candidate begins with as the one before it did are not fitted again:
 * candidates that differ in their last step alone share all the others.
 */
export class SharedSteps {
  readonly #start: FittedPrefix;
  #fitted: readonly FittedPrefix[] = [];

  constructor(training: Training, test: FeatureMatrix) {
    this.#start = { key: undefined, training, test };
  }

  /** The fitted last step of a candidate, and the rows to be tested as they come to it. */
  async fit(estimator: BaseEstimator): Promise<{ readonly fitted: Fitted; readonly test: FeatureMatrix }> {
    const steps = stepsOf(estimator);
    const prefixes: FittedPrefix[] = [];
    let current = this.#start;
    for (const [i, [name, step]] of steps.slice(0, -1).entries()) {
      const key = keyOf(name, step);
      const known = this.#fitted[i];
      // What comes after a step that differs was learned after it.
      if (known !== undefined && known.key === key && (i === 0 || prefixes[i - 1] === this.#fitted[i - 1]))
        current = known;
      else current = await fitStep(current, key, name, step);
      prefixes.push(current);
    }
    this.#fitted = prefixes;
    const [name, model] = steps.at(-1)!;
    const { fitted } = await current.training.fit(model, name);
    return { fitted, test: current.test };
  }
}

async function fitStep(
  { training, test }: FittedPrefix,
  key: unknown,
  name: string,
  step: BaseEstimator,
): Promise<FittedPrefix> {
  if (step.role === "resampler")
    return { key, training: training.over(await step.resampleFrom(training.as(step.kind, name))), test };
  const learned = await training.fit(step, name);
  return {
    key,
    training: await cachedAfter(training, learned, name),
    test: runProgram(learned.fitted.program, { x: test, row: 0 }),
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
