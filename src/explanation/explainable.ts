import type { Label, Numbers } from "../matrix/index.js";
import type { Answers, FittedPredictor } from "../selection/index.js";
import type { Schema } from "../table/index.js";

/** A fitted classifier, or a fitted Pipeline that ends in one, as far as explanations use it. */
export interface ExplainableClassifier extends FittedPredictor {
  /** Its kind. */
  readonly kind: string;
  /** The columns that it was fitted on. */
  readonly inputColumns: readonly string[];
  /** Roles, directions and meanings of its columns. */
  readonly schema: Schema;
}

/** The probability of one class in each row. */
export function probabilityOf(
  model: ExplainableClassifier,
  data: unknown,
  positive: Label,
): Float32Array | Float64Array {
  return model.predictProbabilities(data as never).column(model.classes.indexOf(positive));
}

/** What a score looks at. Labels are decided for only where the score asks for them: most ask for probabilities alone. */
export function answersFor(
  model: ExplainableClassifier,
  data: unknown,
  truth: readonly Label[],
  positive: Label,
  sampleWeight: Numbers | undefined,
): Answers {
  const probabilities = model.predictProbabilities(data as never);
  return {
    truth,
    get predicted(): Label[] {
      return Array.from(model.predict(data as never));
    },
    probabilities,
    scores: probabilities.column(model.classes.indexOf(positive)),
    classes: model.classes,
    positive,
    ...(sampleWeight === undefined ? {} : { sampleWeight }),
  };
}
