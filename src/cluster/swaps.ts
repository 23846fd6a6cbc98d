import type { Random } from "../kernels/random/index.js";
import { CANDIDATES, draw } from "./draw.js";
import { distancesTo, rowsOf, type Sample } from "./sample.js";

/**
 * Improves chosen centres by local search (S. Lattanzi, C. Sohler, "A better k-means++ algorithm via local search", 2019): rows drawn in
 * proportion to their squared distance are tried in the place of each centre, and the best swap is made where it lowers the inertia.
 * A try costs one distance a row, for whichever centre it replaces, since each row's two nearest centres are known. Changes `centres`.
 */
export function swapCentres(sample: Sample, centres: Float64Array, clusters: number, random: Random): void {
  const { rows, columns, weights } = sample;
  if (clusters < 2) return;
  const two = new TwoNearest(sample, centres, clusters);
  for (let round = 0; round < clusters / 2; round++) {
    const drawn = Array.from({ length: CANDIDATES }, () => draw(rows, weights, two.near, random));
    const points = rowsOf(sample, drawn);
    const away = distancesTo(sample, points);
    const { gain, candidate, centre } = bestSwap(two, away, weights);
    if (!(gain > 0)) continue;
    centres.set(points.subarray(candidate * columns, (candidate + 1) * columns), centre * columns);
    two.replace(centre, (i) => away[i * CANDIDATES + candidate]!);
  }
}

/** The swap that lowers the inertia most: what a candidate gives its rows, less what those of the centre that leaves lose. */
function bestSwap(
  two: TwoNearest,
  away: Float64Array,
  weights: Float64Array | undefined,
): { gain: number; candidate: number; centre: number } {
  const { near, next, owner, clusters } = two;
  let best = { gain: 0, candidate: 0, centre: 0 };
  for (let candidate = 0; candidate < CANDIDATES; candidate++) {
    let gain = 0;
    const losses = new Float64Array(clusters);
    for (let i = 0; i < near.length; i++) {
      const weight = weights === undefined ? 1 : weights[i]!;
      const distance = away[i * CANDIDATES + candidate]!;
      const kept = Math.min(distance, near[i]!);
      gain += weight * (near[i]! - kept);
      losses[owner[i]!]! += weight * (Math.min(distance, next[i]!) - kept);
    }
    const least = Math.min(...losses);
    if (gain - least > best.gain) best = { gain: gain - least, candidate, centre: losses.indexOf(least) };
  }
  return best;
}

/** Each row's nearest centre and the one after it, kept up to date while centres are replaced. */
class TwoNearest {
  readonly clusters: number;
  /** Squared distance to the nearest centre, and to the one after it. */
  readonly near: Float64Array;
  readonly next: Float64Array;
  /** The nearest centre. */
  readonly owner: Int32Array;
  readonly #second: Int32Array;
  readonly #sample: Sample;
  readonly #centres: Float64Array;

  constructor(sample: Sample, centres: Float64Array, clusters: number) {
    this.clusters = clusters;
    this.near = new Float64Array(sample.rows);
    this.next = new Float64Array(sample.rows);
    this.owner = new Int32Array(sample.rows);
    this.#second = new Int32Array(sample.rows);
    this.#sample = sample;
    this.#centres = centres;
    this.#measure(Int32Array.from({ length: sample.rows }, (_, i) => i));
  }

  /** Centre `c` has moved to where `away` says: rows that it served are measured anew, others only compared. */
  replace(c: number, away: (i: number) => number): void {
    const { near, next, owner } = this;
    const second = this.#second;
    const served: number[] = [];
    for (let i = 0; i < near.length; i++) {
      const distance = away(i);
      if (owner[i] === c || second[i] === c) served.push(i);
      else if (distance < near[i]!) {
        next[i] = near[i]!;
        second[i] = owner[i]!;
        near[i] = distance;
        owner[i] = c;
      } else if (distance < next[i]!) {
        next[i] = distance;
        second[i] = c;
      }
    }
    this.#measure(Int32Array.from(served));
  }

  #measure(rows: Int32Array): void {
    const { clusters } = this;
    for (let from = 0; from < rows.length; from += TILE) {
      const tile = rows.subarray(from, from + TILE);
      const distances = distancesTo(this.#sample, this.#centres, tile);
      tile.forEach((row, k) => {
        this.#rank(row, distances.subarray(k * clusters, (k + 1) * clusters));
      });
    }
  }

  #rank(row: number, distances: Float64Array): void {
    let [owner, second] = [0, 0];
    let [near, next] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let c = 0; c < distances.length; c++) {
      const distance = distances[c]!;
      if (distance < near) {
        [next, second] = [near, owner];
        [near, owner] = [distance, c];
      } else if (distance < next) [next, second] = [distance, c];
    }
    this.near[row] = near;
    this.next[row] = next;
    this.owner[row] = owner;
    this.#second[row] = second;
  }
}

/** Rows measured at once: keeps their distances to all centres small. */
const TILE = 1024;
