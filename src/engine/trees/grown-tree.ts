import type { ColumnBins } from "./column-bins.js";
import { inSet, SET_WORDS, type Trees } from "./trees.js";
import type { Workspace } from "./workspace.js";

/** One node of a tree as it grows, in bins. */
export interface GrownNode {
  /** Position among the features; -1 at leaves. */
  feature: number;
  /** The last bin on the left. */
  bin: number;
  missingLeft: boolean;
  /** For categories: the bins on the left. */
  set?: Uint32Array;
  /** The left child; the right one is behind it. */
  left: number;
  values: readonly number[];
  cover: number;
  gain: number;
}

/** A tree over bins: node 0 is the root, children stand behind their parents. */
export type GrownTree = readonly GrownNode[];

/** A leaf without an answer yet. */
export function newNode(): GrownNode {
  return { feature: -1, bin: 0, missingLeft: false, left: 0, values: [], cover: 0, gain: 0 };
}

/** Which bins of a column with this many go left: 1 in the table of 256. */
export function fillGoes(goes: Uint8Array, node: GrownNode, count: number): void {
  const { set } = node;
  if (set === undefined) {
    goes.fill(1, 0, node.bin + 1).fill(0, node.bin + 1);
    goes[count] = node.missingLeft ? 1 : 0;
  } else for (let bin = 0; bin <= count; bin++) goes[bin] = inSet(set, bin) ? 1 : 0;
}

/** What of a workspace says which bins rows are in. */
type BinnedRows = Pick<Workspace, "features" | "bins" | "part">;

/** The leaf of a row of bins: its position. */
export function leafOf(tree: GrownTree, { features, bins, part }: BinnedRows, row: number): number {
  let at = 0;
  for (let node = tree[0]!; node.feature >= 0; node = tree[at]!) {
    const { start, step } = part(node.feature);
    const bin = bins[start + row * step + node.feature]!;
    const missing = bin === features[node.feature]!.count;
    const isLeft = node.set === undefined ? (missing ? node.missingLeft : bin <= node.bin) : inSet(node.set, bin);
    at = isLeft ? node.left : node.left + 1;
  }
  return at;
}

/** Trees over bins as trees over values. */
export function flatTrees(grown: readonly GrownTree[], features: readonly ColumnBins[], width: number): Trees {
  const nodes = grown.flat();
  const roots = new Int32Array(grown.length);
  const left = new Int32Array(nodes.length);
  grown.reduce((first, tree, t) => {
    roots[t] = first;
    tree.forEach((node, k) => {
      left[first + k] = node.feature < 0 ? 0 : first + node.left;
    });
    return first + tree.length;
  }, 0);
  const sets = nodes.flatMap(({ set }) => (set === undefined ? [] : [set]));
  let found = 0;
  return {
    roots,
    feature: Int32Array.from(nodes, ({ feature }) => (feature < 0 ? -1 : features[feature]!.column)),
    threshold: Float64Array.from(nodes, ({ feature, bin, set }) =>
      feature < 0 || set !== undefined ? 0 : (features[feature]!.ends[bin] ?? Number.POSITIVE_INFINITY),
    ),
    left,
    missingLeft: Uint8Array.from(nodes, ({ missingLeft }) => (missingLeft ? 1 : 0)),
    set: Int32Array.from(nodes, ({ set }) => (set === undefined ? -1 : found++)),
    sets: Uint32Array.from(
      { length: sets.length * SET_WORDS },
      (_, at) => sets[Math.floor(at / SET_WORDS)]![at % SET_WORDS]!,
    ),
    categories: features.flatMap(({ column, categories }) =>
      categories === undefined ? [] : [{ column, values: categories }],
    ),
    values: Float64Array.from(
      nodes.flatMap(({ values }) => (values.length === 0 ? new Array<number>(width).fill(0) : values)),
    ),
    width,
    cover: Float64Array.from(nodes, ({ cover }) => cover),
    gain: Float64Array.from(nodes, ({ gain }) => gain),
  };
}
