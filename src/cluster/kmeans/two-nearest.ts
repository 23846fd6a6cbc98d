import { squaredDistances } from "../../engine/numeric/distances/index.js";
import { rowsOf, type Sample } from "./sample.js";

/** Rows measured at once: keeps their distances to all centroids small. */
const TILE_ROWS = 1024;

/** Each row's nearest centroid and the one after it, kept up to date while centroids come and are replaced. */
export class TwoNearest {
  /** Squared distance to the nearest centroid, and to the one after it. */
  readonly near: Float64Array;
  readonly next: Float64Array;
  /** The nearest centroid. */
  readonly owner: Int32Array;
  readonly #second: Int32Array;
  readonly #sample: Sample;
  readonly #distances: Float64Array;

  constructor(sample: Sample, clusters: number) {
    this.near = new Float64Array(sample.rows).fill(Number.POSITIVE_INFINITY);
    this.next = new Float64Array(sample.rows).fill(Number.POSITIVE_INFINITY);
    this.owner = new Int32Array(sample.rows).fill(-1);
    this.#second = new Int32Array(sample.rows).fill(-1);
    this.#sample = sample;
    this.#distances = new Float64Array(TILE_ROWS * clusters);
  }

  /** Compares a centroid, `away[i * step + at]` from row i. */
  add(c: number, away: Float64Array, at: number, step: number): void {
    for (let i = 0; i < this.near.length; i++) this.#compare(i, c, away[i * step + at]!);
  }

  /** Centroid `c` has moved: rows that it served are measured again, others only compared. Calls `yieldNow` between tiles of rows. */
  async replace(
    c: number,
    away: Float64Array,
    at: number,
    step: number,
    centroids: Float64Array,
    yieldNow: () => Promise<void>,
  ): Promise<void> {
    const served: number[] = [];
    for (let i = 0; i < this.near.length; i++)
      if (this.owner[i] === c || this.#second[i] === c) served.push(i);
      else this.#compare(i, c, away[i * step + at]!);
    for (let from = 0; from < served.length; from += TILE_ROWS) {
      await yieldNow();
      this.#measure(served.slice(from, from + TILE_ROWS), centroids);
    }
  }

  #measure(rows: readonly number[], centroids: Float64Array): void {
    const { columns } = this.#sample;
    const clusters = centroids.length / columns;
    squaredDistances(rowsOf(this.#sample, rows), columns, centroids, this.#distances);
    rows.forEach((row, k) => {
      this.near[row] = Number.POSITIVE_INFINITY;
      this.next[row] = Number.POSITIVE_INFINITY;
      for (let c = 0; c < clusters; c++) this.#compare(row, c, this.#distances[k * clusters + c]!);
    });
  }

  #compare(i: number, c: number, distance: number): void {
    if (distance < this.near[i]!) {
      this.next[i] = this.near[i]!;
      this.#second[i] = this.owner[i]!;
      this.near[i] = distance;
      this.owner[i] = c;
    } else if (distance < this.next[i]!) {
      this.next[i] = distance;
      this.#second[i] = c;
    }
  }
}
