import type { ScoreCurve } from "../engine/program/index.js";
import type { Block } from "../engine/rows/index.js";
import { KindredError, listed } from "../errors/index.js";
import { type Fitted, faultOfModel, inputOf, type Training } from "../estimator/index.js";
import { predictRows, requireClasses } from "../selection/index.js";
import { classWeights, weightsOf } from "./class-weights.js";
import { isotonicOf, type Observed, sigmoidOf } from "./curves.js";
import { classesOf } from "./prefit-classifier.js";

/** Scores of some rows of a block. */
export interface ScoredRows {
  readonly rows: ArrayLike<number>;
  /** The scores of these rows: one column for two classes, else one a class. */
  readonly scores: (column: number) => ArrayLike<number>;
  /** How many classes there are. */
  readonly classes: number;
  readonly method: "sigmoid" | "isotonic";
}

/** The map from scores to probabilities: one for two classes, else one a class. */
export function curvesFor(block: Block, { rows, scores, classes, method }: ScoredRows): ScoreCurve[] {
  const fit = method === "sigmoid" ? sigmoidOf : isotonicOf;
  return Array.from({ length: classes === 2 ? 1 : classes }, (_, column) =>
    fit(observed(block, rows, scores(column), classes === 2 ? 1 : column)),
  );
}

function observed(block: Block, rows: ArrayLike<number>, scores: ArrayLike<number>, label: number): Observed {
  const weights = weightsOf(block);
  return {
    scores: Float64Array.from(scores),
    hits: Uint8Array.from(rows, (i) => (block.y![i] === label ? 1 : 0)),
    weights: Float64Array.from(rows, (i) => weights[i]!),
  };
}

/** The rows, and the map from a fitted model's scores of them to probabilities. */
export async function calibratePrefit(
  training: Training,
  model: Fitted,
  method: ScoredRows["method"],
): Promise<{ readonly block: Block; readonly curves: ScoreCurve[] }> {
  const classes = classesOf(model);
  const block = await training.collect();
  requireClasses(training, block);
  refuseOthers(training, model, block);
  const { columns } = predictRows(model, block.x, "scores", classes, training.where);
  const rows = Int32Array.from({ length: block.x.rows }, (_, i) => i);
  const curves = curvesFor(block, { rows, scores: (column) => columns[column]!, classes: classes.length, method });
  return { block, curves };
}

/** Refuses rows of other columns or classes than the model's, and rows that lack a class. */
function refuseOthers(training: Training, model: Fitted, block: Block): void {
  const classes = classesOf(model);
  const columns = training.source.plan.map(({ name }) => name);
  const fault = faultOfModel(model, "prefit", { kind: model.kind, columns, classes: training.classes ?? [] });
  if (fault !== undefined)
    throw new KindredError({
      code: "INVALID_INPUT",
      where: training.where,
      problem: fault,
      fix: "Calibrate it on rows of the columns and classes that it was fitted on",
    });
  const own = inputOf(model).plan;
  const reworded = training.source.plan.find(
    ({ labels = [] }, j) => JSON.stringify(labels) !== JSON.stringify(own[j]!.labels ?? []),
  );
  if (reworded !== undefined)
    throw new KindredError({
      code: "INVALID_INPUT",
      where: training.where,
      column: reworded.name,
      problem: "its words come out of the steps before in another form than the model read them",
      fix: "Put these steps into the model's own Pipeline, and calibrate that on rows as it takes them",
    });
  const absent = classes.filter((_, k) => classWeights(block, classes.length)[k] === 0);
  if (absent.length === 0) return;
  throw new KindredError({
    code: "INVALID_INPUT",
    where: training.where,
    problem: `no row has the label ${listed(absent.map(String))}, which the model tells apart`,
    fix: "Calibrate on rows that have every class",
  });
}
