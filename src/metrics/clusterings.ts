import { exp, log } from "../engine/numeric/math/index.js";
import { logGamma } from "../engine/numeric/statistics/index.js";
import type { Label, Labels } from "../matrix/index.js";
import { check, checkArguments } from "../options/index.js";
import { checkLengths, labelOf } from "./truth.js";

/** How often each cluster of one clustering meets each of another. */
interface Contingency {
  readonly rows: number;
  readonly cells: readonly Float64Array[];
  readonly a: readonly number[];
  readonly b: readonly number[];
}

function contingency(a: Labels, b: Labels, where: string): Contingency {
  checkLengths(a.length, b.length, "the second clustering", where);
  const index = (labels: Labels): Map<Label, number> => {
    const found = new Map<Label, number>();
    for (let i = 0; i < labels.length; i++)
      if (!found.has(labelOf(labels, i))) found.set(labelOf(labels, i), found.size);
    return found;
  };
  const [rowsOf, columnsOf] = [index(a), index(b)];
  const cells = Array.from(rowsOf, () => new Float64Array(columnsOf.size));
  for (let i = 0; i < a.length; i++) cells[rowsOf.get(labelOf(a, i))!]![columnsOf.get(labelOf(b, i))!]! += 1;
  return {
    rows: a.length,
    cells,
    a: cells.map((row) => row.reduce((sum, n) => sum + n, 0)),
    b: Array.from({ length: columnsOf.size }, (_, c) => cells.reduce((sum, row) => sum + row[c]!, 0)),
  };
}

/**
 * How far two clusterings agree, beyond chance: 1 where they are the same up to names, about 0 for random ones (L. Hubert, P. Arabie, 1985).
 *
 * @example
 * ```ts
 * import { adjustedRandIndex } from "kindred";
 *
 * adjustedRandIndex([0, 0, 1, 1], ["b", "b", "a", "a"]); // 1
 * ```
 */
export function adjustedRandIndex(a: Labels, b: Labels): number {
  checkArguments("adjustedRandIndex", { a: [a, check.labels], b: [b, check.labels] });
  const table = contingency(a, b, "adjustedRandIndex");
  const pairs = (n: number): number => (n * (n - 1)) / 2;
  const together = table.cells.reduce((sum, row) => sum + row.reduce((s, n) => s + pairs(n), 0), 0);
  const inA = table.a.reduce((sum, n) => sum + pairs(n), 0);
  const inB = table.b.reduce((sum, n) => sum + pairs(n), 0);
  const expected = (inA * inB) / Math.max(pairs(table.rows), 1);
  const most = (inA + inB) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

/**
 * How much one clustering tells of another, beyond chance: 1 where they are the same up to names (N. Vinh, J. Epps, J. Bailey, 2010; normalized by
 * the arithmetic mean of the entropies).
 *
 * @example
 * ```ts
 * import { adjustedMutualInformation } from "kindred";
 *
 * adjustedMutualInformation([0, 0, 1, 1], [1, 1, 0, 0]); // 1
 * ```
 */
export function adjustedMutualInformation(a: Labels, b: Labels): number {
  checkArguments("adjustedMutualInformation", { a: [a, check.labels], b: [b, check.labels] });
  const table = contingency(a, b, "adjustedMutualInformation");
  const { rows } = table;
  const single = table.a.length === 1 && table.b.length === 1;
  if (single || (table.a.length === rows && table.b.length === rows)) return 1;
  const entropy = (sizes: readonly number[]): number => -sizes.reduce((sum, n) => sum + (n / rows) * log(n / rows), 0);
  let mutual = 0;
  table.cells.forEach((row, i) => {
    row.forEach((n, j) => {
      if (n > 0) mutual += (n / rows) * log((n * rows) / (table.a[i]! * table.b[j]!));
    });
  });
  const expected = expectedMutual(table);
  const mean = (entropy(table.a) + entropy(table.b)) / 2;
  const denominator = mean - expected;
  const safe = denominator < 0 ? Math.min(denominator, -Number.EPSILON) : Math.max(denominator, Number.EPSILON);
  return (mutual - expected) / safe;
}

/** The mutual information that clusters of these sizes have by chance: over the hypergeometric distribution of every cell. */
function expectedMutual({ rows, a, b }: Contingency): number {
  const factorials = Float64Array.from({ length: rows + 1 }, (_, n) => logGamma(n + 1));
  const f = (n: number): number => factorials[n]!;
  let sum = 0;
  for (const x of a)
    for (const y of b)
      for (let n = Math.max(1, x + y - rows); n <= Math.min(x, y); n++) {
        const chance =
          f(x) + f(y) + f(rows - x) + f(rows - y) - f(rows) - f(n) - f(x - n) - f(y - n) - f(rows - x - y + n);
        sum += (n / rows) * log((rows * n) / (x * y)) * exp(chance);
      }
  return sum;
}
