import { afterEach, describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/numeric/random/index.js";
import {
  findBins,
  growTree,
  makeMemory,
  openWorkspace,
  packGradients,
  type Workspace,
} from "../../../src/engine/trees/index.js";
import { useReference } from "../../../src/engine/wasm/index.js";
import { FeatureMatrix } from "../../../src/matrix/index.js";

const ROWS = 3000;

/** Amounts, codes, codes with gaps, and names. */
function rowsOf(seed: number): { x: FeatureMatrix; g: Float64Array; h: Float64Array } {
  const random = new Random(seed);
  const column = (at: () => number): Float64Array => Float64Array.from({ length: ROWS }, at);
  const x = FeatureMatrix.fromColumns({
    amount: column(() => random.normal() * 100),
    code: column(() => random.below(6)),
    gaps: column(() => (random.below(4) === 0 ? Number.NaN : random.below(20))),
    name: column(() => random.below(40)),
    constant: column(() => 3),
  });
  const h = column(() => random.uniform() / 4);
  const g = Float64Array.from(
    h,
    (_, i) => random.normal() - (x.column("code")[i]! > 3 ? 0.5 : 0) + (x.column("name")[i]! % 3) / 3,
  );
  return { x, g, h };
}

function grown(
  seed: number,
  slots = 31,
  order?: Int32Array,
): { space: Workspace; growth: ReturnType<typeof growTree> } {
  const { x, g, h } = rowsOf(seed);
  const all = Int32Array.from({ length: ROWS }, (_, i) => i);
  const features = findBins(x, all, { maxBins: 64, categorical: new Set([3]) });
  const plan = { features, rows: ROWS, leaves: slots };
  const space = openWorkspace(makeMemory(plan), plan);
  space.fillBins(x, 0);
  space.index.set(order ?? all);
  const units = packGradients(space, ROWS, g, h);
  const rules = { l2: 0, minSamplesLeaf: 10, minHessian: 1e-3, maxLeaves: 31, maxDepth: 20, learningRate: 1 };
  return { space, growth: growTree(space, ROWS, units, rules, new Uint8Array(features.length).fill(1), undefined) };
}

describe("growing trees", () => {
  afterEach(() => useReference(false));

  it("grows the same tree, to the bit, from the compiled kernels and from the reference", () => {
    const compiled = grown(1).growth.tree;
    useReference(true);
    expect(grown(1).growth.tree).toEqual(compiled);
    expect(compiled.length).toBe(61);
  });

  it("grows the same tree from rows in another order", () => {
    expect(grown(2, 31, new Random(5).permutation(ROWS)).growth.tree).toEqual(grown(2).growth.tree);
  });

  it("grows the same tree where there is room for the histograms of two leaves alone", () => {
    expect(grown(3, 2).growth.tree).toEqual(grown(3).growth.tree);
  });

  it("leaves out columns that say the same of every row", () => {
    expect(grown(1).space.features.map(({ column }) => column)).toEqual([0, 1, 2, 3]);
  });

  it("sums what a plain loop sums, to rounding of the packed units", () => {
    const { g, h } = rowsOf(4);
    const { space, growth } = grown(4);
    for (const { node, from, rows } of growth.leaves) {
      let [sumG, sumH] = [0, 0];
      for (let i = from; i < from + rows; i++) {
        sumG += g[space.index[i]!]!;
        sumH += h[space.index[i]!]!;
      }
      // 3,000 rows leave each row's derivatives 2^-33 of the largest: leaves of ten rows and more agree to eight digits.
      const { set, values, cover } = growth.tree[node]!;
      expect(set).toBeUndefined();
      expect(cover).toBe(rows);
      const [least, most] = [-sumG / sumH, -sumG / (sumH + 10)].sort((a, b) => a - b);
      expect(values[0]!).toBeGreaterThanOrEqual(least! - 1e-8);
      expect(values[0]!).toBeLessThanOrEqual(most! + 1e-8);
    }
  });
});

describe("finding bins", () => {
  it("gives every distinct value a bin where there is room, with ends half way between", () => {
    const x = FeatureMatrix.fromColumns({ a: [4, 1, 2, 2, Number.NaN] });
    const [bins] = findBins(x, Int32Array.of(0, 1, 2, 3, 4), { maxBins: 3, categorical: new Set() });
    expect(Array.from(bins!.ends)).toEqual([1.5, 3]);
  });

  it("shares rows evenly among bins where there are more values, and gives a frequent value one of its own", () => {
    const values = [...new Array<number>(500).fill(7), ...Array.from({ length: 1000 }, (_, i) => 8 + i)];
    const x = FeatureMatrix.fromColumns({ a: values });
    const rows = Int32Array.from(values, (_, i) => i);
    const [bins] = findBins(x, rows, { maxBins: 11, categorical: new Set() });
    expect(bins!.count).toBe(11);
    expect(Array.from(bins!.ends)).toEqual(Array.from({ length: 10 }, (_, k) => 7.5 + 100 * k));
  });

  it("keeps infinite values apart from finite ones", () => {
    const x = FeatureMatrix.fromColumns({ a: [Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY] });
    const [bins] = findBins(x, Int32Array.of(0, 1, 2), { maxBins: 255, categorical: new Set() });
    expect(Array.from(bins!.ends)).toEqual([Number.NEGATIVE_INFINITY, 0]);
  });
});
