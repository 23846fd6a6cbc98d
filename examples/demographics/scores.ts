import type { Loading } from "./loadings.js";
import { normalBelow } from "./normal.js";
import { TRAITS } from "./traits.js";
import type { Mixture } from "./units.js";

/** A column's score: `weights · traits + noise · z`. Its place among the cuts gives the code. */
export interface Score {
  readonly traits: Int32Array;
  readonly weights: Float64Array;
  readonly noise: number;
  /** Code i lies below cut i and not below the one before. */
  readonly cuts: Float64Array;
}

const REACH = 8;
const STEPS = 800;

/** Weights scaled so that the traits explain the share asked for, and cuts that give each code its share of the population. */
export function scoreOf(loading: Loading, sign: 1 | -1, mixture: Mixture, shares: Float64Array): Score {
  const traits = TRAITS.flatMap((trait, k) => (loading.weights[trait] === undefined ? [] : [k]));
  const raw = traits.map((k) => sign * loading.weights[TRAITS[k]!]!);
  const means = mixture.means.map((mean) => traits.reduce((sum, k, i) => sum + raw[i]! * mean[k]!, 0));
  const centroid = means.reduce((sum, mean, c) => sum + mean * mixture.weights[c]!, 0);
  const between = means.reduce((sum, mean, c) => sum + mixture.weights[c]! * (mean - centroid) * (mean - centroid), 0);
  const within = mixture.variance * raw.reduce((sum, weight) => sum + weight * weight, 0);
  const scale = Math.sqrt(loading.explained / (between + within));
  const noise = Math.sqrt(1 - loading.explained);
  const deviation = Math.sqrt(scale * scale * within + noise * noise);
  const below = cumulative(
    mixture.weights,
    means.map((mean) => mean * scale),
    deviation,
  );
  return {
    traits: Int32Array.from(traits),
    weights: Float64Array.from(raw, (weight) => weight * scale),
    noise,
    cuts: cutsAt(shares, below),
  };
}

/** Share of scores below each point of a grid over [-8, 8]. */
function cumulative(weights: readonly number[], means: readonly number[], deviation: number): Float64Array {
  return Float64Array.from({ length: STEPS + 1 }, (_, i) => {
    const x = (i / STEPS) * 2 * REACH - REACH;
    let sum = 0;
    for (let c = 0; c < means.length; c++) sum += weights[c]! * normalBelow((x - means[c]!) / deviation);
    return sum;
  });
}

function cutsAt(shares: Float64Array, below: Float64Array): Float64Array {
  const cuts = new Float64Array(shares.length).fill(Number.POSITIVE_INFINITY);
  let sum = 0;
  let i = 0;
  for (let code = 0; code + 1 < shares.length; code++) {
    sum += shares[code]!;
    while (i < STEPS && below[i + 1]! <= sum) i++;
    if (i >= STEPS) break;
    const part = (sum - below[i]!) / (below[i + 1]! - below[i]!);
    cuts[code] = ((i + part) / STEPS) * 2 * REACH - REACH;
  }
  return cuts;
}

/** The place of a score among the cuts. */
export function placeOf(cuts: Float64Array, score: number): number {
  if (cuts.length <= 12) {
    let place = 0;
    while (score >= cuts[place]!) place++;
    return place;
  }
  let low = 0;
  let high = cuts.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (score < cuts[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
