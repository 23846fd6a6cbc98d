import { type Program, runProgram } from "../../engine/program/index.js";
import type { Fitted } from "../../estimator/index.js";
import type { FeatureMatrix, Label } from "../../matrix/index.js";
import type { Ask, FitResult } from "./fold-rows.js";

/** What a fitted classifier says of rows. */
export function predictRows(
  fitted: Fitted,
  x: FeatureMatrix,
  ask: Ask,
  classes: readonly Label[],
  where: string,
): FitResult<never> {
  const result = runProgram(askedProgram(fitted, ask, classes.length), { x, row: 0 });
  fitted.checkResult(result, x, "predictProbabilities", where);
  const columns = result.columns.map((_, k) => Float64Array.from(result.column(k)));
  const answer = { classes, names: result.columns, columns };
  return ask === "labels" ? { ...answer, predicted: labelsOf(fitted, columns, x.rows) } : answer;
}

/** The program that answers. */
export function askedProgram(fitted: Fitted, ask: Ask, classes: number): Program {
  const { predictor } = fitted;
  if (ask === "labels" || ask === "probabilities") return predictor;
  if (ask === "scores" && predictor.at(-1)?.op === "link") return predictor.slice(0, -1);
  return classes === 2 ? [...predictor, { op: "select", positions: [1] }] : predictor;
}

function labelsOf(fitted: Fitted, probabilities: readonly Float64Array[], rows: number): Label[] {
  const values = new Float64Array(probabilities.length);
  return Array.from({ length: rows }, (_, i) => {
    for (let k = 0; k < values.length; k++) values[k] = probabilities[k]![i]!;
    return fitted.labelOf(values);
  });
}
