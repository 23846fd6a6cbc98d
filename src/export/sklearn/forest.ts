import { KindredError } from "../../errors/index.js";
import type { Trees } from "../program.js";
import type { SklearnTree } from "./document.js";

/** Trees of scikit-learn as flat arrays, in which the children of a node are neighbors. */
export function forestOf(trees: readonly SklearnTree[]): Trees {
  const roots: number[] = [];
  const nodes: { readonly tree: SklearnTree; readonly at: number; readonly child: number }[] = [];
  for (const tree of trees) {
    const start = nodes.length;
    roots.push(start);
    const order = [0];
    for (let k = 0; k < order.length; k++) {
      const at = order[k]!;
      const isLeaf = tree.left[at] === -1;
      nodes.push({ tree, at, child: isLeaf ? 0 : start + order.length });
      if (!isLeaf) order.push(tree.left[at]!, tree.right[at]!);
      if (order.length > tree.left.length) throw malformed("a tree whose nodes meet again");
    }
  }
  const number = (list: readonly number[], at: number): number => list[at] ?? Number.NaN;
  return {
    roots: Int32Array.from(roots),
    feature: Int32Array.from(nodes, ({ tree, at, child }) => (child === 0 ? -1 : number(tree.feature, at))),
    threshold: Float64Array.from(nodes, ({ tree, at, child }) =>
      child === 0 ? 0 : doubleThreshold(number(tree.threshold, at)),
    ),
    left: Int32Array.from(nodes, ({ child }) => child),
    missingLeft: Uint8Array.from(nodes, ({ tree, at, child }) => (child === 0 ? 0 : number(tree.missingLeft, at))),
    set: new Int32Array(nodes.length).fill(-1),
    sets: new Uint32Array(0),
    categories: [],
    values: Float64Array.from(nodes.flatMap(({ tree, at }) => sharesOf(tree.values[at] ?? []))),
    width: trees[0]!.values[0]!.length,
    cover: Float64Array.from(nodes, ({ tree, at }) => number(tree.cover, at)),
    gain: Float64Array.from(nodes, ({ tree, at, child }) => (child === 0 ? 0 : gainOf(tree, at))),
  };
}

function sharesOf(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

/** How much a split lowered the impurity, by weight. */
function gainOf({ impurity, cover, left, right }: SklearnTree, at: number): number {
  const weighed = (node: number): number => impurity[node]! * cover[node]!;
  return Math.max(0, weighed(at) - weighed(left[at]!) - weighed(right[at]!));
}

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/**
 * scikit-learn rounds values to float32 and compares these with a threshold in float64. This is the largest double that rounds to what is not above
 * the threshold, so that values need not be rounded.
 */
export function doubleThreshold(threshold: number): number {
  const LARGEST = 3.4028234663852886e38;
  if (Math.abs(threshold) >= LARGEST) return threshold;
  let below = Math.fround(threshold);
  if (below > threshold) below = neighbor(below, -1);
  const above = neighbor(below, 1);
  const middle = below + (above - below) / 2;
  // A value in the middle rounds to the even one of the two.
  return Math.fround(middle) === below ? middle : previousDouble(middle);
}

/** The next float32 in a direction. */
function neighbor(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * 2 ** -149;
  single[0] = value;
  bits[0] = bits[0]! + (value > 0 === direction > 0 ? 1 : -1);
  return single[0];
}

function previousDouble(value: number): number {
  const float = Float64Array.of(value);
  const whole = new BigInt64Array(float.buffer);
  if (value === 0) return -Number.MIN_VALUE;
  whole[0] = whole[0]! + (value > 0 ? -1n : 1n);
  return float[0]!;
}

/** The error for a document that does not fit itself. */
export function malformed(problem: string, cause?: unknown): KindredError {
  return new KindredError({
    code: "BAD_DOCUMENT",
    where: "fromSklearn",
    problem: `the document has ${problem}`,
    fix: "Write it with python/kindred_export.py, and pass it whole",
    cause,
  });
}
