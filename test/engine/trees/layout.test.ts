import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/numeric/random/index.js";
import { findBins, makeMemory, openWorkspace } from "../../../src/engine/trees/index.js";
import { FeatureMatrix } from "../../../src/matrix/index.js";

/** Sizes about every width that kernels work in: four, eight and sixty-four features. */
const FEATURES = fc.oneof(fc.integer({ min: 1, max: 33 }), fc.constantFrom(40, 63, 64, 65, 71, 72, 73, 127, 128, 129));

describe("the memory that trees grow in", () => {
  it("keeps every histogram apart from all others, of every leaf, and within its memory", () => {
    fc.assert(
      fc.property(
        FEATURES,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 255 }),
        fc.integer({ min: 0, max: 1000 }),
        (width, rows, leaves, maxBins, seed) => {
          const random = new Random(seed);
          const x = FeatureMatrix.fromColumns(
            Object.fromEntries(
              Array.from({ length: width }, (_, f) => [
                `x${f}`,
                Float64Array.from({ length: rows }, () => random.below(1 + random.below(300))),
              ]),
            ),
          );
          const all = Int32Array.from({ length: rows }, (_, i) => i);
          const features = findBins(x, all, { maxBins, categorical: new Set() });
          const plan = { features, rows, leaves };
          const space = openWorkspace(makeMemory(plan), plan);
          const ranges: [start: number, end: number][] = [];
          for (let slot = 0; slot < space.slots; slot++)
            for (let f = 0; f < space.stride; f++) {
              const start = 4 * space.base(slot, f);
              // Features that pad share one bin.
              if (f <= features.length) ranges.push([start, start + 16 * ((features[f]?.count ?? 0) + 1)]);
            }
          const { at, slots, slotBytes } = space;
          ranges.push([at.bins, at.bins + space.stride * rows], [at.index, at.index + 4 * rows]);
          ranges.push([at.spare, at.spare + 4 * (rows + 1)], [at.gradients, at.gradients + 16 * rows]);
          ranges.push([at.bases, at.bases + 4 * space.stride * slots], [at.usable, at.usable + space.stride]);
          ranges.push([at.counts, at.counts + 4 * space.stride], [at.goes, at.goes + 256]);
          for (const results of at.results) ranges.push([results, results + 16 * space.stride]);
          ranges.sort((a, b) => a[0] - b[0]);
          for (let i = 1; i < ranges.length; i++) expect(ranges[i]![0]).toBeGreaterThanOrEqual(ranges[i - 1]![1]);
          expect(ranges.at(-1)![1]).toBeLessThanOrEqual(space.words.buffer.byteLength);
          for (let slot = 0; slot < slots; slot++)
            expect(4 * space.base(slot, space.stride - 1) + 16).toBeLessThanOrEqual(
              at.histograms + (slot + 1) * slotBytes,
            );
        },
      ),
      { numRuns: 150 },
    );
  });
});
