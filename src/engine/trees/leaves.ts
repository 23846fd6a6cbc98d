import { boundedValue } from "./bounded.js";
import type { Side } from "./categories.js";
import { type GrownNode, newNode } from "./grown-tree.js";
import type { GrowRules, Leaf, Split } from "./leaf.js";
import type { Units } from "./quantize.js";

/** The leaf that a tree begins with. */
export function rootLeaf(sums: Side, { l2 }: GrowRules): Leaf {
  return {
    node: 0,
    depth: 0,
    from: 0,
    slot: -1,
    l2,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    ...sums,
  };
}

/** May a leaf be divided at all? */
export function isDivisible(
  { rows, depth }: Pick<Leaf, "rows" | "depth">,
  { minSamplesLeaf, maxDepth }: GrowRules,
): boolean {
  return rows >= 2 * minSamplesLeaf && rows > 1 && depth < maxDepth;
}

/** The leaf that gains most: the first of equal ones. */
export function bestLeaf<L extends Leaf>(leaves: readonly L[]): L | undefined {
  let best: L | undefined;
  for (const leaf of leaves) if ((leaf.split?.gain ?? 0) > (best?.split?.gain ?? 0)) best = leaf;
  return best;
}

/** Divides the node of a leaf, with two nodes more. */
export function splitNode(nodes: GrownNode[], leaf: Leaf, split: Split): GrownNode {
  const node = Object.assign(nodes[leaf.node]!, {
    feature: split.feature,
    bin: split.bin,
    missingLeft: split.missingLeft,
    left: nodes.length,
    gain: split.gain,
    ...(split.set === undefined ? {} : { set: split.set }),
  });
  nodes.push(newNode(), newNode());
  return node;
}

/** The two leaves that a split makes of one. `node` is that of the left one. */
export function childrenOf(leaf: Leaf, split: Split, node: number, rules: GrowRules, units: Units): [Leaf, Leaf] {
  const { l2, left } = split;
  const { low, high } = leaf;
  const right = { g: leaf.g - left.g, h: leaf.h - left.h, rows: leaf.rows - left.rows };
  const common = { depth: leaf.depth + 1, low, high, l2, slot: -1 };
  const a: Leaf = { ...common, node, from: leaf.from, ...left };
  const b: Leaf = { ...common, node: node + 1, from: leaf.from + left.rows, ...right };
  const direction = rules.directions?.[split.feature] ?? 0;
  if (direction === 0) return [a, b];
  const middle = (leafValue(a, units) + leafValue(b, units)) / 2;
  return direction > 0
    ? [
        { ...a, high: middle },
        { ...b, low: middle },
      ]
    : [
        { ...a, low: middle },
        { ...b, high: middle },
      ];
}

/** What a leaf answers, before the learning rate. */
export function leafValue(leaf: Leaf, units: Units): number {
  return boundedValue(leaf.g * units.g, leaf.h * units.h, leaf.l2, leaf);
}

/** Gives nodes with children the weight of both. */
export function sumCovers(nodes: readonly GrownNode[]): void {
  for (let n = nodes.length - 1; n >= 0; n--) {
    const { feature, left } = nodes[n]!;
    if (feature >= 0) nodes[n]!.cover = nodes[left]!.cover + nodes[left + 1]!.cover;
  }
}
