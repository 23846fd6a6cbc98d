import { agnes } from "ml-hclust";
import { describe, expect, it } from "vitest";
import { cutTree, wardTree } from "../../src/cluster/segment-groups/ward.js";
import { adjustedRandIndex, KMeans, load, SegmentGroups } from "../../src/index.js";
import { fixture } from "../reference.js";

let state = 5;
const random = (): number => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};
const points = Array.from({ length: 24 }, () => [10 * random(), 10 * random(), 3 * random()]);
const flat = Float64Array.from(points.flat());
const ones = new Float64Array(points.length).fill(1);

/** The sum of squared distances of weighted points to the centroids of their groups. */
function within(rows: readonly number[][], weights: ArrayLike<number>, groups: ArrayLike<number>): number {
  let sum = 0;
  for (const group of new Set(Array.from(groups))) {
    const own = rows.flatMap((row, i) => (groups[i] === group ? [{ row, weight: weights[i]! }] : []));
    const total = own.reduce((all, { weight }) => all + weight, 0);
    const center = own[0]!.row.map((_, j) => own.reduce((all, { row, weight }) => all + weight * row[j]!, 0) / total);
    for (const { row, weight } of own)
      sum += weight * row.reduce((all, value, j) => all + (value - center[j]!) ** 2, 0);
  }
  return sum;
}

describe("Ward's method on weighted points", () => {
  it("merges as ml-hclust does where all weigh the same", () => {
    const tree = wardTree(flat, ones);
    const other = agnes(
      points.map((row) => [...row]),
      { method: "ward2" },
    );
    for (const groups of [2, 3, 5, 9]) {
      const cut = cutTree(tree, ones, groups);
      const theirs = new Int32Array(points.length);
      other.group(groups).children.forEach((child, k) => {
        for (const index of child.indices()) theirs[index] = k;
      });
      expect(adjustedRandIndex(cut, theirs)).toBe(1);
    }
  });

  it("takes a weight for as many equal points", () => {
    const weights = points.map((_, i) => 1 + (i % 4));
    const repeated = points.flatMap((row, i) => Array.from({ length: weights[i]! }, () => row));
    const owners = points.flatMap((_, i) => Array.from({ length: weights[i]! }, () => i));
    for (const groups of [2, 4, 7]) {
      const cut = cutTree(wardTree(flat, weights), weights, groups);
      const plain = new Float64Array(repeated.length).fill(1);
      const expected = cutTree(wardTree(Float64Array.from(repeated.flat()), plain), plain, groups);
      expect(
        adjustedRandIndex(
          owners.map((i) => cut[i]!),
          expected,
        ),
      ).toBe(1);
    }
  });

  it("raises the sum of squares by the heights of its merges, which never fall", () => {
    const weights = points.map((_, i) => 1 + (i % 5));
    const { merges, heights, order } = wardTree(flat, weights);
    let before = within(
      points,
      weights,
      points.map((_, i) => i),
    );
    heights.forEach((height, step) => {
      const now = within(points, weights, cutTree({ merges }, weights, points.length - step - 1));
      expect(now - before).toBeCloseTo(height, 8);
      expect(height).toBeGreaterThanOrEqual(heights[step - 1] ?? 0);
      before = now;
    });
    expect([...order].sort((a, b) => a - b)).toEqual(points.map((_, i) => i));
  });
});

describe("SegmentGroups", () => {
  const rows = fixture<{ tables: Record<string, number[][]> }>("cluster").tables["more groups"]!;

  it("has a k-means for its types and a group for each type, drawn together", async () => {
    const fitted = await new SegmentGroups({ types: 12, groups: 4, seed: 2 }).fit(rows);
    const types = await new KMeans({ clusters: 12, seed: 2 }).fit(rows);
    expect([...fitted.predictTypes(rows)]).toEqual([...types.predict(rows)]);
    const groups = fitted.predict(rows);
    expect([...groups]).toEqual([...fitted.predictTypes(rows)].map((type) => fitted.groupOfType[type]));
    expect(fitted.groups.map((group) => group.rows)).toEqual(
      [0, 1, 2, 3].map((group) => groups.filter((one) => one === group).length),
    );
    expect(fitted.groups.map((group) => group.rows)).toEqual(
      fitted.groups.map((group) => group.rows).sort((a, b) => b - a),
    );
    const drawn = Array.from(fitted.order, (type) => fitted.groupOfType[type]);
    expect(drawn.filter((group, i) => group !== drawn[i - 1]).length).toBe(4);
    expect(fitted.transform(rows).columns).toEqual(["group", "type"]);
  });

  it("gives the same bits on any number of threads and out of JSON, and refuses more groups than types", async () => {
    const estimator = new SegmentGroups({ types: 6, groups: 3, starts: 2, seed: 1 });
    const fitted = await estimator.fit(rows, { threads: 1 });
    expect(JSON.stringify(await estimator.fit(rows, { threads: 2 }))).toBe(JSON.stringify(fitted));
    const again = load(JSON.stringify(fitted), { as: SegmentGroups });
    expect([...again.predict(rows)]).toEqual([...fitted.predict(rows)]);
    expect(() => new SegmentGroups({ types: 3, groups: 4 })).toThrow(/more groups than types/);
  });
});
