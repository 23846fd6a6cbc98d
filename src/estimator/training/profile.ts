import { type Form, forms } from "../../document/index.js";
import type { DistinctValues } from "../../engine/reducers/index.js";
import type { RowSource } from "../../engine/rows/index.js";
import type { ColumnPlan } from "../../matrix/index.js";

/** How the values of a column were distributed at fit: what later rows are compared with. */
export interface ColumnProfile {
  /** The share of rows that miss it. */
  readonly missing: number;
  /** For a column of few values: each of them, rising (words by position). For words of many, the most frequent. */
  readonly values?: Float64Array;
  /** For a column of many numbers: the inner bounds of its bins, each bin holding what is at most its upper bound. */
  readonly bounds?: Float64Array;
  /** The share of known values by value, or by bin. */
  readonly shares: Float64Array;
}

/** How the columns of the training rows were distributed. */
export interface InputProfile {
  /** The weight of the rows. */
  readonly rows: number;
  /** By column, in the order of the plan. */
  readonly columns: readonly ColumnProfile[];
}

/** A column of more distinct values is kept by its tenths. */
const MAX_DISTINCT_VALUES = 50;
const BINS = 10;

const counted = new WeakMap<RowSource, readonly DistinctValues[]>();

/** Remembers the counts of a source's values, as long as it lives. */
export function rememberCounts(source: RowSource, counts: readonly DistinctValues[]): void {
  counted.set(source, counts);
}

/**
 * How the columns of a source are distributed, where its values were counted anyway: the first steps of a pipeline on Tables do so (UnknownCodes,
 * ColumnFilter, Recoder, Imputer, FeatureEncoder).
 */
export function profileOf(source: RowSource): InputProfile | undefined {
  const counts = counted.get(source);
  if (counts === undefined) return undefined;
  const first = counts[0];
  return {
    rows: first === undefined ? 0 : first.missing + totalOf(first),
    columns: counts.map((count, j) => profileOfColumn(count, source.plan[j]!)),
  };
}

function profileOfColumn(counts: DistinctValues, { labels }: ColumnPlan): ColumnProfile {
  const total = totalOf(counts);
  const rows = total + counts.missing;
  const missing = rows === 0 ? 0 : counts.missing / rows;
  const { values, weights } = counts;
  if (values.length <= MAX_DISTINCT_VALUES) return { missing, values, shares: weights.map((weight) => weight / total) };
  if (labels !== undefined) {
    const order = Array.from(values, (_, k) => k).sort((a, b) => weights[b]! - weights[a]! || a - b);
    const top = order.slice(0, MAX_DISTINCT_VALUES).sort((a, b) => a - b);
    return {
      missing,
      values: Float64Array.from(top, (k) => values[k]!),
      shares: Float64Array.from(top, (k) => weights[k]! / total),
    };
  }
  const bounds: number[] = [];
  const shares: number[] = [];
  let [sum, since] = [0, 0];
  for (let k = 0; k < values.length; k++) {
    sum += weights[k]!;
    since += weights[k]!;
    if (bounds.length < BINS - 1 && sum >= (total * (bounds.length + 1)) / BINS && k < values.length - 1) {
      bounds.push(values[k]!);
      shares.push(since / total);
      since = 0;
    }
  }
  return { missing, bounds: Float64Array.from(bounds), shares: Float64Array.from([...shares, since / total]) };
}

function totalOf({ weights }: DistinctValues): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

const columnProfileForm: Form<ColumnProfile> = forms.checked(
  forms.record({
    missing: forms.number({ min: 0, max: 1 }),
    shares: forms.float64("shares", { missing: true, min: 0 }),
    values: forms.optional(forms.float64("shares", { infinite: true })),
    bounds: forms.optional(forms.float64("bounds", { infinite: true })),
  }),
  ({ shares, values, bounds }) => {
    if ((values === undefined) === (bounds === undefined)) return "has not one of values and bounds";
    return bounds === undefined || shares.length === bounds.length + 1
      ? undefined
      : `has ${shares.length} shares for ${bounds.length} bounds`;
  },
);

/** What a document may hold of it. */
export const profileForm: Form<InputProfile> = forms.record({
  rows: forms.number({ min: 0 }),
  columns: forms.list(columnProfileForm, "inputs"),
});
