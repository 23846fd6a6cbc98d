/** A convex loss and its derivatives at a point. */
export interface Evaluation {
  readonly loss: number;
  readonly gradient: Float64Array;
  /** Second derivatives, or something close to them: size x size, both triangles. Where they were asked for. */
  readonly hessian?: Float64Array;
  /** Second derivatives by each coordinate alone. Where they were asked for. */
  readonly diagonal?: Float64Array;
}

/** What is added to a loss: for each coordinate t, l1 |t| + l2 / 2 t². */
export interface Penalty {
  readonly l1: Float64Array;
  readonly l2: Float64Array;
}

/** When looking for a minimum ends. */
export interface MinimizeOptions {
  readonly maxIterations: number;
  /** The largest move of a coordinate, relative to the largest coordinate (or 1), after which it ends. */
  readonly tolerance: number;
  /** Called before each iteration. */
  readonly onIteration?: (iteration: number) => void;
}

/** Where looking for a minimum ended. */
export interface Minimum {
  readonly point: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  /** The coordinate that goes on growing while the loss no longer falls: the minimum lies at infinity. */
  readonly runaway?: number;
}

/** The value of a penalty at a point. */
export function penaltyAt({ l1, l2 }: Penalty, point: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < point.length; j++) sum += l1[j]! * Math.abs(point[j]!) + (l2[j]! / 2) * point[j]! * point[j]!;
  return sum;
}

/** The gradient of a loss with the smooth part of its penalty. */
export function smoothGradient(gradient: Float64Array, { l2 }: Penalty, point: Float64Array): Float64Array {
  return gradient.map((value, j) => value + l2[j]! * point[j]!);
}

/** The largest size of a coordinate. */
export function largest(values: Float64Array): number {
  let most = 0;
  for (let j = 0; j < values.length; j++) most = Math.max(most, Math.abs(values[j]!));
  return most;
}

/** The sum of products of two vectors. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
