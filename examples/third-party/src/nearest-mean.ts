import { type ClassifierClass, defineClassifier, type FittedClassifier } from "kindred";
import * as z from "zod";

/** Options of NearestMean. */
export interface NearestMeanOptions {
  /** Widens the spread of the classes: above 1 probabilities lie nearer to each other. */
  readonly spread: number;
}

/** What NearestMean learns: by class the mean of its rows and its share of them, and the mean squared distance to them. */
export interface NearestMeanState {
  readonly means: readonly (readonly number[])[];
  readonly shares: readonly number[];
  readonly variance: number;
}

const Base: ClassifierClass<
  NearestMeanOptions,
  FittedClassifier<NearestMeanOptions, NearestMeanState>
> = defineClassifier({
  kind: "acme/NearestMean",
  version: 1,
  params: z.strictObject({ spread: z.number().positive().default(1) }),
  traits: { missing: "refused", weightsRepeat: true },
  fit(x, _params, { y, classes, sampleWeight }): NearestMeanState {
    const rows = x.toRows();
    const weightOf = (i: number): number => sampleWeight?.[i] ?? 1;
    const totals = classes!.map(() => 0);
    const sums = classes!.map(() => x.columns.map(() => 0));
    rows.forEach((row, i) => {
      totals[y![i]!]! += weightOf(i);
      row.forEach((value, j) => {
        sums[y![i]!]![j]! += weightOf(i) * value;
      });
    });
    const means = sums.map((sum, k) => sum.map((value) => value / totals[k]!));
    const all = totals.reduce((sum, total) => sum + total, 0);
    const squares = rows.reduce((sum, row, i) => sum + weightOf(i) * squared(row, means[y![i]!]!), 0);
    const variance = squares / (all * x.columns.length);
    return { means, shares: totals.map((total) => total / all), variance: variance > 0 ? variance : 1 };
  },
  predictProbabilities: (x, { means, shares, variance }, { spread }) =>
    x.toRows().map((row) => {
      const scores = means.map((mean, k) => Math.log(shares[k]!) - squared(row, mean) / (2 * spread * variance));
      const most = Math.max(...scores);
      const odds = scores.map((score) => Math.exp(score - most));
      const sum = odds.reduce((total, value) => total + value, 0);
      return odds.map((value) => value / sum);
    }),
});

/** The class whose mean is nearest, for classes of one round spread: linear discriminant analysis with a spherical covariance. */
export class NearestMean extends Base {}

function squared(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, j) => sum + (value - b[j]!) ** 2, 0);
}
