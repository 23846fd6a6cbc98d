import { symmetricEigen } from "../../engine/numeric/eigen/index.js";
import type { Random } from "../../engine/numeric/random/index.js";
import { aboutMeans, gram, runReducer } from "../../engine/reducers/index.js";
import { memorySource } from "../../engine/rows/index.js";
import type { JobOptions } from "../../estimator/index.js";
import { FeatureMatrix } from "../../matrix/index.js";

/**
 * Rows without clusters: uniform in a box along the principal axes of other rows, with their variances (after R. Tibshirani, G. Walther and T.
 * Hastie, "Estimating the number of clusters in a data set via the gap statistic", 2001, whose box has their ranges: variances do not follow single
 * rows far away). K-means does not mind a turn, so that the axes need not be turned back.
 *
 * @returns A way to draw n rows.
 */
export async function nullReference(
  x: FeatureMatrix,
  job: Pick<JobOptions, "signal" | "threads">,
): Promise<(rows: number, random: Random) => FeatureMatrix> {
  const width = x.columns.length;
  const products = aboutMeans(await runReducer(memorySource({ x, row: 0 }), gram, {}, job));
  const { values } = await symmetricEigen(
    products.map((product) => product / x.rows),
    width,
    0,
    job,
  );
  const halves = values.map((variance) => Math.sqrt(3 * Math.max(0, variance)));
  return (rows, random) => {
    const drawn = new Float64Array(rows * width);
    for (let at = 0; at < drawn.length; at++) drawn[at] = halves[at % width]! * (2 * random.uniform() - 1);
    return FeatureMatrix.dense(rows, x.columns, drawn);
  };
}
