import { categoryAt } from "./column-bins.js";

/**
 * Decision trees as flat arrays, one entry a node, tree after tree. A node's children are `left` and `left + 1`, always behind it.
 */
export interface Trees {
  /** The first node of each tree. */
  readonly roots: Int32Array;
  /** The column that a node looks at; -1 at leaves. */
  readonly feature: Int32Array;
  /** Values of at most this go left. */
  readonly threshold: Float64Array;
  /** The left child; 0 at leaves. */
  readonly left: Int32Array;
  /** Do missing values go left? */
  readonly missingLeft: Uint8Array;
  /** For columns of categories: which of `sets` goes left; -1 elsewhere. */
  readonly set: Int32Array;
  /** Eight words a set: bit c is set where category c goes left; the bit behind the last category stands for all other values. */
  readonly sets: Uint32Array;
  /** The categories of columns that have them, rising. */
  readonly categories: readonly CategoryColumn[];
  /** What a leaf answers, `width` numbers a node. */
  readonly values: Float64Array;
  /** How many numbers a leaf answers. */
  readonly width: number;
  /** The weight of the training rows that came by. */
  readonly cover: Float64Array;
  /** How much a split lowered the loss. */
  readonly gain: Float64Array;
}

/** The categories of one column. */
export interface CategoryColumn {
  /** Its position. */
  readonly column: number;
  /** Its categories, rising. */
  readonly values: Float64Array;
}

/** Words of a set of categories. */
export const SET_WORDS = 8;

/** The columns that any node looks at, rising. */
export function usedColumns({ feature }: Trees): Int32Array {
  return Int32Array.from([...new Set(feature)].filter((column) => column >= 0)).sort();
}

/** Does a value go left at a node? */
export function goesLeft(trees: Trees, node: number, value: number): boolean {
  const set = trees.set[node]!;
  if (set >= 0) return inSet(trees.sets, bitOf(trees, trees.feature[node]!, value), SET_WORDS * set);
  return Number.isNaN(value) ? trees.missingLeft[node] === 1 : value <= trees.threshold[node]!;
}

/** The leaf that a row's values, the first of them at `at`, come to from a root. */
export function leafAt(trees: Trees, root: number, values: Float64Array, at: number): number {
  const { feature, threshold, left, missingLeft, set } = trees;
  let node = root;
  for (let column = feature[node]!; column >= 0; column = feature[node]!) {
    const value = values[at + column]!;
    const isLeft =
      set[node]! >= 0
        ? goesLeft(trees, node, value)
        : value <= threshold[node]! || (missingLeft[node] === 1 && Number.isNaN(value));
    node = left[node]! + (isLeft ? 0 : 1);
  }
  return node;
}

function bitOf({ categories }: Trees, column: number, value: number): number {
  const known = categories.find((one) => one.column === column)!.values;
  return Number.isNaN(value) ? known.length : categoryAt(known, value);
}

/** Is a bit of a set set? */
export function inSet(set: ArrayLike<number>, bin: number, from = 0): boolean {
  return ((set[from + (bin >> 5)]! >>> (bin & 31)) & 1) === 1;
}

/** Trees of one kind, one behind the other. */
export function joinTrees(parts: readonly Trees[]): Trees {
  const [first] = parts;
  const starts = startsOf(parts, ({ feature }) => feature.length);
  const setStarts = startsOf(parts, ({ sets }) => sets.length / SET_WORDS);
  const joined = <A extends Int32Array | Uint32Array | Uint8Array | Float64Array>(list: A[], made: A): A => {
    list.reduce((at, one) => {
      made.set(one, at);
      return at + one.length;
    }, 0);
    return made;
  };
  const nodes = starts.at(-1)!;
  const moved = (list: Int32Array, by: number, empty: number): Int32Array =>
    list.map((at) => (at === empty ? empty : at + by));
  return {
    roots: Int32Array.from(parts.flatMap(({ roots }, k) => Array.from(roots, (root) => root + starts[k]!))),
    feature: joined(
      parts.map(({ feature }) => feature),
      new Int32Array(nodes),
    ),
    threshold: joined(
      parts.map(({ threshold }) => threshold),
      new Float64Array(nodes),
    ),
    left: joined(
      parts.map(({ left }, k) => moved(left, starts[k]!, 0)),
      new Int32Array(nodes),
    ),
    missingLeft: joined(
      parts.map(({ missingLeft }) => missingLeft),
      new Uint8Array(nodes),
    ),
    set: joined(
      parts.map(({ set }, k) => moved(set, setStarts[k]!, -1)),
      new Int32Array(nodes),
    ),
    sets: joined(
      parts.map(({ sets }) => sets),
      new Uint32Array(setStarts.at(-1)! * SET_WORDS),
    ),
    categories: first!.categories,
    values: joined(
      parts.map(({ values }) => values),
      new Float64Array(nodes * first!.width),
    ),
    width: first!.width,
    cover: joined(
      parts.map(({ cover }) => cover),
      new Float64Array(nodes),
    ),
    gain: joined(
      parts.map(({ gain }) => gain),
      new Float64Array(nodes),
    ),
  };
}

function startsOf(parts: readonly Trees[], length: (one: Trees) => number): number[] {
  const starts = [0];
  for (const one of parts) starts.push(starts.at(-1)! + length(one));
  return starts;
}
