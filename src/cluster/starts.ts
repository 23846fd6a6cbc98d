import type { Random } from "../kernels/random/index.js";
import { CANDIDATES, draw } from "./draw.js";
import { distancesTo, rowsOf, type Sample } from "./sample.js";
import { swapCentres } from "./swaps.js";

/**
 * Greedy k-means++ (D. Arthur, S. Vassilvitskii, 2007): each next centre is drawn in proportion to the squared distance from those chosen, and
 * of several such draws the one that lowers the inertia most is taken. Then swaps improve what was chosen.
 */
export function plusPlus(sample: Sample, clusters: number, random: Random): Float64Array {
  const { rows, columns, values, weights } = sample;
  const chosen = [draw(rows, weights, undefined, random)];
  const nearest = distancesTo(sample, rowsOf(sample, chosen));
  while (chosen.length < clusters) {
    const drawn = Array.from({ length: CANDIDATES }, () => draw(rows, weights, nearest, random));
    const away = distancesTo(sample, rowsOf(sample, drawn));
    const inertias = new Float64Array(CANDIDATES);
    for (let i = 0; i < rows; i++) {
      const weight = weights === undefined ? 1 : weights[i]!;
      for (let t = 0; t < CANDIDATES; t++) inertias[t]! += weight * Math.min(nearest[i]!, away[i * CANDIDATES + t]!);
    }
    const best = inertias.indexOf(Math.min(...inertias));
    for (let i = 0; i < rows; i++) nearest[i] = Math.min(nearest[i]!, away[i * CANDIDATES + best]!);
    chosen.push(drawn[best]!);
  }
  const centres = rowsOf({ columns, values }, chosen);
  swapCentres(sample, centres, clusters, random);
  return centres;
}

/** Different rows, each as likely as its weight. */
export function randomRows(sample: Sample, clusters: number, random: Random): Float64Array {
  const left = sample.weights === undefined ? new Float64Array(sample.rows).fill(1) : sample.weights.slice();
  const chosen: number[] = [];
  while (chosen.length < clusters) {
    const row = draw(sample.rows, left, undefined, random);
    left[row] = 0;
    chosen.push(row);
  }
  return rowsOf(sample, chosen);
}
