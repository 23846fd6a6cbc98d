/** A tree of merges over weighted points. */
export interface WardTree {
  /** What was merged, step by step, two numbers each: a point by its number, what step s made by s more than there are points. */
  readonly merges: Int32Array;
  /** By how much each merge raised the sum of squared distances to the centroids. Never falls. */
  readonly heights: Float64Array;
  /** The points in an order in which like ones are neighbors: what was merged stands together, turned so that near ends meet. */
  readonly order: Int32Array;
}

interface Cluster {
  readonly id: number;
  readonly weight: number;
  readonly centroid: Float64Array;
  readonly leaves: readonly number[];
}

/** The weight of a point that has none, as a share of all: it joins the point nearest to it. */
const NO_WEIGHT = 1e-12;

/**
 * Ward's method (J. Ward, "Hierarchical grouping to optimize an objective function", 1963) on points of different weight: of all pairs the two are merged
 * that raise the weighted sum of squared distances to the centroids least, w_a w_b / (w_a + w_b) times their squared distance; of ties the first.
 */
export function wardTree(points: Float64Array, weights: ArrayLike<number>): WardTree {
  const count = weights.length;
  const width = points.length / count;
  const total = Array.from(weights).reduce((sum, weight) => sum + weight, 0);
  const clusters: Cluster[] = Array.from({ length: count }, (_, id) => ({
    id,
    weight: Math.max(weights[id]!, total * NO_WEIGHT),
    centroid: points.slice(id * width, (id + 1) * width),
    leaves: [id],
  }));
  const costs = clusters.map((a, i) => clusters.slice(0, i).map((b) => costOf(a, b)));
  const merges = new Int32Array(2 * (count - 1));
  const heights = new Float64Array(count - 1);
  for (let step = 0; step < count - 1; step++) {
    const [i, j] = cheapest(costs);
    const [a, b] = [clusters[j]!, clusters[i]!];
    heights[step] = Math.max(costs[i]![j]!, heights[step - 1] ?? 0);
    merges.set([a.id, b.id], 2 * step);
    const merged = joined(a, b, count + step, points, width);
    clusters[j] = merged;
    clusters.splice(i, 1);
    costs.splice(i, 1);
    for (const row of costs.slice(i)) row.splice(i, 1);
    for (let k = 0; k < clusters.length; k++)
      if (k !== j) costs[Math.max(j, k)]![Math.min(j, k)] = costOf(merged, clusters[k]!);
  }
  return { merges, heights, order: Int32Array.from(clusters[0]!.leaves) };
}

/** The group of each point where the tree is cut into `groups`, numbered by their weight, the heaviest first. */
export function cutTree({ merges }: Pick<WardTree, "merges">, weights: ArrayLike<number>, groups: number): Int32Array {
  const count = weights.length;
  const members = Array.from({ length: count }, (_, id): number[] => [id]);
  for (let step = 0; step < count - groups; step++) {
    const [a, b] = [merges[2 * step]!, merges[2 * step + 1]!];
    members.push([...members[a]!, ...members[b]!]);
    members[a] = [];
    members[b] = [];
  }
  const weightOf = (points: readonly number[]): number => points.reduce((sum, point) => sum + weights[point]!, 0);
  const found = members
    .filter((points) => points.length > 0)
    .sort((a, b) => weightOf(b) - weightOf(a) || Math.min(...a) - Math.min(...b));
  const out = new Int32Array(count);
  found.forEach((points, group) => {
    for (const point of points) out[point] = group;
  });
  return out;
}

function costOf(a: Cluster, b: Cluster): number {
  return ((a.weight * b.weight) / (a.weight + b.weight)) * squaredDistance(a.centroid, b.centroid);
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) * (a[j]! - b[j]!);
  return sum;
}

/** The positions of the cheapest pair in a lower triangle. */
function cheapest(costs: readonly (readonly number[])[]): [larger: number, smaller: number] {
  let [least, i, j] = [Number.POSITIVE_INFINITY, 1, 0];
  costs.forEach((row, a) => {
    row.forEach((cost, b) => {
      if (cost < least) [least, i, j] = [cost, a, b];
    });
  });
  return [i, j];
}

function joined(a: Cluster, b: Cluster, id: number, points: Float64Array, width: number): Cluster {
  const weight = a.weight + b.weight;
  const centroid = a.centroid.map((value, j) => (a.weight * value + b.weight * b.centroid[j]!) / weight);
  const point = (leaf: number): Float64Array => points.subarray(leaf * width, (leaf + 1) * width);
  const turns = [a.leaves, a.leaves.toReversed()].flatMap((first) =>
    [b.leaves, b.leaves.toReversed()].map((second) => ({
      leaves: [...first, ...second],
      gap: squaredDistance(point(first.at(-1)!), point(second[0]!)),
    })),
  );
  const { leaves } = turns.reduce((best, turn) => (turn.gap < best.gap ? turn : best));
  return { id, weight, centroid, leaves };
}
