import type { SourceValues } from "./source-values.js";

/** What one value of a column adds, on average over those who hold it. */
export interface ValueContribution {
  /** The value as people read it. */
  readonly value: string;
  /** How many hold it. */
  readonly rows: number;
  /** The mean contribution to the log odds. */
  readonly mean: number;
}

/** What one source column adds to scores. */
export interface ColumnContribution {
  /** The source column, or a column that mixes several. */
  readonly column: string;
  /** The mean size of its contributions to the log odds. */
  readonly meanAbsolute: number;
  /** Its share of these means over all columns. */
  readonly share: number;
  /** Do scores rise with what the column measures, fall, or neither? A scale whose direction is `"down"` measures more where its codes are lower. */
  readonly direction: "up" | "down" | "mixed";
  /** The correlation of the column's numbers with its contributions; NaN for names and constants. */
  readonly correlation: number;
  /** For names: what each value adds, the most first, as far as enough people hold it. */
  readonly values: readonly ValueContribution[];
}

/** Less than this is no direction. */
const CLEAR = 0.3;

/** Sums up one source's contributions. */
export function summaryOf(
  source: SourceValues,
  contributions: ArrayLike<number>,
  minimum: number,
): Omit<ColumnContribution, "share"> {
  let sum = 0;
  for (let i = 0; i < contributions.length; i++) sum += Math.abs(contributions[i]!);
  const correlation =
    source.values === undefined || source.named ? Number.NaN : correlated(source.values, contributions);
  const rising = source.reversed ? -correlation : correlation;
  return {
    column: source.column,
    meanAbsolute: sum / contributions.length,
    direction: rising > CLEAR ? "up" : rising < -CLEAR ? "down" : "mixed",
    correlation,
    values: source.named ? byValue(source, contributions, minimum) : [],
  };
}

/** Over the rows that have a value. */
function correlated(values: Float64Array, contributions: ArrayLike<number>): number {
  const rows = Array.from(values, (_, i) => i).filter((i) => !Number.isNaN(values[i]!));
  const mean = (of: ArrayLike<number>): number => rows.reduce((sum, i) => sum + of[i]!, 0) / rows.length;
  const [x, y] = [mean(values), mean(contributions)];
  let [xx, yy, xy] = [0, 0, 0];
  for (const i of rows) {
    xx += (values[i]! - x) ** 2;
    yy += (contributions[i]! - y) ** 2;
    xy += (values[i]! - x) * (contributions[i]! - y);
  }
  return xx === 0 || yy === 0 ? Number.NaN : xy / Math.sqrt(xx * yy);
}

function byValue(
  { values, show }: SourceValues,
  contributions: ArrayLike<number>,
  minimum: number,
): ValueContribution[] {
  const sums = new Map<string, { rows: number; sum: number }>();
  values!.forEach((value, i) => {
    const name = show(value);
    const { rows, sum } = sums.get(name) ?? { rows: 0, sum: 0 };
    sums.set(name, { rows: rows + 1, sum: sum + contributions[i]! });
  });
  return Array.from(sums, ([value, { rows, sum }]) => ({ value, rows, mean: sum / rows }))
    .filter(({ rows }) => rows >= minimum)
    .sort((a, b) => b.mean - a.mean);
}

const WORDS = {
  up: "more of it raises scores",
  down: "more of it lowers scores",
  mixed: "in no one direction",
} as const;

/** One line of a summary. */
export function contributionText({ column, meanAbsolute, share, direction, values }: ColumnContribution): string {
  const [best, worst] = [values[0], values.at(-1)];
  const how =
    best === undefined || worst === undefined || best === worst
      ? WORDS[direction]
      : `${best.value} ${signed(best.mean)}, ${worst.value} ${signed(worst.mean)}`;
  return `${column}: ±${meanAbsolute.toFixed(3)} (${(100 * share).toFixed(1)} %), ${how}`;
}

/** A number with its sign, to two places. */
export function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}
