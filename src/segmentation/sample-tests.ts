import { chiSquaredSurvival, kolmogorovSmirnovSurvival } from "../kernels/statistics/index.js";

/** How the values of two samples differ. */
export interface SampleTest {
  /** Which test it was. */
  readonly test: "kolmogorovSmirnov" | "chiSquared";
  /** The distance of the two distributions, or Cramér's V: 0 alike, 1 nothing in common. */
  readonly effect: number;
  /** How far the first sample alone lies from both together: the largest difference of cumulative shares, or of a value's share. */
  readonly shift: number;
  /** How likely a difference as large is by chance. */
  readonly p: number;
  /** Known values in each sample. */
  readonly rows: readonly [number, number];
}

/** Fewer known values than this say nothing of a distribution. */
const FEWEST = 5;

/** The two-sample Kolmogorov-Smirnov test (asymptotic; ties make it careful). */
export function testDistributions(a: Float64Array, b: Float64Array): SampleTest | undefined {
  if (a.length < FEWEST || b.length < FEWEST) return undefined;
  const [x, y] = [a.slice().sort(), b.slice().sort()];
  let [i, j, effect] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i]!, y[j]!);
    while (x[i] === value) i++;
    while (y[j] === value) j++;
    effect = Math.max(effect, Math.abs(i / x.length - j / y.length));
  }
  const share = b.length / (a.length + b.length);
  const p = kolmogorovSmirnovSurvival(effect, a.length, b.length);
  return { test: "kolmogorovSmirnov", effect, shift: effect * share, p, rows: [a.length, b.length] };
}

/** Pearson's chi-squared test that both samples hold values in the same shares. */
export function testCategories(a: Float64Array, b: Float64Array): SampleTest | undefined {
  if (a.length < FEWEST || b.length < FEWEST) return undefined;
  const counts = new Map<number, [number, number]>();
  [a, b].forEach((sample, k) => {
    for (const value of sample) {
      const count = counts.get(value) ?? [0, 0];
      counts.set(value, count);
      count[k as 0 | 1] += 1;
    }
  });
  const all = a.length + b.length;
  let [chiSquared, shift] = [0, 0];
  for (const [inA, inB] of counts.values()) {
    const share = (inA + inB) / all;
    chiSquared +=
      (inA - share * a.length) ** 2 / (share * a.length) + (inB - share * b.length) ** 2 / (share * b.length);
    shift = Math.max(shift, Math.abs(inA / a.length - share));
  }
  const p = chiSquaredSurvival(chiSquared, counts.size - 1);
  return { test: "chiSquared", effect: Math.sqrt(chiSquared / all), shift, p, rows: [a.length, b.length] };
}
