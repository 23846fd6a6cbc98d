import { binRows, type ClassRows, type ColumnBins, findBins } from "../../engine/trees/index.js";
import { allocate, shared } from "../../matrix/index.js";
import type { Training } from "../training/training.js";
import { type ClassWeight, classWeightsOf } from "./class-weights.js";
import { classTotalsOf } from "./classes.js";

/** Rows for trees of classes, in memory that workers see. */
export interface WeighedRows {
  readonly rows: Omit<ClassRows, "features"> & { readonly features: readonly ColumnBins[] };
  /** The rows of a weight above 0. */
  readonly learn: Int32Array;
  /** Sample weight times class weight. */
  readonly weights: Float64Array;
  /** Rows of one unit repeat one row or are of one group; absent where every row is its own. */
  readonly units?: Int32Array;
}

/** Collects the rows of a training as bins. */
export async function weighedRows(
  training: Training,
  { classWeight, maxBins }: { readonly classWeight?: ClassWeight | undefined; readonly maxBins: number },
): Promise<WeighedRows> {
  const classes = training.classes!;
  const totals = await classTotalsOf(training);
  const classWeights = classWeightsOf(classWeight, classes, totals, training.where);
  const { x, y, w, ids, groups } = await training.collect();
  const weights = shared(Float64Array.from(y!, (label, i) => classWeights[label]! * (w?.[i] ?? 1)));
  const learn = shared(Int32Array.from(weights.keys()).filter((i) => weights[i]! > 0));
  const features = findBins(x, learn, { maxBins, categorical: new Set() });
  const bins = new Uint8Array(allocate(x.rows * features.length));
  binRows(x, features, bins, 1, x.rows);
  const units = groups ?? (ids === undefined ? undefined : unitsOf(ids));
  return {
    rows: { bins, count: x.rows, features, y: shared(Int32Array.from(y!)), classes: classes.length },
    learn,
    weights,
    ...(units === undefined ? {} : { units: shared(units) }),
  };
}

function unitsOf(ids: Float64Array): Int32Array {
  const known = new Map<number, number>();
  return Int32Array.from(ids, (id) => {
    if (!known.has(id)) known.set(id, known.size);
    return known.get(id)!;
  });
}
