import { sideAt } from "./categories.js";
import type { ColumnBins } from "./column-bins.js";
import { type GrownNode, type GrownTree, newNode } from "./grown-tree.js";
import { bestSplit, fillFacts, fillUsable, type GrowRules, type Leaf } from "./leaf.js";
import { bestLeaf, childrenOf, isDivisible, leafValue, rootLeaf, splitNode, sumCovers } from "./leaves.js";
import type { Units } from "./quantize.js";
import { histogramsIn } from "./step.js";
import { makeMemory, openWorkspace, type Workspace } from "./workspace.js";

/** A leaf whose histograms came from elsewhere. */
interface KnownLeaf extends Leaf {
  /** They are kept as long as it may be divided, for its children. */
  histograms?: Int32Array | undefined;
  /** Its children, where their splits are known: it need not be divided for that. */
  children?: readonly [KnownLeaf, KnownLeaf];
}

/** What is to be summed: the histograms of the rows that come to some nodes of a tree. */
export interface WantedSums {
  readonly tree: GrownTree;
  /** By node of the tree: which of the sums its rows are added to; -1 for none. */
  readonly targets: Int32Array;
}

/** The sums of all rows, and those of none. */
export const ALL_ROWS: WantedSums = { tree: [newNode()], targets: Int32Array.of(0) };
export const NO_ROWS: WantedSums = { tree: [newNode()], targets: Int32Array.of(-1) };

/** A workspace without rows, for the histograms of a leaf and its sibling. */
export function histogramSpace(features: readonly ColumnBins[]): Workspace {
  const plan = { features, rows: 0, leaves: 2 };
  return openWorkspace(makeMemory(plan), plan);
}

/** Words that the histograms of a leaf take. */
export function histogramWords(space: Workspace): number {
  const [start, end] = histogramsIn(space, 0, 0, space.stride);
  return end - start;
}

/**
 * Grows the tree of `growTree` on rows that lie elsewhere. It asks for the histograms of the smaller child of several leaves at once: of all
 * those that may yet be divided and have children to be divided after them. Which leaf is divided next is decided among what is known, and so the tree is the
 * same, after about as many questions as it is deep.
 */
export class DistantGrowth {
  readonly #space: Workspace;
  readonly #units: Units;
  readonly #rules: GrowRules;
  readonly #allowed: Uint8Array;
  readonly #nodes: GrownNode[] = [newNode()];
  readonly #leaves: KnownLeaf[];
  #asked: readonly KnownLeaf[] = [];

  /** @param root - The histograms of all rows. */
  constructor(space: Workspace, units: Units, rules: GrowRules, allowed: Uint8Array, root: Int32Array) {
    this.#space = space;
    this.#units = units;
    this.#rules = rules;
    this.#allowed = allowed;
    space.words.set(root, this.#start(0));
    const leaf: KnownLeaf = rootLeaf(this.#sums(), rules);
    this.#leaves = [leaf];
    if (isDivisible(leaf, rules)) this.#scan([leaf]);
    this.#advance();
  }

  /** What has to be summed before it can go on, `most` histograms at most; nothing where the tree is grown. */
  want(most: number): WantedSums | undefined {
    const next = this.#next;
    if (next === undefined) return undefined;
    const left = this.#rules.maxLeaves - this.#leaves.length;
    // Of those that gain as much the first is divided first, as sorting leaves them. After the last division no children are looked at.
    this.#asked = this.#leaves
      .filter(({ split }) => split !== undefined)
      .sort((a, b) => b.split!.gain - a.split!.gain)
      .slice(0, left - 1)
      .filter((leaf) => leaf.children === undefined && this.#hasDivisible(leaf))
      .slice(0, most);
    const tree = this.#nodes.map((node) => ({ ...node }));
    const targets = this.#asked.map((leaf) => splitNode(tree, leaf, leaf.split!).left + this.#smaller(leaf));
    const all = new Int32Array(tree.length).fill(-1);
    targets.forEach((node, target) => {
      all[node] = target;
    });
    return { tree, targets: all };
  }

  /** Takes the histograms that were asked for, in that order, and grows as far as it can. */
  give(histograms: readonly Int32Array[]): void {
    this.#asked.forEach((leaf, k) => {
      const [left, right] = childrenOf(leaf, leaf.split!, 0, this.#rules, this.#units);
      const children: readonly [KnownLeaf, KnownLeaf] = [left, right];
      const small = this.#smaller(leaf);
      this.#space.words.set(histograms[k]!, this.#start(0));
      this.#space.words.set(leaf.histograms!, this.#start(1));
      this.#scan([children[small]!, children[1 - small]!]);
      leaf.children = children;
      leaf.histograms = undefined;
    });
    this.#asked = [];
    this.#advance();
  }

  /** How many histograms the next question asks for. */
  get asked(): number {
    return this.#asked.length;
  }

  /** The grown tree; of leaves of weighted rows `setCovers` says the weight. */
  get tree(): GrownTree {
    for (const leaf of this.#leaves) {
      const node = this.#nodes[leaf.node]!;
      node.values = [leafValue(leaf, this.#units) * this.#rules.learningRate];
      node.cover = leaf.rows;
    }
    sumCovers(this.#nodes);
    return this.#nodes;
  }

  /** The leaf to be divided next, where its children have to be known for that. */
  get #next(): KnownLeaf | undefined {
    if (this.#leaves.length >= this.#rules.maxLeaves) return undefined;
    return bestLeaf(this.#leaves);
  }

  /** Divides leaves as long as it is known which is next. */
  #advance(): void {
    for (let leaf = this.#next; leaf !== undefined; leaf = this.#next) {
      const isLast = this.#leaves.length + 1 === this.#rules.maxLeaves;
      if (leaf.children === undefined && !isLast && this.#hasDivisible(leaf)) return;
      const { left } = splitNode(this.#nodes, leaf, leaf.split!);
      const [a, b] = leaf.children ?? childrenOf(leaf, leaf.split!, left, this.#rules, this.#units);
      this.#leaves[this.#leaves.indexOf(leaf)] = { ...a, node: left };
      this.#leaves.push({ ...b, node: left + 1 });
    }
  }

  /** Looks for splits in the histograms of slot 0, and with a second leaf in those of slot 1 less the ones of slot 0. */
  #scan(leaves: readonly KnownLeaf[]): void {
    const { kernels, at, stride, facts, words } = this.#space;
    const starts = [this.#start(0), this.#start(1)] as const;
    const size = histogramWords(this.#space);
    if (leaves.length === 2) kernels.treeSubtract(4 * starts[1], 4 * starts[0], size / 4);
    fillUsable(this.#space, this.#rules, this.#allowed);
    for (const [leaf, slot] of [[leaves[0]!, 0] as const, [leaves[1], 1] as const]) {
      if (leaf === undefined || !isDivisible(leaf, this.#rules)) continue;
      fillFacts(facts[slot], leaf, this.#units, this.#rules);
      kernels.treeScan(at.bases + 4 * stride * slot, at.counts, at.usable, 0, stride, at.facts[slot], at.results[slot]);
      leaf.slot = slot;
      const split = bestSplit(this.#space, leaf, slot, this.#rules, this.#allowed);
      leaf.slot = -1;
      if (split === undefined) continue;
      leaf.split = split;
      leaf.histograms = words.slice(starts[slot], starts[slot] + size);
    }
  }

  /** Sums over the rows whose histograms lie in slot 0: those of any feature. */
  #sums(): { g: number; h: number; rows: number } {
    const { features, words } = this.#space;
    const sums = { g: 0, h: 0, rows: 0 };
    for (let bin = 0; bin <= features[0]!.count; bin++) {
      const side = sideAt(words, this.#start(0) + 4 * bin, this.#units.countBits);
      sums.g += side.g;
      sums.h += side.h;
      sums.rows += side.rows;
    }
    return sums;
  }

  #start(slot: number): number {
    return this.#space.base(slot, 0);
  }

  /** Which child has fewer rows: 0 for the left one, also where both have as many. */
  #smaller({ split, rows }: KnownLeaf): 0 | 1 {
    return split!.left.rows <= rows - split!.left.rows ? 0 : 1;
  }

  /** Would a child of it be divisible? */
  #hasDivisible({ split, rows, depth }: KnownLeaf): boolean {
    const most = Math.max(split!.left.rows, rows - split!.left.rows);
    return isDivisible({ rows: most, depth: depth + 1 }, this.#rules);
  }
}

/** Gives the leaves of a tree the weight of their rows, and so its other nodes. `weights` are by node. */
export function setCovers(tree: readonly GrownNode[], weights: Float64Array): void {
  tree.forEach((node, k) => {
    node.cover = weights[k]!;
  });
  sumCovers(tree);
}
