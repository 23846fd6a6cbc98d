import { squaredDistances } from "../../engine/numeric/distances/index.js";

/** Rows whose distances to all rows are computed at once. */
const TILE_ROWS = 128;

/** The distances of every two of some rows, computed once and used for every clustering of them. */
export class RowDistances {
  readonly #distances: Float32Array;
  readonly #rows: number;

  constructor(values: Float64Array, columns: number, rows: number) {
    this.#rows = rows;
    this.#distances = new Float32Array(rows * rows);
    const own = values.subarray(0, rows * columns);
    const out = new Float64Array(TILE_ROWS * rows);
    for (let from = 0; from < rows; from += TILE_ROWS) {
      const size = Math.min(TILE_ROWS, rows - from);
      squaredDistances(own.subarray(from * columns, (from + size) * columns), columns, own, out);
      for (let at = 0; at < size * rows; at++) this.#distances[from * rows + at] = Math.sqrt(out[at]!);
    }
  }

  /** The mean silhouette of the rows, as `silhouette` defines it; NaN where all are of one cluster. */
  silhouette(labels: Int32Array, clusters: number): number {
    const rows = this.#rows;
    const { order, starts } = byCluster(labels, rows, clusters);
    const sizes = Int32Array.from({ length: clusters }, (_, c) => starts[c + 1]! - starts[c]!);
    if (sizes.filter((size) => size > 0).length < 2) return Number.NaN;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      const own = labels[i]!;
      if (sizes[own] === 1) continue;
      let [inside, next] = [0, Number.POSITIVE_INFINITY];
      for (let c = 0; c < clusters; c++) {
        if (sizes[c] === 0) continue;
        const sum = this.#sum(i * rows, order, starts[c]!, starts[c + 1]!);
        if (c === own) inside = sum / (sizes[own]! - 1);
        else next = Math.min(next, sum / sizes[c]!);
      }
      const most = Math.max(inside, next);
      if (most > 0) total += (next - inside) / most;
    }
    return total / rows;
  }

  /** The distances of one row to some. Four sums side by side do not wait for each other. */
  #sum(row: number, order: Int32Array, from: number, to: number): number {
    const distances = this.#distances;
    let [a, b, c, d] = [0, 0, 0, 0];
    let k = from;
    for (; k + 3 < to; k += 4) {
      a += distances[row + order[k]!]!;
      b += distances[row + order[k + 1]!]!;
      c += distances[row + order[k + 2]!]!;
      d += distances[row + order[k + 3]!]!;
    }
    for (; k < to; k++) a += distances[row + order[k]!]!;
    return a + b + c + d;
  }
}

/** Rows, those of one cluster after those of another, and where each cluster begins. */
function byCluster(labels: Int32Array, rows: number, clusters: number): { order: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(clusters + 1);
  for (let i = 0; i < rows; i++) starts[labels[i]! + 1]! += 1;
  for (let c = 0; c < clusters; c++) starts[c + 1]! += starts[c]!;
  const places = starts.slice();
  const order = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const label = labels[i]!;
    order[places[label]!] = i;
    places[label]! += 1;
  }
  return { order, starts };
}
