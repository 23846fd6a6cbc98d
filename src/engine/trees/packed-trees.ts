import { type GrownNode, type GrownTree, newNode } from "./grown-tree.js";
import { SET_WORDS } from "./trees.js";

/** Trees over bins as arrays that travel, one tree behind the other. */
export interface PackedTrees {
  /** By tree, how many nodes it has. */
  readonly sizes: Int32Array;
  /** {@link NODE_WORDS} words a node: feature, bin, whether missing values go left, the left child in its tree, and which of `sets` goes left (-1 for none). */
  readonly nodes: Int32Array;
  readonly sets: Int32Array;
  /** What each node answers; 0 where it has no answer. */
  readonly values: Float64Array;
}

const NODE_WORDS = 5;

/** Trees as arrays. */
export function packTrees(trees: readonly GrownTree[]): PackedTrees {
  const all = trees.flat();
  const sets = all.flatMap(({ set }) => (set === undefined ? [] : [set]));
  let found = 0;
  return {
    sizes: Int32Array.from(trees, (tree) => tree.length),
    nodes: Int32Array.from(
      all.flatMap(({ feature, bin, missingLeft, left, set }) => [
        ...[feature, bin, missingLeft ? 1 : 0, left],
        set === undefined ? -1 : found++,
      ]),
    ),
    sets: Int32Array.from(sets.flatMap((set) => Array.from(set))),
    values: Float64Array.from(all, ({ values }) => values[0] ?? 0),
  };
}

/** The trees of such arrays, as far as rows need them. */
export function unpackTrees({ sizes, nodes, sets, values }: PackedTrees): GrownTree[] {
  let first = 0;
  return Array.from(sizes, (size) => {
    const tree = Array.from({ length: size }, (_, k): GrownNode => {
      const at = NODE_WORDS * (first + k);
      const [feature, bin, missingLeft, left, set] = nodes.subarray(at, at + NODE_WORDS) as Iterable<number>;
      return {
        ...newNode(),
        feature: feature!,
        bin: bin!,
        missingLeft: missingLeft === 1,
        left: left!,
        values: [values[first + k]!],
        ...(set! < 0 ? {} : { set: Uint32Array.from(sets.subarray(SET_WORDS * set!, SET_WORDS * (set! + 1))) }),
      };
    });
    first += size;
    return tree;
  });
}
