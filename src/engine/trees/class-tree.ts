import type { Random } from "../numeric/random/index.js";
import type { ColumnBins } from "./column-bins.js";
import { fillGoes, type GrownNode, type GrownTree, newNode } from "./grown-tree.js";

/** Rows that a tree of classes grows on. */
export interface ClassRows {
  /** Bins column by column: feature f of row i at f * count + i. */
  readonly bins: Uint8Array;
  readonly count: number;
  readonly features: readonly Pick<ColumnBins, "count">[];
  /** The class of each row. */
  readonly y: Uint16Array | Int32Array;
  readonly classes: number;
}

/** How a tree of classes grows. */
export interface ClassTreeRules {
  readonly maxDepth: number;
  readonly minSamplesLeaf: number;
  /** How many features each split chooses from; where they are not all, they are drawn for each split. */
  readonly maxFeatures: number;
}

interface Split {
  score: number;
  feature: number;
  bin: number;
  missingLeft: boolean;
}

interface Open {
  readonly node: number;
  readonly from: number;
  readonly rows: number;
  readonly depth: number;
}

/** Scores that differ by less than this share are the same but for rounding: the first one counts. */
const ROUNDING = 1e-12;
/** Bins up to which those of a leaf are put in order; more are gone through from the first. */
const SORTED_BINS = 24;

/**
 * Grows a tree that divides by Gini's impurity (L. Breiman and others, "Classification and regression trees", 1984) until leaves are pure or
 * too small, depth first. A leaf answers with the shares of the classes.
 *
 * @param index - The rows to grow on; changed.
 * @param weights - The weight of every row.
 */
export function growClassTree(
  rows: ClassRows,
  index: Int32Array,
  weights: Float64Array,
  rules: ClassTreeRules,
  random: Random,
): GrownTree {
  return new ClassTree(rows, index, weights, rules, random).grow();
}

class ClassTree {
  readonly #rows: ClassRows;
  readonly #index: Int32Array;
  readonly #spare: Int32Array;
  readonly #weights: Float64Array;
  readonly #rules: ClassTreeRules;
  readonly #random: Random;
  readonly #nodes: GrownNode[] = [newNode()];
  readonly #goes: Uint8Array = new Uint8Array(256);
  /** Features in the order in which they were last drawn. */
  readonly #order: Int32Array;
  /** Of the feature looked at: weight by bin and class, rows by bin, and which bins have any. */
  readonly #sums: Float64Array;
  readonly #counts: Int32Array = new Int32Array(256);
  readonly #touched: Uint8Array = new Uint8Array(256);
  readonly #left: Float64Array;
  #total: Float64Array;

  constructor(rows: ClassRows, index: Int32Array, weights: Float64Array, rules: ClassTreeRules, random: Random) {
    this.#rows = rows;
    this.#index = index;
    this.#spare = new Int32Array(index.length);
    this.#weights = weights;
    this.#rules = rules;
    this.#random = random;
    this.#order = Int32Array.from(rows.features, (_, f) => f);
    this.#sums = new Float64Array(256 * rows.classes);
    this.#left = new Float64Array(rows.classes);
    this.#total = new Float64Array(rows.classes);
  }

  grow(): GrownTree {
    const open: Open[] = [{ node: 0, from: 0, rows: this.#index.length, depth: 0 }];
    for (let leaf = open.pop(); leaf !== undefined; leaf = open.pop()) {
      const node = this.#nodes[leaf.node]!;
      this.#total = this.#totalOf(leaf);
      node.cover = this.#total.reduce((sum, weight) => sum + weight, 0);
      const split = this.#mayDivide(leaf) ? this.#best(leaf) : undefined;
      if (split === undefined) {
        const { cover } = node;
        node.values = Array.from(this.#total, (weight) => (cover > 0 ? weight / cover : 1 / this.#total.length));
        continue;
      }
      const { feature, bin, missingLeft, score } = split;
      Object.assign(node, {
        feature,
        bin,
        missingLeft,
        left: this.#nodes.length,
        gain: score - squares(this.#total) / node.cover,
      });
      this.#nodes.push(newNode(), newNode());
      const left = this.#partition(leaf, node);
      const depth = leaf.depth + 1;
      open.push({ node: node.left + 1, from: leaf.from + left, rows: leaf.rows - left, depth });
      open.push({ node: node.left, from: leaf.from, rows: left, depth });
    }
    return this.#nodes;
  }

  #totalOf({ from, rows }: Open): Float64Array {
    const total = new Float64Array(this.#rows.classes);
    for (let i = from; i < from + rows; i++) {
      const row = this.#index[i]!;
      total[this.#rows.y[row]!]! += this.#weights[row]!;
    }
    return total;
  }

  #mayDivide({ rows, depth }: Open): boolean {
    const pure = this.#total.filter((weight) => weight > 0).length < 2;
    return !pure && depth < this.#rules.maxDepth && rows >= 2 * this.#rules.minSamplesLeaf;
  }

  /** The best split by any of the features drawn; features that say the same of all rows do not count as drawn. */
  #best(leaf: Open): Split | undefined {
    const { length } = this.#order;
    const { maxFeatures } = this.#rules;
    const all = maxFeatures >= length;
    const cover = this.#total.reduce((sum, weight) => sum + weight, 0);
    const own = squares(this.#total) / cover;
    const best: Split = { score: own * (1 + ROUNDING), feature: -1, bin: 0, missingLeft: false };
    for (let drawn = 0, usable = 0; drawn < length && usable < maxFeatures; drawn++) {
      if (!all) {
        const at = drawn + this.#random.below(length - drawn);
        const held = this.#order[at]!;
        this.#order[at] = this.#order[drawn]!;
        this.#order[drawn] = held;
      }
      if (this.#tryFeature(all ? drawn : this.#order[drawn]!, leaf, cover, best)) usable += 1;
    }
    return best.feature < 0 ? undefined : best;
  }

  /** Gives whether the feature tells any two rows of the leaf apart. */
  #tryFeature(feature: number, leaf: Open, cover: number, best: Split): boolean {
    const used = this.#sum(feature, leaf);
    if (used > 1) {
      const missing = this.#rows.features[feature]!.count;
      const bins = this.#inOrder(used);
      const gaps = this.#counts[missing]!;
      this.#scan(feature, bins, missing, false, leaf.rows, cover, best);
      if (gaps > 0) this.#scan(feature, bins, missing, true, leaf.rows, cover, best);
      else if (best.feature === feature) best.missingLeft = this.#mostLeft(bins, best.bin, leaf.rows);
    }
    this.#clear(used);
    return used > 1;
  }

  /** Sums the rows of a leaf by bin and class, and gives how many bins have any. */
  #sum(feature: number, { from, rows }: Open): number {
    const { bins, count, y, classes } = this.#rows;
    const column = feature * count;
    let used = 0;
    for (let i = from; i < from + rows; i++) {
      const row = this.#index[i]!;
      const bin = bins[column + row]!;
      if (this.#counts[bin] === 0) this.#touched[used++] = bin;
      this.#counts[bin]! += 1;
      this.#sums[bin * classes + y[row]!]! += this.#weights[row]!;
    }
    return used;
  }

  #inOrder(used: number): Uint8Array {
    const touched = this.#touched;
    if (used > SORTED_BINS) {
      let at = 0;
      for (let bin = 0; bin < 256; bin++) if (this.#counts[bin]! > 0) touched[at++] = bin;
    } else
      for (let k = 1; k < used; k++) {
        const bin = touched[k]!;
        let at = k;
        for (; at > 0 && touched[at - 1]! > bin; at--) touched[at] = touched[at - 1]!;
        touched[at] = bin;
      }
    return touched.subarray(0, used);
  }

  #scan(
    feature: number,
    bins: Uint8Array,
    missing: number,
    missingLeft: boolean,
    rows: number,
    cover: number,
    best: Split,
  ): void {
    const { classes } = this.#rows;
    const { minSamplesLeaf } = this.#rules;
    const [left, total, sums] = [this.#left, this.#total, this.#sums];
    left.fill(0);
    let count = 0;
    let weight = 0;
    const take = (bin: number): void => {
      count += this.#counts[bin]!;
      for (let k = 0; k < classes; k++) {
        left[k]! += sums[bin * classes + k]!;
        weight += sums[bin * classes + k]!;
      }
    };
    if (missingLeft) take(missing);
    for (let b = 0; b < bins.length; b++) {
      const bin = bins[b]!;
      if (bin === missing) break;
      take(bin);
      if (count < minSamplesLeaf || count === rows) continue;
      if (rows - count < minSamplesLeaf) break;
      let a = 0;
      let c = 0;
      for (let k = 0; k < classes; k++) {
        a += left[k]! * left[k]!;
        const rest = total[k]! - left[k]!;
        c += rest * rest;
      }
      const score = a / weight + c / (cover - weight);
      if (score <= best.score * (1 + ROUNDING)) continue;
      // Half way to the next bin that has rows: what lies between them at other rows is divided fairly.
      const next = bins[b + 1] ?? missing;
      Object.assign(best, { score, feature, bin: next === missing ? bin : (bin + next) >> 1, missingLeft });
    }
  }

  #mostLeft(bins: Uint8Array, last: number, rows: number): boolean {
    let left = 0;
    for (const bin of bins) if (bin <= last) left += this.#counts[bin]!;
    return 2 * left > rows;
  }

  #clear(used: number): void {
    const { classes } = this.#rows;
    for (let k = 0; k < used; k++) {
      const bin = this.#touched[k]!;
      this.#counts[bin] = 0;
      this.#sums.fill(0, bin * classes, (bin + 1) * classes);
    }
  }

  /** Moves the rows of a leaf that go left before the others, and gives their number. */
  #partition({ from, rows }: Open, node: GrownNode): number {
    const { bins, count, features } = this.#rows;
    fillGoes(this.#goes, node, features[node.feature]!.count);
    const column = node.feature * count;
    let left = 0;
    let right = 0;
    for (let i = from; i < from + rows; i++) {
      const row = this.#index[i]!;
      if (this.#goes[bins[column + row]!] === 1) this.#index[from + left++] = row;
      else this.#spare[right++] = row;
    }
    this.#index.set(this.#spare.subarray(0, right), from + left);
    return left;
  }
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** The position of the leaf that a row comes to. */
export function leafOfColumns(tree: GrownTree, { bins, count, features }: ClassRows, row: number): number {
  let at = 0;
  for (let node = tree[0]!; node.feature >= 0; node = tree[at]!) {
    const bin = bins[node.feature * count + row]!;
    const isLeft = bin === features[node.feature]!.count ? node.missingLeft : bin <= node.bin;
    at = isLeft ? node.left : node.left + 1;
  }
  return at;
}
