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
} from "./fold.js";

const checkGroupKFold = optionsCheck<Pick<SplitterOptions, "folds">>("GroupKFold", { folds: check.whole(2) });

/**
 * Folds that divide no group: people of one building or area are alike, and a model that has seen some of them is not tested by the others.
 * The largest groups are placed first, each into the fold with the fewest rows.
 *
 * @example
 * ```ts
 * import { GroupKFold } from "kindred";
 *
 * const groups = ["a", "a", "b", "b", "c"];
 * new GroupKFold({ folds: 2 }).split(5, { groups }).map((fold) => [...fold.test]); // [[0, 1, 4], [2, 3]]
 * ```
 */
export class GroupKFold implements Splitter {
  readonly kind: string = "GroupKFold";
  readonly params: Required<Pick<SplitterOptions, "folds">>;

  constructor(options: Pick<SplitterOptions, "folds"> = {}) {
    checkGroupKFold(options);
    const { folds = 5 } = options;
    this.params = { folds };
  }

  split(rows: number, parts: FoldParts = {}): Fold[] {
    checkParts(rows, parts, "GroupKFold.split");
    const { groups } = parts;
    const where = "GroupKFold.split";
    const labels = demanded(groups, "groups", rows, where);
    const sizes = new Map<unknown, number>();
    for (let i = 0; i < rows; i++) sizes.set(labelAt(labels, i), (sizes.get(labelAt(labels, i)) ?? 0) + 1);
    checkFolds(this.params.folds, sizes.size, "groups", where);
    const filled = new Float64Array(this.params.folds);
    const placed = new Map<unknown, number>();
    for (const [group, size] of [...sizes].sort((a, b) => b[1] - a[1])) {
      const lightest = filled.indexOf(Math.min(...filled));
      filled[lightest]! += size;
      placed.set(group, lightest);
    }
    return foldsOf(
      Int32Array.from({ length: rows }, (_, i) => placed.get(labelAt(labels, i))!),
      this.params.folds,
    );
  }
}
