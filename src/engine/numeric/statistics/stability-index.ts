import { chiSquaredSurvival } from "./distributions.js";

/** An index below this multiple of its mean under chance is chance. */
const CHANCES = 3;
/** Nor is one counted that chance gives as often as this: where there are two parts, three times the mean is not rare, and small samples exceed chi-squared. */
const SIGNIFICANCE_LEVEL = 0.03;

/** A population stability index beside what chance gives. */
export interface StabilityByChance {
  /** What the index would be on average if both samples were of the same people. */
  readonly byChance: number;
  /** Is it more than chance? */
  readonly isReal: boolean;
}

/**
 * What chance makes of a population stability index: over the sum of the inverse sizes of both samples it is about chi-squared, with one degree of
 * freedom less than there are parts.
 */
export function stabilityByChance(index: number, parts: number, [n, m]: readonly [number, number]): StabilityByChance {
  const spread = 1 / n + 1 / m;
  const byChance = (parts - 1) * spread;
  const isReal = index > CHANCES * byChance && chiSquaredSurvival(index / spread, parts - 1) <= SIGNIFICANCE_LEVEL;
  return { byChance, isReal };
}
