import { afterAll, describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { endPool } from "../../src/engine/threads/index.js";
import { FeatureMatrix, GradientBoosting } from "../../src/index.js";

afterAll(() => endPool());

const ROWS = 6000;
const COLUMNS = 50;
const random = new Random(1);
const columns = Object.fromEntries(
  Array.from({ length: COLUMNS }, (_, j) => [
    `x${j}`,
    Float64Array.from({ length: ROWS }, () => (random.below(20) === 0 ? Number.NaN : random.below(j + 2))),
  ]),
);
const x = FeatureMatrix.fromColumns(columns);
const y = Array.from({ length: ROWS }, (_, i) => {
  const score = (columns["x3"]![i]! || 0) - (columns["x40"]![i]! || 50) / 20 + random.normal();
  return score > 2 ? "a" : score > 0 ? "b" : "c";
});

describe("GradientBoosting on several threads", () => {
  it("learns the same bits on one thread and on three, names and samples included", async () => {
    const boosting = new GradientBoosting({
      iterations: 3,
      categorical: ["x30", "x45"],
      columnSample: 0.8,
      subsample: 0.9,
    });
    const one = await boosting.fit(x, y, { threads: 1 });
    const three = await boosting.fit(x, y, { threads: 3 });
    expect(JSON.stringify(three)).toBe(JSON.stringify(one));
  });

  it("stops where a signal says so, and says how far it is", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const fitting = new GradientBoosting({ iterations: 100_000 }).fit(x, y, {
      threads: 2,
      signal: controller.signal,
      onProgress: ({ done, total }) => {
        if (total !== 100_000) return;
        seen.push(done);
        if (done > 0) controller.abort(new Error("enough"));
      },
    });
    await expect(fitting).rejects.toThrow("enough");
    expect(seen.at(-1)).toBeGreaterThan(0);
  });
});
