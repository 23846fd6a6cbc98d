import { squaredDistance } from "../../engine/numeric/distances/index.js";
import type { FeatureMatrix } from "../../matrix/index.js";

/** How compact and how far apart clusters are. */
export interface Compactness {
  /** The sum of squared distances to the means. */
  readonly within: number;
  /** The variance between clusters over the variance within. */
  readonly calinskiHarabasz: number;
  /** How alike clusters are to their nearest. */
  readonly daviesBouldin: number;
}

/** Rows in float64, with what does not depend on clusters: to be judged again and again. */
export class JudgedRows {
  /** Row by row. */
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
  /** The sum of squared distances to the mean of all rows. */
  readonly total: number;

  constructor(x: FeatureMatrix) {
    this.values = x.toDense();
    this.rows = x.rows;
    this.columns = x.columns.length;
    const { means } = meansOf(this, new Int32Array(this.rows), 1);
    let total = 0;
    for (let i = 0; i < this.rows; i++) total += squaredDistance(this.values, i * this.columns, means, 0, this.columns);
    this.total = total;
  }

  /** Calinski-Harabasz and Davies-Bouldin as `calinskiHarabasz` and `daviesBouldin` define them, over clusters that have rows. */
  compactness(labels: Int32Array, clusters: number): Compactness {
    const { rows, columns, values, total } = this;
    const { means, sizes } = meansOf(this, labels, clusters);
    const spread = new Float64Array(clusters);
    let within = 0;
    for (let i = 0; i < rows; i++) {
      const squared = squaredDistance(values, i * columns, means, labels[i]! * columns, columns);
      within += squared;
      spread[labels[i]!]! += Math.sqrt(squared);
    }
    const there = Array.from(sizes, (_, c) => c).filter((c) => sizes[c]! > 0);
    let sum = 0;
    for (const a of there) {
      let worst = 0;
      for (const b of there) {
        if (a === b) continue;
        const apart = Math.sqrt(squaredDistance(means, a * columns, means, b * columns, columns));
        if (apart > 0) worst = Math.max(worst, (spread[a]! / sizes[a]! + spread[b]! / sizes[b]!) / apart);
      }
      sum += worst;
    }
    const count = there.length;
    return {
      within,
      calinskiHarabasz: within === 0 ? 1 : ((total - within) * (rows - count)) / (within * (count - 1)),
      daviesBouldin: sum / count,
    };
  }
}

function meansOf(
  { rows, columns, values }: Pick<JudgedRows, "rows" | "columns" | "values">,
  labels: Int32Array,
  clusters: number,
): { means: Float64Array; sizes: Float64Array } {
  const means = new Float64Array(clusters * columns);
  const sizes = new Float64Array(clusters);
  for (let i = 0; i < rows; i++) {
    const to = labels[i]! * columns;
    sizes[labels[i]!]! += 1;
    for (let j = 0; j < columns; j++) means[to + j]! += values[i * columns + j]!;
  }
  return { means: means.map((sum, at) => sum / Math.max(1, sizes[Math.floor(at / columns)]!)), sizes };
}
