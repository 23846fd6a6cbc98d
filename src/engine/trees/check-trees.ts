import { KindredError } from "../../errors/index.js";
import { MAX_BINS } from "./column-bins.js";
import { SET_WORDS, type Trees } from "./trees.js";

/**
 * Refuses trees that could lead anywhere but to a leaf of their own: every node but the roots has one parent, in the same tree and before it;
 * every column, set and category exists, every answer is a number.
 *
 * @param columns - How many columns the rows have.
 * @param width - How many numbers a leaf has to answer.
 */
export function checkTrees(trees: Trees, columns: number, width: number): void {
  const { roots, feature, left, missingLeft, set, sets, threshold, values, cover, gain } = trees;
  const whole = [roots, feature, left, set].every((list) => list instanceof Int32Array);
  const real = [threshold, values, cover, gain].every((list) => list instanceof Float64Array);
  demand(whole && real && missingLeft instanceof Uint8Array && sets instanceof Uint32Array, "no typed arrays");
  const nodes = feature.length;
  const lengths: readonly (readonly [ArrayLike<number>, number])[] = [
    [threshold, nodes],
    [left, nodes],
    [missingLeft, nodes],
    [set, nodes],
    [cover, nodes],
    [gain, nodes],
    [values, nodes * width],
  ];
  demand(trees.width === width && lengths.every(([list, length]) => list.length === length), "arrays of other lengths");
  demand(sets.length % SET_WORDS === 0, "half a set of categories");
  for (const list of [threshold, gain]) demand(!list.some(Number.isNaN), "a value that is no number");
  demand(values.every(Number.isFinite), "an answer that is no number");
  demand(
    cover.every((weight) => weight >= 0 && Number.isFinite(weight)),
    "a weight below zero",
  );
  checkCategories(trees, columns);
  checkShape(trees, columns);
}

function checkCategories({ categories }: Trees, columns: number): void {
  demand(Array.isArray(categories), "no list of categories");
  const seen = new Set<number>();
  for (const { column, values } of categories) {
    demand(values instanceof Float64Array, "categories that are no numbers");
    demand(isPosition(column, columns) && !seen.has(column), `categories of column ${column}`);
    demand(values.length <= MAX_BINS, `more than ${MAX_BINS} categories`);
    demand(
      !values.some((value, k) => Number.isNaN(value) || (k > 0 && value <= values[k - 1]!)),
      "categories out of order",
    );
    seen.add(column);
  }
}

function checkShape({ roots, feature, left, set, sets, categories }: Trees, columns: number): void {
  const nodes = feature.length;
  const parents = new Uint8Array(nodes);
  const nominal = new Set(categories.map(({ column }) => column));
  roots.forEach((root, t) => {
    const end = t + 1 < roots.length ? roots[t + 1]! : nodes;
    demand(root < end && (t > 0 || root === 0), "a tree without a node");
    for (let node = root; node < end; node++) {
      if (feature[node]! === -1) continue;
      demand(isPosition(feature[node]!, columns), `a node that looks at column ${feature[node]}`);
      const child = left[node]!;
      demand(child > node && child + 1 < end, `a node ${node} whose children are ${child} and ${child + 1}`);
      for (const next of [child, child + 1]) {
        demand(parents[next] === 0, `a node ${next} with two parents`);
        parents[next] = 1;
      }
      const own = set[node]!;
      demand(own === -1 || isPosition(own, sets.length / SET_WORDS), `a set ${own} that is not there`);
      demand(own >= 0 === nominal.has(feature[node]!), "a set where there are no categories");
    }
    for (let node = root + 1; node < end; node++) demand(parents[node] === 1, `a node ${node} without a parent`);
  });
  demand(roots.length > 0 || nodes === 0, "nodes without a tree");
}

function isPosition(at: number, length: number): boolean {
  return Number.isInteger(at) && at >= 0 && at < length;
}

function demand(holds: boolean, found: string): void {
  if (holds) return;
  throw new KindredError({
    code: "BAD_DOCUMENT",
    where: "load",
    problem: `the trees have ${found}`,
    fix: "Use the document as it was written",
  });
}
