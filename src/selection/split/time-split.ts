import { check, optionsCheck } from "../../options/index.js";
import { checkFolds, checkParts, demanded, type Fold, type FoldParts, type Splitter } from "./fold.js";

/** Options of TimeSplit. */
export interface TimeSplitOptions {
  /** How many folds; 5 by default. */
  readonly folds?: number;
  /** How many rows to learn from at most, the latest; all by default. */
  readonly mostTraining?: number;
  /** How many rows to leave out between training and test. */
  readonly gap?: number;
}

const checkTimeSplit = optionsCheck<TimeSplitOptions>("TimeSplit", {
  folds: check.whole(1),
  mostTraining: check.expected(
    (value) => value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && (value as number) >= 1),
    "a whole number of 1 or more",
  ),
  gap: check.whole(0),
});

/**
 * Learn from the past, score the future: each fold tests the next stretch of rows with a model of those before it. Where times are given, rows
 * are ordered by them, and none of the same time as the first tested row is learned from; else they are taken to be in order.
 *
 * @example
 * ```ts
 * import { TimeSplit } from "kindred";
 *
 * new TimeSplit({ folds: 2 }).split(6).map(({ train, test }) => [[...train], [...test]]); // [[[0, 1], [2, 3]], [[0, 1, 2, 3], [4, 5]]]
 * ```
 */
export class TimeSplit implements Splitter {
  readonly kind: string = "TimeSplit";
  readonly params: Required<TimeSplitOptions>;

  constructor(options: TimeSplitOptions = {}) {
    checkTimeSplit(options);
    const { folds = 5, mostTraining = Number.POSITIVE_INFINITY, gap = 0 } = options;
    this.params = { folds, mostTraining, gap };
  }

  split(rows: number, parts: FoldParts = {}): Fold[] {
    checkParts(rows, parts, "TimeSplit.split");
    const { times } = parts;
    const where = "TimeSplit.split";
    const { folds, mostTraining, gap } = this.params;
    checkFolds(folds, rows - 1, "rows after the first", where);
    const known = times === undefined ? undefined : demanded(times, "times", rows, where);
    const order = Int32Array.from({ length: rows }, (_, i) => i);
    if (known !== undefined) order.sort((a, b) => known[a]! - known[b]! || a - b);
    const size = Math.floor(rows / (folds + 1));
    return Array.from({ length: folds }, (_, k) => {
      const start = rows - (folds - k) * size;
      const test = order.slice(start, start + size).sort();
      let end = Math.max(0, start - gap);
      if (known !== undefined) while (end > 0 && known[order[end - 1]!]! >= known[order[start]!]!) end--;
      const train = order.slice(Math.max(0, end - mostTraining), end).sort();
      return { train, test };
    });
  }
}
