import { log } from "../../engine/numeric/math/index.js";
import {
  type Evaluation,
  type Minimum,
  minimizeByLbfgs,
  minimizeByNewton,
  type Penalty,
  sampledCurvature,
} from "../../engine/numeric/optimize/index.js";
import { CURVATURE, logistic, moments, type NamedArrays } from "../../engine/reducers/index.js";
import { KindredError } from "../../errors/index.js";
import {
  classTotalsOf,
  classWeightsOf,
  completeMoments,
  isSingle,
  notConverged,
  refuseTooLarge,
  type Training,
} from "../../estimator/index.js";
import type { LogisticRegressionOptions } from "./options.js";
import type { LogisticRegressionState } from "./state.js";

/** The most coefficients for which second derivatives are summed as a matrix. */
const MAX_CURVATURE_SIZE = 500;
/** Products that a pass may spend on second derivatives before it looks at a sample of the rows. */
const MAX_CURVATURE_PRODUCTS = 3e8;
/** Rows for each coefficient that a sample has at least. */
const SAMPLE_ROWS_PER_COEFFICIENT = 20;

/** How the columns are seen while learning: centered and of one spread, which changes the way to the minimum and not where it lies. */
interface Standard {
  readonly center: Float64Array;
  /** 1 / spread; 0 for columns that are constant. */
  readonly scale: Float64Array;
}

/** The coefficients with the least weighted log loss and penalty. */
export async function learnLogistic(
  training: Training,
  params: LogisticRegressionOptions,
): Promise<LogisticRegressionState> {
  const totals = await classTotalsOf(training);
  const standard = await standardOf(training);
  const classWeights = classWeightsOf(params.classWeight, training.classes!, totals, training.where);
  const weights = totals.map((total, k) => total * classWeights[k]!);
  const outputs = weights.length === 2 ? 1 : weights.length;
  const penalty = penaltyOf(params, standard.scale, outputs);
  const found = await minimum(training, params, { ...standard, classWeights }, penalty, startAt(weights, standard));
  const { converged, iterations, runaway } = found;
  if (runaway !== undefined) throw separated(training, runaway % (standard.scale.length + 1));
  if (!converged && iterations >= params.maxIterations) training.warn("NOT_CONVERGED", notConverged(params));
  const raw = unscaled(found.point, outputs, standard);
  if (outputs > 1) centerOutputs(raw, outputs, params.penalty === "none");
  return { ...raw, iterations, converged, single: isSingle(training) };
}

async function standardOf(training: Training): Promise<Standard> {
  const sums = await completeMoments(training);
  const center = Float64Array.from(sums.sum!, (sum, j) => sum / sums.weight![j]!);
  const around = await training.reduce(moments, { shift: center });
  refuseTooLarge(training, around.squares!);
  const scale = center.map((_, j) => {
    const spread = Math.sqrt(around.squares![j]! / around.weight![j]!);
    return spread === 0 || sums.smallest![j] === sums.largest![j] ? 0 : 1 / spread;
  });
  return { center, scale };
}

/** The penalty of coefficients in the columns' own units, as one of standardized coefficients. */
function penaltyOf({ penalty, c, l1Ratio }: LogisticRegressionOptions, scale: Float64Array, outputs: number): Penalty {
  const share = penalty === "l1" ? 1 : penalty === "elasticNet" ? l1Ratio : 0;
  const width = scale.length + 1;
  const l1 = new Float64Array(outputs * width);
  const l2 = new Float64Array(outputs * width);
  if (penalty === "none") return { l1, l2 };
  for (let k = 0; k < outputs; k++)
    for (let j = 0; j < scale.length; j++) {
      l1[k * width + j] = (share / c) * scale[j]!;
      l2[k * width + j] = ((1 - share) / c) * scale[j]! * scale[j]!;
    }
  return { l1, l2 };
}

/** No column counts, and the intercepts give every class its share. */
function startAt(weights: Float64Array, { scale }: Standard): Float64Array {
  const width = scale.length + 1;
  const logs = weights.map((weight) => log(Math.max(weight, Number.MIN_VALUE)));
  if (weights.length === 2) {
    const start = new Float64Array(width);
    start[width - 1] = logs[1]! - logs[0]!;
    return start;
  }
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const start = new Float64Array(logs.length * width);
  for (let k = 0; k < logs.length; k++) start[k * width + width - 1] = logs[k]! - mean;
  return start;
}

function minimum(
  training: Training,
  { maxIterations, tolerance }: LogisticRegressionOptions,
  given: NamedArrays,
  penalty: Penalty,
  start: Float64Array,
): Promise<Minimum> {
  const size = start.length;
  const width = training.source.plan.length + 1;
  const evaluate = async (coefficients: Float64Array, curvature: number): Promise<Evaluation> => {
    const settings = Int32Array.of(size / width, curvature);
    const parts = await training.reduce(logistic, { ...given, coefficients, settings });
    return {
      loss: parts.loss![0]!,
      gradient: parts.gradient as Float64Array,
      diagonal: parts.diagonal as Float64Array,
      hessian: parts.hessian as Float64Array,
    };
  };
  const options = {
    maxIterations,
    tolerance,
    onIteration: (iteration: number) => training.progress(iteration, maxIterations),
  };
  if (size > MAX_CURVATURE_SIZE)
    return minimizeByLbfgs(
      (point, diagonal) => evaluate(point, diagonal ? CURVATURE.diagonal : CURVATURE.none),
      start,
      penalty,
      options,
    );
  const every = Math.max(
    1,
    Math.floor(
      training.source.rows / Math.max(MAX_CURVATURE_PRODUCTS / (size * size), SAMPLE_ROWS_PER_COEFFICIENT * size),
    ),
  );
  const curved = async (point: Float64Array, refinement: number | undefined): Promise<Evaluation> => {
    if (refinement === undefined) return evaluate(point, CURVATURE.none);
    const seen = await evaluate(point, Math.max(1, Math.floor(every / 4 ** refinement)));
    fillSquares(seen.hessian!, width, size);
    const hessian = sampledCurvature(seen.hessian!, seen.diagonal!);
    if (size > width) holdTogether(hessian, penalty, width);
    return { ...seen, hessian };
  };
  return minimizeByNewton(curved, start, penalty, { ...options, reuse: every > 1 });
}

/** The square of any two outputs is symmetric too, and the pass sums but the lower half of it. */
function fillSquares(hessian: Float64Array, width: number, size: number): void {
  for (let k = width; k < size; k += width)
    for (let l = 0; l < k; l += width)
      for (let i = 0; i < width; i++)
        for (let j = i + 1; j < width; j++) hessian[(k + i) * size + l + j] = hessian[(k + j) * size + l + i]!;
}

/**
 * With one output a class, the same move of all outputs in a coordinate without penalty changes nothing: such moves are made steep, so
 * that steps have none of them.
 */
function holdTogether(hessian: Float64Array, { l1, l2 }: Penalty, width: number): void {
  const size = l1.length;
  for (let j = 0; j < width; j++) {
    if (l1[j]! > 0 || l2[j]! > 0) continue;
    let bend = 0;
    for (let k = j; k < size; k += width) bend = Math.max(bend, hessian[k * size + k]!);
    for (let k = j; k < size; k += width) for (let l = j; l < size; l += width) hessian[k * size + l]! += bend;
  }
}

/** Coefficients of the columns in their own units. */
function unscaled(
  point: Float64Array,
  outputs: number,
  { center, scale }: Standard,
): { coefficients: Float64Array; intercepts: Float64Array } {
  const columns = scale.length;
  const coefficients = new Float64Array(outputs * columns);
  const intercepts = new Float64Array(outputs);
  for (let k = 0; k < outputs; k++) {
    const at = k * (columns + 1);
    intercepts[k] = point[at + columns]!;
    for (let j = 0; j < columns; j++) {
      const coefficient = point[at + j]! * scale[j]!;
      coefficients[k * columns + j] = coefficient;
      intercepts[k]! -= coefficient * center[j]!;
    }
  }
  return { coefficients, intercepts };
}

/** What has no penalty is only known up to the same number for all outputs: they are made to sum to 0. */
function centerOutputs(
  { coefficients, intercepts }: { coefficients: Float64Array; intercepts: Float64Array },
  outputs: number,
  all: boolean,
): void {
  const center = (values: Float64Array, from: number, step: number): void => {
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += values[from + k * step]!;
    for (let k = 0; k < outputs; k++) values[from + k * step]! -= sum / outputs;
  };
  center(intercepts, 0, 1);
  const columns = coefficients.length / outputs;
  if (all) for (let j = 0; j < columns; j++) center(coefficients, j, columns);
}

function separated(training: Training, at: number): KindredError {
  const column = training.source.plan[at]?.name;
  return new KindredError({
    code: "INVALID_INPUT",
    where: training.where,
    problem: `the columns${column === undefined ? "" : ` (most of all "${column}")`} separate some rows of the classes perfectly, so without a penalty their coefficients grow for ever`,
    fix: 'Use the penalty "l2" or "l1", or leave the column out',
    ...(column === undefined ? {} : { column }),
  });
}
