import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/numeric/random/index.js";
import { DistantGrowth, histogramSpace } from "../../../src/engine/trees/distant-growth.js";
import { leafOf } from "../../../src/engine/trees/grown-tree.js";
import { findBins, growTree, makeMemory, openWorkspace, packGradients } from "../../../src/engine/trees/index.js";
import { histogramsIn, sumHistograms } from "../../../src/engine/trees/step.js";
import { FeatureMatrix } from "../../../src/matrix/index.js";

const ROWS = 400;

describe("a tree whose rows lie elsewhere", () => {
  it("is the one that grows on the rows, however many histograms are asked for at once", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 2, max: 40 }),
        fc.constantFrom(1, 2, 5, 100),
        fc.constantFrom(2, 5, Number.POSITIVE_INFINITY),
        fc.integer({ min: 1, max: 30 }),
        (seed, maxLeaves, most, maxDepth, minSamplesLeaf) => {
          const random = new Random(seed);
          const x = FeatureMatrix.fromColumns(
            Object.fromEntries(
              Array.from({ length: 9 }, (_, f) => [
                `x${f}`,
                Float64Array.from({ length: ROWS }, () =>
                  random.below(9) === 0 ? Number.NaN : random.below(2 + 9 * f),
                ),
              ]),
            ),
          );
          const index = Int32Array.from({ length: ROWS }, (_, i) => i);
          const features = findBins(x, index, { maxBins: 30, categorical: new Set([4]) });
          const plan = { features, rows: ROWS, leaves: maxLeaves };
          const space = openWorkspace(makeMemory(plan), plan);
          space.fillBins(x, 0);
          const g = Float64Array.from(index, () => random.normal());
          const h = Float64Array.from(index, () => random.uniform());
          const rules = { l2: 0.5, minSamplesLeaf, minHessian: 0.01, maxLeaves, maxDepth, learningRate: 0.1 };
          const allowed = new Uint8Array(features.length).fill(1);
          space.index.set(index);
          const units = packGradients(space, ROWS, g, h);
          const { tree } = growTree(space, ROWS, units, rules, allowed, undefined);

          const sum = (rows: Int32Array): Int32Array => {
            space.index.set(rows);
            sumHistograms(space, { from: 0, rows: rows.length, slot: 0 }, 0, space.stride);
            return space.words.slice(...histogramsIn(space, 0, 0, space.stride));
          };
          const growth = new DistantGrowth(histogramSpace(features), units, rules, allowed, sum(index));
          let questions = 0;
          for (let want = growth.want(most); want !== undefined; want = growth.want(most)) {
            const { targets, tree: routes } = want;
            expect(growth.asked).toBeGreaterThan(0);
            expect(growth.asked).toBeLessThanOrEqual(most);
            growth.give(
              Array.from({ length: growth.asked }, (_, target) =>
                sum(index.filter((row) => targets[leafOf(routes, space, row)] === target)),
              ),
            );
            questions++;
          }
          expect(growth.tree).toEqual(tree);
          expect(questions).toBeLessThan(maxLeaves);
        },
      ),
      { numRuns: 60 },
    );
  });
});
