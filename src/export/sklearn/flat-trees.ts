import type { KindredError } from "../../errors/index.js";
import type { Trees } from "../program.js";
import { malformed } from "./malformed.js";

/** Nodes of a tree by position, the root first; children are -1 at leaves. */
export interface PlainTree {
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly missingLeft: readonly number[];
  /** What each node answers, `width` numbers. */
  readonly values: readonly (readonly number[])[];
  readonly cover: readonly number[];
  readonly gain: readonly number[];
  /** By node the categories that go left, where it divides categories; all others go where missing ones go. */
  readonly sets?: readonly (readonly number[] | null)[];
}

const WORDS = 8;
/** The most categories of a column; one more bit stands for all others. */
export const MOST_CATEGORIES: number = 255;

/** Trees as flat arrays, in which the children of a node are neighbors. */
export function flatTrees(
  trees: readonly PlainTree[],
  width: number,
  categories: ReadonlyMap<number, readonly number[]> = new Map(),
  fail: (problem: string) => KindredError = malformed,
): Trees {
  const roots: number[] = [];
  const nodes: { readonly tree: PlainTree; readonly at: number; readonly child: number }[] = [];
  for (const tree of trees) {
    const start = nodes.length;
    roots.push(start);
    const order = [0];
    for (let k = 0; k < order.length; k++) {
      const at = order[k]!;
      const isLeaf = tree.left[at] === -1;
      nodes.push({ tree, at, child: isLeaf ? 0 : start + order.length });
      if (!isLeaf) order.push(tree.left[at]!, tree.right[at]!);
      if (order.length > tree.left.length) throw fail("a tree whose nodes meet again");
    }
  }
  const sets: number[] = [];
  const set = nodes.map(({ tree, at, child }) => {
    const own = child === 0 ? null : (tree.sets?.[at] ?? null);
    if (own === null) return -1;
    sets.push(...bitsOf(own, categories.get(tree.feature[at]!) ?? [], tree.missingLeft[at] === 1, fail));
    return sets.length / WORDS - 1;
  });
  const number = (list: readonly number[], at: number): number => list[at] ?? Number.NaN;
  const of = (value: (tree: PlainTree, at: number) => number, leaf: number) =>
    nodes.map(({ tree, at, child }) => (child === 0 ? leaf : value(tree, at)));
  return {
    roots: Int32Array.from(roots),
    feature: Int32Array.from(of(({ feature }, at) => number(feature, at), -1)),
    threshold: Float64Array.from(of(({ threshold }, at) => number(threshold, at), 0)),
    left: Int32Array.from(nodes, ({ child }) => child),
    missingLeft: Uint8Array.from(of(({ missingLeft }, at) => number(missingLeft, at), 0)),
    set: Int32Array.from(set),
    sets: Uint32Array.from(sets),
    categories: [...categories].map(([column, values]) => ({ column, values: Float64Array.from(values) })),
    values: Float64Array.from(nodes.flatMap(({ tree, at }) => tree.values[at] ?? [])),
    width,
    cover: Float64Array.from(nodes, ({ tree, at }) => number(tree.cover, at)),
    gain: Float64Array.from(of(({ gain }, at) => Math.max(0, number(gain, at)), 0)),
  };
}

function bitsOf(
  left: readonly number[],
  known: readonly number[],
  othersLeft: boolean,
  fail: (problem: string) => KindredError,
): number[] {
  if (known.length > MOST_CATEGORIES)
    throw fail(`a column of ${known.length} categories, of which ${MOST_CATEGORIES} can be`);
  const words = new Uint32Array(WORDS);
  const turn = (bit: number): void => {
    words[bit >> 5]! |= 1 << (bit & 31);
  };
  for (const value of left) {
    const at = known.indexOf(value);
    if (at < 0) throw fail(`a category ${value} that its column has not`);
    turn(at);
  }
  if (othersLeft) turn(known.length);
  return [...words];
}
