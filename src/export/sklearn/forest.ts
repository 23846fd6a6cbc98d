import type { Trees } from "../program.js";
import type { SklearnTree } from "./document.js";
import { flatTrees } from "./flat-trees.js";

/** The trees of a forest, whose leaves answer with the share of each class. */
export function forestOf(trees: readonly SklearnTree[]): Trees {
  return flatTrees(
    trees.map((tree) => ({
      ...tree,
      threshold: tree.threshold.map(doubleThreshold),
      values: tree.values.map(sharesOf),
      gain: tree.left.map((child, at) => (child === -1 ? 0 : gainOf(tree, at))),
    })),
    trees[0]!.values[0]!.length,
  );
}

function sharesOf(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

/** How much a split lowered the impurity, by weight. */
function gainOf({ impurity, cover, left, right }: SklearnTree, at: number): number {
  const weighed = (node: number): number => impurity[node]! * cover[node]!;
  return weighed(at) - weighed(left[at]!) - weighed(right[at]!);
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
