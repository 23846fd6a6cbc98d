import { CANDIDATES } from "./sample-rows.js";
import type { TwoNearest } from "./two-nearest.js";

/**
 * Which candidate to put in the place of which centroid, and how much that lowers the inertia: by what the candidate's rows gain, less what those
 * of the centroid that leaves lose. One distance a row tells it for every centroid, since each row's two nearest centroids are known.
 */
export function bestSwap(
  { near, next, owner }: TwoNearest,
  away: Float64Array,
  weights: Float64Array,
  clusters: number,
): { gain: number; candidate: number; centroid: number } {
  let best = { gain: 0, candidate: 0, centroid: 0 };
  for (let candidate = 0; candidate < CANDIDATES; candidate++) {
    let gain = 0;
    const losses = new Float64Array(clusters);
    for (let i = 0; i < near.length; i++) {
      const distance = away[i * CANDIDATES + candidate]!;
      const kept = Math.min(distance, near[i]!);
      gain += weights[i]! * (near[i]! - kept);
      losses[owner[i]!]! += weights[i]! * (Math.min(distance, next[i]!) - kept);
    }
    const least = Math.min(...losses);
    if (gain - least > best.gain) best = { gain: gain - least, candidate, centroid: losses.indexOf(least) };
  }
  return best;
}
