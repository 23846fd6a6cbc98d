import { type CurveEnds, type CurveOperation, curveEnds } from "./program.js";

/** The powers of other engines may differ from ours in their last bits: one that is near the greatest double is not tried. */
const POWER_MARGIN = 2 ** -40;

/** The ends of a column, a little inside of ours where there is a power. */
export function curveLimits(operation: CurveOperation, j: number): CurveEnds | undefined {
  const curve = operation.curves[j]!;
  const ends = curveEnds(operation, j);
  if (ends === undefined || curve.kind !== "yeoJohnson" || curve.seen === undefined) return ends;
  const [least, greatest] = curve.seen;
  const low = Math.min(least, ends.low * (1 - POWER_MARGIN));
  const high = Math.max(greatest, ends.high * (1 - POWER_MARGIN));
  return { low, high, below: Math.max(low, ends.below), above: Math.min(high, ends.above) };
}
