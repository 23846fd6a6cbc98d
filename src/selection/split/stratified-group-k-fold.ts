import { Random } from "../../engine/numeric/random/index.js";
import { checkedLabel } from "../../estimator/index.js";
import { labelAt } from "../../matrix/index.js";
import { optionsCheck } from "../../options/index.js";
import {
  checkFolds,
  checkParts,
  demanded,
  type Fold,
  type FoldParts,
  foldsOf,
  type Splitter,
  type SplitterOptions,
  splitterChecks,
} from "./fold.js";

const checkStratifiedGroupKFold = optionsCheck<SplitterOptions>("StratifiedGroupKFold", splitterChecks);

/**
 * Folds that divide no group and hold every class in numbers as equal as groups allow: for rare responders in buildings or areas. Groups whose
 * classes are spread least evenly are placed first, each where the classes' shares over all folds stay most alike.
 *
 * @example
 * ```ts
 * import { StratifiedGroupKFold } from "kindred";
 *
 * const groups = ["a", "a", "b", "b", "c", "c", "d", "d"];
 * const y = [1, 0, 1, 0, 0, 0, 0, 0];
 * const folds = new StratifiedGroupKFold({ folds: 2, shuffle: false }).split(8, { y, groups });
 * folds.map(({ test }) => [...test].filter((row) => y[row] === 1).length); // [1, 1]
 * ```
 */
export class StratifiedGroupKFold implements Splitter {
  readonly kind: string = "StratifiedGroupKFold";
  readonly params: Required<SplitterOptions>;

  constructor(options: SplitterOptions = {}) {
    checkStratifiedGroupKFold(options);
    const { folds = 5, shuffle = true, seed = 0 } = options;
    this.params = { folds, shuffle, seed };
  }

  split(rows: number, parts: FoldParts = {}): Fold[] {
    checkParts(rows, parts, "StratifiedGroupKFold.split");
    const { folds, shuffle, seed } = this.params;
    const where = "StratifiedGroupKFold.split";
    const y = demanded(parts.y, "y", rows, where);
    const groups = demanded(parts.groups, "groups", rows, where);
    const classOf = positions(rows, (i) => checkedLabel(labelAt(y, i), i, where));
    const groupOf = positions(rows, (i) => labelAt(groups, i));
    checkFolds(folds, groupOf.count, "groups", where);
    const counts = Array.from({ length: groupOf.count }, () => new Float64Array(classOf.count));
    const totals = new Float64Array(classOf.count);
    for (let i = 0; i < rows; i++) {
      counts[groupOf.of[i]!]![classOf.of[i]!]! += 1;
      totals[classOf.of[i]!]! += 1;
    }
    const order = Int32Array.from({ length: groupOf.count }, (_, g) => g);
    if (shuffle) new Random(seed, "StratifiedGroupKFold").shuffle(order);
    const unevenness = counts.map(deviation);
    // Array.prototype.sort keeps the order of ties, so that a shuffle decides among them.
    const placed = placeGroups(
      Array.from(order).sort((a, b) => unevenness[b]! - unevenness[a]!),
      counts,
      totals,
      folds,
    );
    return foldsOf(
      groupOf.of.map((group) => placed[group]!),
      folds,
    );
  }
}

/** The fold of each group. */
function placeGroups(
  order: readonly number[],
  counts: readonly Float64Array[],
  totals: Float64Array,
  folds: number,
): Int32Array {
  const filled = Array.from({ length: folds }, () => new Float64Array(totals.length));
  const placed = new Int32Array(counts.length);
  const spreadWith = (group: Float64Array, fold: number): number => {
    let sum = 0;
    for (let c = 0; c < totals.length; c++)
      sum += deviation(filled.map((held, k) => (held[c]! + (k === fold ? group[c]! : 0)) / totals[c]!));
    return sum / totals.length;
  };
  for (const group of order) {
    const own = counts[group]!;
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    let rows = Number.POSITIVE_INFINITY;
    for (let fold = 0; fold < folds; fold++) {
      const spread = spreadWith(own, fold);
      const held = filled[fold]!.reduce((sum, count) => sum + count, 0);
      if (spread > least + 1e-12 || (spread >= least - 1e-12 && held >= rows)) continue;
      best = fold;
      least = spread;
      rows = held;
    }
    own.forEach((count, c) => {
      filled[best]![c]! += count;
    });
    placed[group] = best;
  }
  return placed;
}

function positions(rows: number, at: (i: number) => unknown): { of: Int32Array; count: number } {
  const known = new Map<unknown, number>();
  const of = Int32Array.from({ length: rows }, (_, i) => {
    const value = at(i);
    const position = known.get(value) ?? known.size;
    known.set(value, position);
    return position;
  });
  return { of, count: known.size };
}

function deviation(values: ArrayLike<number>): number {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length);
}
