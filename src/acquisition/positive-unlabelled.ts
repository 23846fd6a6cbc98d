/** How strangers are taken: as they are, with a share of kindred people among them that is estimated, or with one that is known. */
export type Correction = "none" | "elkanNoto" | KnownPrior;

/** A share of kindred people that is known from elsewhere. */
export interface KnownPrior {
  /** The share of kindred people among strangers, above 0 and at most 1. */
  readonly prior: number;
}

/**
 * How many kindred strangers there are for each customer at hand. By it the odds of being a customer rather than a stranger become the
 * probability that a stranger is kindred.
 *
 * Customers are a random sample of all kindred people, and a kindred person's chance to be one of them is the same whatever their
 * columns; so the mean score of customers by models that had not seen them is that chance, as far as the columns tell kindred people from
 * others without doubt (C. Elkan and K. Noto, 2008, the first of their estimators). Where there is doubt it is too low, and too many
 * strangers seem kindred: a known share is better.
 */
export function priorOdds(correction: Correction, customerScores: Float64Array, strangers: number): number | undefined {
  if (correction === "none") return undefined;
  if (typeof correction === "object") return (correction.prior * strangers) / customerScores.length;
  const chance = customerScores.reduce((sum, score) => sum + score, 0) / customerScores.length;
  return (1 - chance) / chance;
}

/** The probability that a stranger of this score is kindred. */
export function posterior(score: number, odds: number): number {
  return score >= 1 ? 1 : Math.min(1, (odds * score) / (1 - score));
}
