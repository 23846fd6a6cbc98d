import { Random } from "../numeric/random/index.js";
import type { Task } from "../threads/index.js";
import { bootstrapCounts } from "./bootstrap.js";
import { type ClassRows, type ClassTreeRules, growClassTree, leafOfColumns } from "./class-tree.js";
import type { ColumnBins } from "./column-bins.js";
import { flatTrees, type GrownTree } from "./grown-tree.js";
import type { Trees } from "./trees.js";

/** What all trees of a forest have in common. Large arrays are in shared memory. */
export interface ForestContext {
  readonly rows: Omit<ClassRows, "features"> & { readonly features: readonly ColumnBins[] };
  /** The rows to draw from. */
  readonly learn: Int32Array;
  readonly weights: Float64Array;
  /** Rows that share a unit are never on both sides: where one is drawn, none of them is out of the bag. */
  readonly units?: Int32Array;
  readonly rules: ClassTreeRules;
  readonly bootstrap: boolean | "balanced";
  readonly seed: number;
}

/** One tree of a forest. */
export interface ForestTree {
  readonly trees: Trees;
  /** The node that each row out of the bag came to, and -1 for rows in it; absent without a bootstrap. */
  readonly outOfBag?: Int32Array;
}

/** Grows tree t of a forest: the same one on every thread. */
export const forestTree: Task<ForestContext, number, ForestTree> = {
  name: "forestTree",
  open: (context) => (t) => {
    const { rows, learn, weights, rules, bootstrap, seed } = context;
    const random = new Random(seed, "tree", t);
    if (bootstrap === false)
      return { trees: flat(growClassTree(rows, learn.slice(), weights, rules, random), context) };
    const counts = bootstrapCounts(learn, rows.y, rows.classes, rows.count, bootstrap === "balanced", random);
    const drawn = learn.filter((row) => counts[row]! > 0);
    const weighed = Float64Array.from(counts, (n, row) => (n === 0 ? 0 : n * weights[row]!));
    const tree = growClassTree(rows, drawn, weighed, rules, random);
    return { trees: flat(tree, context), outOfBag: leavesOutside(tree, counts, context) };
  },
};

function flat(tree: GrownTree, { rows }: ForestContext): Trees {
  return flatTrees([tree], rows.features, rows.classes);
}

function leavesOutside(tree: GrownTree, counts: Int32Array, { rows, learn, units }: ForestContext): Int32Array {
  const found = new Int32Array(rows.count).fill(-1);
  const inBag =
    units === undefined ? undefined : new Set(learn.filter((row) => counts[row]! > 0).map((row) => units[row]!));
  for (const row of learn)
    if (counts[row] === 0 && inBag?.has(units![row]!) !== true) found[row] = leafOfColumns(tree, rows, row);
  return found;
}
