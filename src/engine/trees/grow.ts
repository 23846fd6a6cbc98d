import { sumInSections } from "../numeric/statistics/index.js";
import { fillGoes, type GrownNode, type GrownTree, newNode } from "./grown-tree.js";
import { bestSplit, fillFacts, fillUsable, type GrowRules, type Leaf, type Split } from "./leaf.js";
import { bestLeaf, childrenOf, isDivisible, leafValue, rootLeaf, splitNode, sumCovers } from "./leaves.js";
import type { Units } from "./quantize.js";
import { type Step, takeStep } from "./step.js";
import type { Workspace } from "./workspace.js";

/** A grown tree, and which rows of the index each of its leaves has. */
export interface Growth {
  readonly tree: GrownTree;
  readonly leaves: readonly Leaf[];
}

/** Takes a step over all features: on this thread, or divided among several. */
export type Stepper = (space: Workspace, step: Step) => void;

const alone: Stepper = (space, step) => takeStep(space, step, 0, space.stride);

/**
 * Grows a tree on the first `rows` rows of the index, always at the leaf that gains most (leaf-wise: H. Shi, "Best-first decision tree
 * learning", 2007). Only the smaller of two leaves is summed; the larger is what is left of their parent.
 *
 * @param allowed - By feature: may it divide (1)?
 * @param cover - The weight of each row; 1 where absent.
 */
export function growTree(
  space: Workspace,
  rows: number,
  units: Units,
  rules: GrowRules,
  allowed: Uint8Array,
  cover: Float64Array | undefined,
  run: Stepper = alone,
): Growth {
  return new Grower(space, units, rules, allowed, run).grow(rows, cover);
}

/** Rows whose weights are summed together, as passes over rows on other machines sum them. */
export const BLOCK_ROWS = 32_768;

class Grower {
  readonly #space: Workspace;
  readonly #units: Units;
  readonly #rules: GrowRules;
  readonly #allowed: Uint8Array;
  readonly #run: Stepper;
  readonly #free: number[];
  readonly #nodes: GrownNode[] = [newNode()];
  readonly #leaves: Leaf[] = [];

  constructor(space: Workspace, units: Units, rules: GrowRules, allowed: Uint8Array, run: Stepper) {
    this.#space = space;
    this.#units = units;
    this.#rules = rules;
    this.#allowed = allowed;
    this.#run = run;
    this.#free = Array.from({ length: space.slots }, (_, slot) => slot);
    fillUsable(space, rules, allowed);
  }

  grow(rows: number, cover: Float64Array | undefined): Growth {
    const { maxLeaves } = this.#rules;
    const root = rootLeaf(this.#sums(rows), this.#rules);
    this.#leaves.push(root);
    if (this.#isDivisible(root)) this.#evaluate(root, undefined);
    while (this.#leaves.length < maxLeaves) {
      const leaf = bestLeaf(this.#leaves);
      if (leaf?.split === undefined) break;
      this.#divide(leaf, leaf.split);
    }
    this.#answer(cover);
    return { tree: this.#nodes, leaves: this.#leaves };
  }

  /** Sums over the first rows of the index. */
  #sums(rows: number): { g: number; h: number; rows: number } {
    const { index, gradients } = this.#space;
    const { countBits } = this.#units;
    const sums = { g: 0, h: 0, rows };
    for (let i = 0; i < rows; i++) {
      const at = 4 * index[i]!;
      sums.g += gradients[at + 1]! * 4294967296 + (gradients[at]! >>> 0);
      sums.h += gradients[at + 3]! * 2 ** (32 - countBits) + (gradients[at + 2]! >>> countBits);
    }
    return sums;
  }

  #divide(leaf: Leaf, split: Split): void {
    const space = this.#space;
    const node = splitNode(this.#nodes, leaf, split);
    fillGoes(space.goes, node, space.features[split.feature]!.count);
    const { at } = space;
    const part = space.part(split.feature);
    space.kernels.treePartition(
      at.bins + part.start,
      part.step,
      split.feature,
      at.index + 4 * leaf.from,
      leaf.rows,
      at.spare,
      at.goes,
    );
    const [left, right] = childrenOf(leaf, split, node.left, this.#rules, this.#units);
    this.#leaves[this.#leaves.indexOf(leaf)] = left;
    this.#leaves.push(right);
    const [small, large] = left.rows <= right.rows ? [left, right] : [right, left];
    if (this.#leaves.length >= this.#rules.maxLeaves || !this.#isDivisible(large)) this.#release(leaf);
    else if (leaf.slot >= 0) {
      large.slot = leaf.slot;
      this.#evaluate(small, large);
    } else {
      if (this.#isDivisible(small)) this.#evaluate(small, undefined);
      this.#evaluate(large, undefined);
    }
  }

  #isDivisible(leaf: Leaf): boolean {
    return isDivisible(leaf, this.#rules);
  }

  /** Makes the histograms of a leaf, and from those of its parent the ones of its sibling, and finds how both divide best. */
  #evaluate(small: Leaf, large: Leaf | undefined): void {
    const space = this.#space;
    small.slot = this.#take();
    fillFacts(space.facts[0], small, this.#units, this.#rules);
    if (large !== undefined) fillFacts(space.facts[1], large, this.#units, this.#rules);
    this.#run(space, { from: small.from, rows: small.rows, slot: small.slot, other: large?.slot ?? -1 });
    for (const [leaf, which] of [[small, 0] as const, [large, 1] as const]) {
      if (leaf === undefined) continue;
      const split = this.#isDivisible(leaf) ? bestSplit(space, leaf, which, this.#rules, this.#allowed) : undefined;
      if (split === undefined) this.#release(leaf);
      else leaf.split = split;
    }
  }

  /** A free slot, or the one of the leaf that gains least: its histograms can be made again. */
  #take(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    let least: Leaf | undefined;
    for (const leaf of this.#leaves)
      if (
        leaf.slot >= 0 &&
        leaf.split !== undefined &&
        (least?.split?.gain ?? Number.POSITIVE_INFINITY) > leaf.split.gain
      )
        least = leaf;
    const { slot } = least!;
    least!.slot = -1;
    return slot;
  }

  #release(leaf: Leaf): void {
    if (leaf.slot >= 0) this.#free.push(leaf.slot);
    leaf.slot = -1;
  }

  /** Gives leaves their values and all nodes their weight. */
  #answer(cover: Float64Array | undefined): void {
    const nodes = this.#nodes;
    const { index } = this.#space;
    for (const leaf of this.#leaves) {
      const node = nodes[leaf.node]!;
      node.values = [leafValue(leaf, this.#units) * this.#rules.learningRate];
      const rows = index.subarray(leaf.from, leaf.from + leaf.rows);
      node.cover = cover === undefined ? leaf.rows : sumInSections(cover, rows, BLOCK_ROWS);
    }
    sumCovers(nodes);
  }
}
