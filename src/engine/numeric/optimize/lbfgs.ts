import {
  dot,
  type Evaluation,
  largest,
  type MinimizeOptions,
  type Minimum,
  type Penalty,
  penaltyAt,
  smoothGradient,
} from "./objective.js";

/** A loss; second derivatives by each coordinate alone are asked for once, at the start. */
export type SmoothLoss = (point: Float64Array, diagonal: boolean) => Promise<Evaluation>;

/** Steps that the curvature is learned from. */
const MEMORY = 20;
const ARMIJO = 1e-4;
const HALVINGS = 40;
const ROUNDING = 1e-13;

/** A step made, and how it changed the gradient. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly product: number;
}

/**
 * The minimum of a convex loss and its penalty by limited-memory BFGS, for points of more coordinates than a matrix of second
 * derivatives is out of reach; with an l1 part in its orthant-wise form (G. Andrew, J. Gao, "Scalable training of L1-regularized
 * log-linear models", 2007).
 */
export async function minimizeByLbfgs(
  loss: SmoothLoss,
  start: Float64Array,
  penalty: Penalty,
  { maxIterations, tolerance, onIteration }: MinimizeOptions,
): Promise<Minimum> {
  const first = await loss(start, true);
  const diagonal = first.diagonal!.map((bend, j) => bend + penalty.l2[j]! || 1);
  const pairs: Pair[] = [];
  let point = start;
  let here = smoothGradient(first.gradient, penalty, point);
  let value = first.loss + penaltyAt(penalty, point);
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    onIteration?.(iteration);
    const slope = steepest(here, point, penalty.l1);
    const size = largest(slope.map((g, j) => g / diagonal[j]!));
    if (size <= tolerance * Math.max(1, largest(point))) return { point, iterations: iteration - 1, converged: true };
    const direction = directionFrom(slope, pairs, diagonal, penalty.l1);
    let part = 1;
    for (let halving = 0; ; halving++, part /= 2) {
      const next = moved(point, direction, part, slope, penalty.l1);
      const there = await loss(next, false);
      const reached = there.loss + penaltyAt(penalty, next);
      const step = next.map((t, j) => t - point[j]!);
      if (reached <= value + ARMIJO * dot(slope, step) + ROUNDING * Math.abs(value)) {
        const gradient = smoothGradient(there.gradient, penalty, next);
        remember(
          pairs,
          step,
          gradient.map((g, j) => g - here[j]!),
        );
        point = next;
        here = gradient;
        value = reached;
        break;
      }
      if (halving === HALVINGS) return { point, iterations: iteration, converged: false };
    }
  }
  return { point, iterations: maxIterations, converged: false };
}

/** The gradient, where |t| has a corner at 0 the smaller of its two sides, or 0 between them. */
function steepest(gradient: Float64Array, point: Float64Array, l1: Float64Array): Float64Array {
  return gradient.map((g, j) => {
    const weight = l1[j]!;
    if (weight === 0) return g;
    if (point[j] !== 0) return g + weight * Math.sign(point[j]!);
    return g + weight < 0 ? g + weight : g - weight > 0 ? g - weight : 0;
  });
}

/** Where to go: downhill by the curvature of the last steps, and in no coordinate uphill. */
function directionFrom(
  slope: Float64Array,
  pairs: readonly Pair[],
  diagonal: Float64Array,
  l1: Float64Array,
): Float64Array {
  const d = slope.map((g) => -g);
  const factors = new Float64Array(pairs.length);
  for (let m = pairs.length - 1; m >= 0; m--) {
    const { step, change, product } = pairs[m]!;
    factors[m] = dot(step, d) / product;
    for (let j = 0; j < d.length; j++) d[j]! -= factors[m]! * change[j]!;
  }
  const last = pairs.at(-1);
  const scale =
    last === undefined ? 1 : last.product / last.change.reduce((sum, y, j) => sum + (y * y) / diagonal[j]!, 0);
  for (let j = 0; j < d.length; j++) d[j]! *= scale / diagonal[j]!;
  for (let m = 0; m < pairs.length; m++) {
    const { step, change, product } = pairs[m]!;
    const by = factors[m]! - dot(change, d) / product;
    for (let j = 0; j < d.length; j++) d[j]! += by * step[j]!;
  }
  for (let j = 0; j < d.length; j++) if (l1[j]! > 0 && d[j]! * slope[j]! >= 0) d[j] = 0;
  return d;
}

/** A part of a step; a coordinate with a corner stops at it and does not cross. */
function moved(
  point: Float64Array,
  direction: Float64Array,
  part: number,
  slope: Float64Array,
  l1: Float64Array,
): Float64Array {
  return point.map((t, j) => {
    const to = t + part * direction[j]!;
    if (l1[j] === 0) return to;
    const side = t === 0 ? -Math.sign(slope[j]!) : Math.sign(t);
    return Math.sign(to) === side ? to : 0;
  });
}

function remember(pairs: Pair[], step: Float64Array, change: Float64Array): void {
  const product = dot(step, change);
  if (product <= 1e-12 * Math.sqrt(dot(step, step) * dot(change, change))) return;
  pairs.push({ step, change, product });
  if (pairs.length > MEMORY) pairs.shift();
}
