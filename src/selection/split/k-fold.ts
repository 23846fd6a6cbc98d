import { Random } from "../../engine/numeric/random/index.js";
import { optionsCheck } from "../../options/index.js";
import {
  checkFolds,
  checkParts,
  type Fold,
  type FoldParts,
  foldsOf,
  type Splitter,
  type SplitterOptions,
  splitterChecks,
} from "./fold.js";

const checkKFold = optionsCheck<SplitterOptions>("KFold", splitterChecks);

/**
 * Folds of equal size.
 *
 * @example
 * ```ts
 * import { KFold } from "kindred";
 *
 * new KFold({ folds: 2, shuffle: false }).split(4).map((fold) => [...fold.test]); // [[0, 1], [2, 3]]
 * ```
 */
export class KFold implements Splitter {
  readonly kind: string = "KFold";
  readonly params: Required<SplitterOptions>;

  constructor(options: SplitterOptions = {}) {
    checkKFold(options);
    const { folds = 5, shuffle = true, seed = 0 } = options;
    this.params = { folds, shuffle, seed };
  }

  split(rows: number, parts: FoldParts = {}): Fold[] {
    checkParts(rows, parts, "KFold.split");
    const { folds, shuffle, seed } = this.params;
    checkFolds(folds, rows, "rows", "KFold.split");
    const order = shuffle ? new Random(seed, "KFold").permutation(rows) : undefined;
    const foldOf = new Int32Array(rows);
    const larger = rows % folds;
    const size = Math.floor(rows / folds);
    for (let at = 0; at < rows; at++) {
      const fold = at < larger * (size + 1) ? Math.floor(at / (size + 1)) : Math.floor((at - larger) / size);
      foldOf[order?.[at] ?? at] = fold;
    }
    return foldsOf(foldOf, folds);
  }
}
