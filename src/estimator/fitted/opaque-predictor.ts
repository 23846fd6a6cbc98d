import type { Program } from "../../engine/program/index.js";
import { refuseNoClusters, refuseNoProbabilities } from "./checked-result.js";
import { opaqueStep } from "./opaque-step.js";
import type { FittedSpec } from "./spec.js";

/** What a model asks of rows, and is called. */
interface Promised {
  readonly kind: string;
  readonly inputColumns: readonly string[];
  readonly refusesMissing: boolean;
}

/** The predictor of a definition that predicts by functions of its own; undefined where it has neither. */
export function opaquePredictor<P extends object, S>(
  { definition, state, params, classes = [] }: FittedSpec<P, S>,
  { kind, inputColumns, refusesMissing }: Promised,
): Program | undefined {
  const { predict, predictProbabilities } = definition;
  if (predictProbabilities !== undefined)
    return opaqueStep(
      inputColumns,
      { kind, verb: "predictProbabilities", names: classes.map(String), refusesMissing },
      (x) => predictProbabilities.call(definition, x, state, params, classes),
      (result) => refuseNoProbabilities(result, kind),
    );
  if (predict === undefined) return undefined;
  return opaqueStep(
    inputColumns,
    { kind, verb: "predict", names: ["cluster"], refusesMissing },
    (x) => Array.from(predict.call(definition, x, state, params), (cluster) => [cluster]),
    (result) => refuseNoClusters(result, kind),
  );
}
