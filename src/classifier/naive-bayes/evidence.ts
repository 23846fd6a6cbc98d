import { log } from "../../engine/numeric/math/index.js";
import type { ClassEvidence } from "../../engine/program/index.js";
import { classMoments, classValueCounts, type DistinctValues, moments } from "../../engine/reducers/index.js";
import type { Training } from "../../estimator/index.js";

/** For every column that holds no codes a normal distribution a class; nothing for columns that are constant. */
export async function gaussianEvidence(
  training: Training,
  coded: ReadonlySet<number>,
  classes: number,
  smoothing: number,
): Promise<ClassEvidence[]> {
  const columns = training.source.plan.length;
  if (coded.size === columns) return training.source.plan.map(() => ({ kind: "none" }));
  const sums = await training.reduce(moments);
  const shift = Float64Array.from({ length: columns }, (_, j) => mean(sums["sum"]![j]!, sums["weight"]![j]!));
  const by = await training.reduce(classMoments, { shift, settings: Int32Array.of(classes) });
  const overall = Float64Array.from({ length: columns }, (_, j) => {
    let squares = 0;
    for (let k = 0; k < classes; k++) squares += by["squares"]![k * columns + j]!;
    return mean(squares, sums["weight"]![j]!);
  });
  const least = smoothing * overall.reduce((most, variance, j) => (coded.has(j) ? most : Math.max(most, variance)), 0);
  return training.source.plan.map((_, j): ClassEvidence => {
    if (!(overall[j]! > 0)) return { kind: "none" };
    const means = new Float64Array(classes);
    const variances = new Float64Array(classes);
    for (let k = 0; k < classes; k++) {
      const at = k * columns + j;
      const weight = by["weight"]![at]!;
      // A class whose values are all missing is taken to be like everybody.
      const apart = mean(by["sum"]![at]!, weight);
      means[k] = shift[j]! + apart;
      variances[k] = least + (weight > 0 ? Math.max(0, by["squares"]![at]! / weight - apart * apart) : overall[j]!);
    }
    return { kind: "gaussian", means, variances };
  });
}

const mean = (sum: number, weight: number): number => (weight > 0 ? sum / weight : 0);

/** For every column of codes the logarithm of the share of each value in each class. */
export async function categoryEvidence(
  training: Training,
  coded: ReadonlySet<number>,
  counts: readonly DistinctValues[],
  classes: number,
  smoothing: number,
): Promise<ReadonlyMap<number, ClassEvidence>> {
  if (coded.size === 0) return new Map();
  const columns = Int32Array.from(coded);
  const starts = new Int32Array(columns.length + 1);
  columns.forEach((j, c) => {
    starts[c + 1] = starts[c]! + counts[j]!.values.length;
  });
  const values = new Float64Array(starts.at(-1)!);
  columns.forEach((j, c) => {
    values.set(counts[j]!.values, starts[c]!);
  });
  const { weight } = await training.reduce(classValueCounts, {
    columns,
    starts,
    values,
    settings: Int32Array.of(classes),
  });
  return new Map(
    Array.from(columns, (j, c): [number, ClassEvidence] => {
      const known = counts[j]!.values;
      const logs = new Float64Array(known.length * classes);
      for (let k = 0; k < classes; k++) {
        let total = smoothing * known.length;
        for (let v = 0; v < known.length; v++) total += weight![(starts[c]! + v) * classes + k]!;
        for (let v = 0; v < known.length; v++)
          logs[v * classes + k] = log((weight![(starts[c]! + v) * classes + k]! + smoothing) / total);
      }
      return [j, { kind: "categories", values: known, logs }];
    }),
  );
}
