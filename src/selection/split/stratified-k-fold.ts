import { Random } from "../../engine/numeric/random/index.js";
import { checkedLabel } from "../../estimator/index.js";
import { labelAt } from "../../matrix/index.js";
import { check, optionsCheck } from "../../options/index.js";
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

const checkStratifiedKFold = optionsCheck<SplitterOptions>("StratifiedKFold", splitterChecks);

/**
 * Folds that hold every class in equal numbers, to within one row: what rare responders need. Of a class with fewer rows than there are folds some folds
 * hold none, of which `CrossValidation.warnings` tells.
 *
 * @example
 * ```ts
 * import { StratifiedKFold } from "kindred";
 *
 * const y = [1, 0, 0, 1, 0, 0];
 * const folds = new StratifiedKFold({ folds: 2, seed: 3 }).split(6, { y });
 * folds.map(({ test }) => [...test].filter((row) => y[row] === 1).length); // [1, 1]
 * ```
 */
export class StratifiedKFold implements Splitter {
  readonly kind: string = "StratifiedKFold";
  readonly params: Required<SplitterOptions>;

  constructor(options: SplitterOptions = {}) {
    checkStratifiedKFold(options);
    const { folds = 5, shuffle = true, seed = 0 } = options;
    this.params = { folds, shuffle, seed };
  }

  split(rows: number, parts: FoldParts = {}): Fold[] {
    checkParts(rows, parts, "StratifiedKFold.split");
    const { y } = parts;
    const { folds, shuffle, seed } = this.params;
    const where = "StratifiedKFold.split";
    const labels = demanded(y, "y", rows, where);
    const members = new Map<unknown, number[]>();
    for (let i = 0; i < rows; i++) {
      const label = checkedLabel(labelAt(labels, i), i, where);
      const list = members.get(label);
      if (list === undefined) members.set(label, [i]);
      else list.push(i);
    }
    checkFolds(
      folds,
      Math.max(...[...members.values()].map((list) => list.length)),
      "rows of the commonest class",
      where,
    );
    const random = new Random(seed, "StratifiedKFold");
    const foldOf = new Int32Array(rows);
    let start = 0;
    for (const list of members.values()) {
      // Dealt out like cards from where the class before it ended, so that sizes of whole folds differ by one as well.
      const counts = new Int32Array(folds);
      for (let at = start; at < start + list.length; at++) counts[at % folds]! += 1;
      start += list.length;
      const places = Int32Array.from(Array.from(counts).flatMap((count, k) => new Array<number>(count).fill(k)));
      if (shuffle) random.shuffle(places);
      for (let at = 0; at < list.length; at++) foldOf[list[at]!] = places[at]!;
    }
    return foldsOf(foldOf, folds);
  }
}

/** Options of RepeatedStratifiedKFold. */
export interface RepeatedOptions extends Omit<SplitterOptions, "shuffle"> {
  /** How often rows are divided again; 10 by default. */
  readonly repeats?: number;
}

const checkRepeatedStratifiedKFold = optionsCheck<RepeatedOptions>("RepeatedStratifiedKFold", {
  folds: check.whole(2),
  repeats: check.whole(1),
  seed: check.seed,
});

/**
 * StratifiedKFold several times, shuffled again each time.
 *
 * @example
 * ```ts
 * import { RepeatedStratifiedKFold } from "kindred";
 *
 * new RepeatedStratifiedKFold({ folds: 2, repeats: 3 }).split(4, { y: [0, 1, 0, 1] }).length; // 6
 * ```
 */
export class RepeatedStratifiedKFold implements Splitter {
  readonly kind: string = "RepeatedStratifiedKFold";
  readonly params: Required<RepeatedOptions>;

  constructor(options: RepeatedOptions = {}) {
    checkRepeatedStratifiedKFold(options);
    const { folds = 5, repeats = 10, seed = 0 } = options;
    this.params = { folds, repeats, seed };
  }

  split(rows: number, parts: FoldParts = {}): Fold[] {
    checkParts(rows, parts, "RepeatedStratifiedKFold.split");
    const { folds, repeats, seed } = this.params;
    const random = new Random(seed, "RepeatedStratifiedKFold");
    return Array.from({ length: repeats }, () => new StratifiedKFold({ folds, seed: random.next() >>> 0 })).flatMap(
      (splitter) => splitter.split(rows, parts),
    );
  }
}
