import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { chooseClusters } from "../../src/index.js";

/** Four clouds at the corners of a square. */
function clouds(rows: number): number[][] {
  const random = new Random(5);
  return Array.from({ length: rows }, (_, i) => [
    8 * (i % 2) + random.normal(),
    8 * (Math.floor(i / 2) % 2) + random.normal(),
  ]);
}

describe("chooseClusters", () => {
  it("finds four clouds by every criterion", async () => {
    const { best, choices, toText } = await chooseClusters(clouds(400), { from: 2, to: 8 }).then((found) => ({
      best: found.best,
      choices: found.choices,
      toText: found.toText(),
    }));
    expect(best).toEqual({ knee: 4, silhouette: 4, calinskiHarabasz: 4, daviesBouldin: 4, stability: 4 });
    expect(choices.map((choice) => choice.clusters)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    for (let i = 1; i < choices.length; i++) expect(choices[i]!.inertia).toBeLessThan(choices[i - 1]!.inertia);
    expect(choices[2]!.stability).toBeGreaterThan(0.99);
    expect(choices[5]!.stability).toBeLessThan(0.95);
    expect(toText.split("\n")).toHaveLength(9);
  });

  it("gives the same for the same seed, looks at a sample, and tells how far it is", async () => {
    const rows = clouds(300);
    const steps: number[] = [];
    const options = { from: 2, to: 4, sample: 100, bootstraps: 2, seed: 9 };
    const a = await chooseClusters(rows, { ...options, onProgress: ({ done }) => steps.push(done) });
    const b = await chooseClusters(rows, options);
    expect(a.choices).toEqual(b.choices);
    expect(a.rows).toBe(100);
    expect(steps).toEqual([1, 2, 3]);
    const other = await chooseClusters(rows, { ...options, seed: 10 });
    expect(other.choices).not.toEqual(a.choices);
  });

  it("stops when it is told to, and refuses ranges that make no sense", async () => {
    await expect(chooseClusters(clouds(100), { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
      "enough",
    );
    await expect(chooseClusters([[1], [2]], {})).rejects.toThrow("12 clusters of 2 rows were to be tried");
    await expect(chooseClusters(clouds(50), { from: 5, to: 3 })).rejects.toThrow("from is 5 and to is 3");
    await expect(chooseClusters(clouds(50), { bootstraps: 0.5 })).rejects.toThrow("bootstraps is 0.5");
  });
});
