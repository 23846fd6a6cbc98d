import { solveSymmetric } from "./cholesky.js";
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
import { shrunkenStep } from "./shrink.js";

/** A loss; with second derivatives where a refinement is given: where they come from a sample of the rows, each takes more rows. */
export type CurvedLoss = (point: Float64Array, refinement: number | undefined) => Promise<Evaluation>;

/** How Newton's method minimizes. */
export interface NewtonOptions extends MinimizeOptions {
  /** Are second derivatives dear and not exact? Then those of an earlier point are used again while they still lead ahead fast. */
  readonly reuse: boolean;
}

/** The fall that a step must bring, as a part of the fall that its slope promises (Armijo). */
const ARMIJO = 1e-4;
/** Halvings of a step before it is given up. */
const HALVINGS = 40;
/** Rounding in a sum of losses, relative to it. */
const ROUNDING = 1e-13;

/**
 * The minimum of a convex loss and its penalty by Newton's method with a line search; where there is an l1 part, each step minimizes
 * the quadratic model with it (J. Lee, Y. Sun, M. Saunders, "Proximal Newton-type methods for minimizing composite functions", 2014).
 */
export async function minimizeByNewton(
  loss: CurvedLoss,
  start: Float64Array,
  penalty: Penalty,
  { maxIterations, tolerance, onIteration, reuse }: NewtonOptions,
): Promise<Minimum> {
  let point = start;
  let refinement = 0;
  let here = await loss(point, refinement);
  let hessian = withPenalty(here.hessian!, penalty);
  let fresh = true;
  let value = here.loss + penaltyAt(penalty, point);
  const atStart = value;
  const free = !penalty.l1.some((weight) => weight > 0) && !penalty.l2.some((weight) => weight > 0);
  let before = Number.POSITIVE_INFINITY;
  let flat = 0;
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    onIteration?.(iteration);
    const gradient = smoothGradient(here.gradient, penalty, point);
    const step = stepFrom(hessian, gradient, point, penalty, tolerance);
    const target = point.map((t, j) => t + step[j]!);
    const size = largest(step);
    const extent = Math.max(1, largest(point));
    if (size <= tolerance * extent) return { point: target, iterations: iteration, converged: true };
    const promised = dot(gradient, step) + absolute(penalty.l1, target) - absolute(penalty.l1, point);
    // A loss that no longer falls, or is gone, while the steps do not get shorter: its minimum lies at infinity.
    const done = -promised <= 1e-7 * value || value <= 1e-7 * atStart;
    flat = free && done && size > 1e-5 && size > 0.5 * before ? flat + 1 : 0;
    if (flat >= 3) return { point, iterations: iteration, converged: false, runaway: widest(step) };
    const slow = size > 0.3 * before;
    if (slow && fresh) refinement++;
    const wanted = !reuse || slow || size > 0.05 * extent ? refinement : undefined;
    before = size;
    let part = 1;
    for (let halving = 0; ; halving++, part /= 2) {
      const next = part === 1 ? target : point.map((t, j) => t + part * step[j]!);
      const there = await loss(next, wanted);
      const reached = there.loss + penaltyAt(penalty, next);
      if (reached <= value + ARMIJO * part * promised + ROUNDING * Math.abs(value)) {
        point = next;
        here = there;
        value = reached;
        fresh = wanted !== undefined;
        if (fresh) hessian = withPenalty(there.hessian!, penalty);
        break;
      }
      if (halving === HALVINGS) return { point, iterations: iteration, converged: false };
    }
  }
  return { point, iterations: maxIterations, converged: false };
}

function stepFrom(
  hessian: Float64Array,
  gradient: Float64Array,
  point: Float64Array,
  { l1 }: Penalty,
  tolerance: number,
): Float64Array {
  if (l1.some((weight) => weight > 0)) return shrunkenStep(hessian, gradient, point, l1, tolerance);
  return solveSymmetric(
    hessian,
    gradient.map((value) => -value),
  );
}

/** Second derivatives with those of the smooth part of a penalty, in place. */
function withPenalty(hessian: Float64Array, { l2 }: Penalty): Float64Array {
  for (let j = 0; j < l2.length; j++) hessian[j * l2.length + j]! += l2[j]!;
  return hessian;
}

function absolute(l1: Float64Array, point: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < point.length; j++) sum += l1[j]! * Math.abs(point[j]!);
  return sum;
}

function widest(step: Float64Array): number {
  let at = 0;
  for (let j = 1; j < step.length; j++) if (Math.abs(step[j]!) > Math.abs(step[at]!)) at = j;
  return at;
}
