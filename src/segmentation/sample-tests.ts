import { chiSquaredSurvival, kolmogorovSmirnovSurvival } from "../engine/numeric/statistics/index.js";
import type { DistinctValues } from "../engine/reducers/index.js";

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
const MIN_KNOWN = 5;

/** The two-sample Kolmogorov-Smirnov test (asymptotic; ties make it careful), from counted values. */
export function testDistributions(a: DistinctValues, b: DistinctValues): SampleTest | undefined {
  const [n, m] = [rowsOf(a), rowsOf(b)];
  if (n < MIN_KNOWN || m < MIN_KNOWN) return undefined;
  let [below, belowToo, effect] = [0, 0, 0];
  for (const [inA, inB] of sideBySide(a, b)) {
    below += inA;
    belowToo += inB;
    effect = Math.max(effect, Math.abs(below / n - belowToo / m));
  }
  const p = kolmogorovSmirnovSurvival(effect, n, m);
  return { test: "kolmogorovSmirnov", effect, shift: (effect * m) / (n + m), p, rows: [n, m] };
}

/** Pearson's chi-squared test that both samples hold values in the same shares. */
export function testCategories(a: DistinctValues, b: DistinctValues): SampleTest | undefined {
  const [n, m] = [rowsOf(a), rowsOf(b)];
  if (n < MIN_KNOWN || m < MIN_KNOWN) return undefined;
  const counts = sideBySide(a, b);
  let [chiSquared, shift] = [0, 0];
  for (const [inA, inB] of counts) {
    const share = (inA + inB) / (n + m);
    chiSquared += (inA - share * n) ** 2 / (share * n) + (inB - share * m) ** 2 / (share * m);
    shift = Math.max(shift, Math.abs(inA / n - share));
  }
  const p = chiSquaredSurvival(chiSquared, counts.length - 1);
  return { test: "chiSquared", effect: Math.sqrt(chiSquared / (n + m)), shift, p, rows: [n, m] };
}

function rowsOf({ weights }: DistinctValues): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

/** How many rows of each sample hold a value, values rising. */
function sideBySide(a: DistinctValues, b: DistinctValues): [inA: number, inB: number][] {
  const counts: [number, number][] = [];
  for (let i = 0, j = 0; i < a.values.length || j < b.values.length; ) {
    const [x, y] = [a.values[i] ?? Number.POSITIVE_INFINITY, b.values[j] ?? Number.POSITIVE_INFINITY];
    counts.push([x <= y ? a.weights[i]! : 0, y <= x ? b.weights[j]! : 0]);
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return counts;
}
