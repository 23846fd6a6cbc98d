import type { Block } from "../../matrix/index.js";
import { FeatureMatrix, valueAt } from "../../matrix/index.js";
import { kernels } from "../wasm/index.js";
import { type ArgminOperation, argmin } from "./argmin.js";
import { type DistancesOperation, distances } from "./distances.js";
import { labelRows } from "./label-rows.js";
import { project } from "./project.js";
import type { ProjectOperation } from "./project-operation.js";
import { projectedScores } from "./projected-scores.js";
import { allSources } from "./provenance.js";

/** Fewer rows are projected sooner than the centroids are. */
const MIN_ROWS = 32;

/**
 * `project`, `distances` and `argmin` in one, without what lies between them: rows are compared with centroids as these look from before the
 * projection, and rows that rounding could decide go through the three one by one, so that the answer is theirs to the bit. Undefined where
 * there are no kernels, distances are rounded, or there are more centroids than outputs.
 */
export function nearestProjected(
  operation: ProjectOperation,
  measure: DistancesOperation,
  choose: ArgminOperation,
  { x, row }: Block,
): FeatureMatrix | undefined {
  const wasm = kernels();
  const clusters = measure.names.length;
  const outputs = operation.names.length;
  if (wasm === undefined || measure.single || x.rows < MIN_ROWS || clusters === 0 || clusters > outputs)
    return undefined;
  const width = x.stores.length;
  if (operation.weights.length !== width * outputs || measure.centroids.length !== clusters * outputs) return undefined;
  const out = labelRows(wasm, x, {
    clusters,
    shift: operation.center ?? new Float64Array(width),
    scores: (packing) => projectedScores(operation, measure, packing),
    exactly(rows) {
      const projected = project.block(operation, { x: x.take(rows), row });
      const [store] = argmin.block(choose, { x: distances.block(measure, { x: projected, row }), row }).stores;
      return Array.from(rows, (_, k) => valueAt(store!, k));
    },
  });
  return FeatureMatrix.dense(x.rows, [choose.name], out, allSources(choose, x.provenance, 1));
}
