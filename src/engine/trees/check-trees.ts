import type { Trees } from "./trees.js";

/**
 * What is wrong with trees whose arrays have the right types, lengths and ranges: a walk from a root must end. Children stand behind their parent in
 * the same tree, every node but the root has one parent, and columns of categories, and only these, are split by sets.
 */
export function faultOfTrees({ roots, feature, left, set, categories }: Trees): string | undefined {
  const nodes = feature.length;
  if (roots.length === 0) return nodes === 0 ? undefined : "has nodes without a tree";
  if (roots[0] !== 0) return "has nodes before its first tree";
  const nominal = new Set(categories.map(({ column }) => column));
  if (nominal.size < categories.length) return "has the categories of a column twice";
  const parents = new Uint8Array(nodes);
  for (let t = 0; t < roots.length; t++) {
    const end = t + 1 < roots.length ? roots[t + 1]! : nodes;
    for (let node = roots[t]!; node < end; node++) {
      if (feature[node]! === -1) continue;
      const child = left[node]!;
      if (!(child > node && child + 1 < end)) return `has a node ${node} whose children are ${child} and ${child + 1}`;
      for (const next of [child, child + 1]) {
        if (parents[next] === 1) return `has a node ${next} with two parents`;
        parents[next] = 1;
      }
      if (set[node]! >= 0 !== nominal.has(feature[node]!)) return `has a node ${node} whose set fits no categories`;
    }
    for (let node = roots[t]! + 1; node < end; node++)
      if (parents[node] === 0) return `has a node ${node} without a parent`;
  }
  return undefined;
}
