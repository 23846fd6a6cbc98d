import { goesLeft, type Trees } from "./trees.js";

/**
 * What each column adds to the answer of trees: exact Shapley values of the game in which columns outside a coalition are averaged over the
 * training rows that came down each branch (S. Lundberg, G. Erion, S. Lee, "Consistent individualized feature attribution for tree
 * ensembles", 2018, algorithm 2). A row takes time that grows with leaves x depth², whatever the number of columns.
 */
export class Contributions {
  readonly #trees: Trees;
  readonly #which: number;
  /** For each depth the path so far: columns, shares of rows that come along without and with the column, and weights of coalitions by size. */
  readonly #columns: Int32Array;
  readonly #zeros: Float64Array;
  readonly #ones: Float64Array;
  readonly #weights: Float64Array;
  #values: Float64Array = new Float64Array(0);
  #at = 0;
  #out: Float64Array = new Float64Array(0);
  #to = 0;

  /** @param which - Which of a leaf's numbers is explained. */
  constructor(trees: Trees, which = 0) {
    this.#trees = trees;
    this.#which = which;
    const depth = deepest(trees) + 2;
    const length = (depth * (depth + 1)) / 2;
    this.#columns = new Int32Array(length);
    this.#zeros = new Float64Array(length);
    this.#ones = new Float64Array(length);
    this.#weights = new Float64Array(length);
  }

  /** Adds what each column of a row, its values from `at` on, adds to the answer of tree t, to `out[to + column]`. */
  add(tree: number, values: Float64Array, at: number, out: Float64Array, to: number): void {
    this.#values = values;
    this.#at = at;
    this.#out = out;
    this.#to = to;
    this.#visit(this.#trees.roots[tree]!, 0, 0, 0, 1, 1, -1);
  }

  /** The mean answer of a tree over its training rows. */
  expected(tree: number): number {
    const { roots, feature, left, cover, values, width } = this.#trees;
    const mean = (node: number): number => {
      if (feature[node]! < 0) return values[node * width + this.#which]!;
      const child = left[node]!;
      const share = shareLeft(cover, child);
      return share * mean(child) + (1 - share) * mean(child + 1);
    };
    return mean(roots[tree]!);
  }

  /** `from` is where the parent's path starts in the arrays, and `length` how many columns are on it. */
  #visit(node: number, depth: number, from: number, length: number, zero: number, one: number, column: number): void {
    const own = from + (depth === 0 ? 0 : length);
    this.#copy(from, own, length);
    this.#extend(own, length, zero, one, column);
    const { feature, left, cover } = this.#trees;
    const split = feature[node]!;
    if (split < 0) {
      this.#settle(node, own, length);
      return;
    }
    const children = left[node]!;
    const isLeft = goesLeft(this.#trees, node, this.#values[this.#at + split]!);
    const share = shareLeft(cover, children);
    let count = length + 1;
    let zeroBefore = 1;
    let oneBefore = 1;
    for (let k = 1; k < count; k++)
      if (this.#columns[own + k] === split) {
        zeroBefore = this.#zeros[own + k]!;
        oneBefore = this.#ones[own + k]!;
        this.#unwind(own, count - 1, k);
        count -= 1;
        break;
      }
    this.#visit(children, depth + 1, own, count, share * zeroBefore, isLeft ? oneBefore : 0, split);
    this.#visit(children + 1, depth + 1, own, count, (1 - share) * zeroBefore, isLeft ? 0 : oneBefore, split);
  }

  #copy(from: number, to: number, length: number): void {
    if (from === to) return;
    for (const list of [this.#columns, this.#zeros, this.#ones, this.#weights])
      list.copyWithin(to, from, from + length);
  }

  /** Puts a column on the path at position `last`. */
  #extend(from: number, last: number, zero: number, one: number, column: number): void {
    const weights = this.#weights;
    this.#columns[from + last] = column;
    this.#zeros[from + last] = zero;
    this.#ones[from + last] = one;
    weights[from + last] = last === 0 ? 1 : 0;
    for (let k = last - 1; k >= 0; k--) {
      weights[from + k + 1]! += (one * weights[from + k]! * (k + 1)) / (last + 1);
      weights[from + k] = (zero * weights[from + k]! * (last - k)) / (last + 1);
    }
  }

  /** Takes the column at position k off a path whose last position is `last`. */
  #unwind(from: number, last: number, k: number): void {
    const weights = this.#weights;
    const zero = this.#zeros[from + k]!;
    const one = this.#ones[from + k]!;
    let next = weights[from + last]!;
    for (let j = last - 1; j >= 0; j--)
      if (one !== 0) {
        const held = weights[from + j]!;
        weights[from + j] = (next * (last + 1)) / ((j + 1) * one);
        next = held - (weights[from + j]! * zero * (last - j)) / (last + 1);
      } else weights[from + j] = (weights[from + j]! * (last + 1)) / (zero * (last - j));
    for (let j = k; j < last; j++) {
      this.#columns[from + j] = this.#columns[from + j + 1]!;
      this.#zeros[from + j] = this.#zeros[from + j + 1]!;
      this.#ones[from + j] = this.#ones[from + j + 1]!;
    }
  }

  /** The sum of weights of a path without the column at position k. */
  #unwound(from: number, last: number, k: number): number {
    const weights = this.#weights;
    const zero = this.#zeros[from + k]!;
    const one = this.#ones[from + k]!;
    let next = weights[from + last]!;
    let total = 0;
    for (let j = last - 1; j >= 0; j--)
      if (one !== 0) {
        const weight = (next * (last + 1)) / ((j + 1) * one);
        total += weight;
        next = weights[from + j]! - (weight * zero * (last - j)) / (last + 1);
      } else total += (weights[from + j]! * (last + 1)) / (zero * (last - j));
    return total;
  }

  /** What the leaf at the end of a path gives to each column on it. */
  #settle(node: number, from: number, last: number): void {
    const { values, width } = this.#trees;
    const value = values[node * width + this.#which]!;
    for (let k = 1; k <= last; k++) {
      const [zero, one] = [this.#zeros[from + k]!, this.#ones[from + k]!];
      if (zero === 0 && one === 0) continue;
      this.#out[this.#to + this.#columns[from + k]!]! += this.#unwound(from, last, k) * (one - zero) * value;
    }
  }
}

/** The share of rows that went to the left one of two children; half where there were none. */
function shareLeft(cover: Float64Array, left: number): number {
  const total = cover[left]! + cover[left + 1]!;
  return total > 0 ? cover[left]! / total : 0.5;
}

function deepest({ feature, left }: Trees): number {
  const depth = new Int32Array(feature.length);
  let most = 0;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node]! < 0) continue;
    depth[left[node]!] = depth[left[node]! + 1] = depth[node]! + 1;
    most = Math.max(most, depth[node]! + 1);
  }
  return most;
}
