import { log } from "../engine/numeric/math/index.js";
import { type Step, stepsOf } from "./steps.js";

/** Steps that end in a model with a raw score of its own, and what becomes of that score: slope * score + shift, of the log odds of the second class. */
export interface Chain {
  readonly steps: readonly Step[];
  readonly slope: number;
  readonly shift: number;
}

/**
 * The models whose mean a fitted model's score is: itself, what a search chose or a threshold is laid on, or those of a calibrated classifier.
 * A sigmoid stretches and moves the log odds, and known shares of the classes move them; behind any other map the score before it is what
 * can be taken apart.
 */
export function chainsOf(fitted: Step): readonly Chain[] {
  const steps = stepsOf(fitted);
  const [prefix, model] = [steps.slice(0, -1), steps.at(-1)!];
  const inner = model.best ?? model.classifier;
  const models = model.models ?? (inner === undefined ? undefined : [inner]);
  if (models === undefined) return [{ steps, slope: 1, shift: 0 }];
  return models.flatMap((one, m) => {
    const { slope, shift } = bendOf(model, m);
    return chainsOf(one).map((chain) => ({
      steps: [...prefix, ...chain.steps],
      slope: slope * chain.slope,
      shift: slope * chain.shift + shift,
    }));
  });
}

function bendOf({ curves, state, classes }: Step, m: number): { readonly slope: number; readonly shift: number } {
  const curve = curves?.[m]?.[0];
  if (curve?.kind !== "sigmoid" || classes?.length !== 2) return { slope: 1, shift: 0 };
  const factors = state?.factors ?? undefined;
  const prior = factors === undefined ? 0 : log(factors[1]! / factors[0]!);
  return { slope: -curve.slope, shift: prior - curve.intercept };
}
