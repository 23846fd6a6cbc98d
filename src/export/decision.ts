import type { Fitted } from "../estimator/index.js";
import { cannot } from "./cannot.js";

/** How probabilities become a class: the likeliest, the first of ties; or one of two classes from a threshold on. */
export type Decision =
  | { readonly kind: "likeliest" }
  | { readonly kind: "threshold"; readonly column: number; readonly threshold: number };

/** Models that answer as another one inside them does. */
interface Inside {
  readonly steps?: readonly (readonly [name: string, fitted: Fitted | null])[];
  readonly best?: Fitted;
  readonly final?: Fitted;
  readonly threshold?: number;
  readonly positive?: number;
  readonly ranks?: unknown;
}

/** How a fitted classifier decides, as data. @throws KindredError for a function of a stranger's. */
export function decisionOf(fitted: Fitted, where: string): Decision {
  const state = fitted.state as Inside;
  switch (fitted.kind) {
    case "Pipeline":
      return decisionOf(state.steps!.flatMap(([, step]) => step ?? []).at(-1)!, where);
    case "GridSearch":
    case "RandomSearch":
    case "HalvingSearch":
    case "ParzenSearch":
      return decisionOf(state.best!, where);
    case "StackingClassifier":
      return decisionOf(state.final!, where);
    case "ThresholdClassifier":
      return { kind: "threshold", column: state.positive!, threshold: state.threshold! };
    case "Ensemble":
      return state.ranks === null
        ? { kind: "likeliest" }
        : { kind: "threshold", column: 1, threshold: state.threshold! };
  }
  if (fitted.spec.definition.decide === undefined) return { kind: "likeliest" };
  throw cannot(where, fitted.kind, "it decides by a function of its own", "Use a ThresholdClassifier around it");
}
