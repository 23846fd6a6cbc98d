import { Tridiagonal } from "./tridiagonal.js";

/** Sums over centered rows that a regression rests on. */
export interface CenteredSums {
  /** Products of every two predictors, row by row. */
  readonly products: Float64Array;
  /** Products of each predictor with the target. */
  readonly withTarget: Float64Array;
  /** Squares of the target. */
  readonly targetSquares: number;
  /** Weight of the rows. */
  readonly weight: number;
}

/** The parameters of the gamma priors over both precisions: so small that they say nothing. */
const PRIOR = 1e-6;
const ITERATIONS = 300;
/** The sum of changes of coefficients below which the search ends. */
const TOLERANCE = 1e-3;

/**
 * Linear regression that finds from the data how much to shrink (D. MacKay, "Bayesian Interpolation", 1992): the precisions of noise and of
 * coefficients follow from the effective number of parameters, in turns. Scikit-learn's BayesianRidge with its defaults, from sums instead
 * of rows.
 */
export function bayesianRidge({ products, withTarget, targetSquares, weight }: CenteredSums): Float64Array {
  const size = withTarget.length;
  const apart = new Tridiagonal(products.slice(), size);
  const turned = apart.turned(withTarget);
  let noise = 1 / (targetSquares / weight + Number.EPSILON);
  let prior = 1;
  let previous: Float64Array | undefined;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const { x, inverseTrace } = apart.solve(turned, prior / noise);
    const coefficients = apart.turnedBack(x);
    const residual = Math.max(0, residualSquares(products, withTarget, targetSquares, coefficients));
    const effective = size - (prior / noise) * inverseTrace;
    prior = (effective + 2 * PRIOR) / (sum(coefficients, (c) => c * c) + 2 * PRIOR);
    noise = (weight - effective + 2 * PRIOR) / (residual + 2 * PRIOR);
    const moved = previous === undefined ? Infinity : sum(coefficients, (c, j) => Math.abs(previous![j]! - c));
    if (moved < TOLERANCE) break;
    previous = coefficients;
  }
  return apart.turnedBack(apart.solve(turned, prior / noise).x);
}

function residualSquares(
  products: Float64Array,
  withTarget: Float64Array,
  targetSquares: number,
  coefficients: Float64Array,
): number {
  const size = coefficients.length;
  let squares = targetSquares;
  for (let i = 0; i < size; i++) {
    let explained = -2 * withTarget[i]!;
    for (let j = 0, at = i * size; j < size; j++) explained += products[at + j]! * coefficients[j]!;
    squares += coefficients[i]! * explained;
  }
  return squares;
}

function sum(values: Float64Array, of: (value: number, at: number) => number): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += of(values[i]!, i);
  return total;
}
