import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { calinskiHarabasz, chooseClusters, daviesBouldin, FeatureMatrix, silhouette } from "../../src/index.js";
import { JudgedRows } from "../../src/segmentation/choose-clusters/criteria.js";
import { RowDistances } from "../../src/segmentation/choose-clusters/row-distances.js";
import { realData } from "../reference.js";

/** Four clouds at the corners of a square. */
function clouds(rows: number): number[][] {
  const random = new Random(5);
  return Array.from({ length: rows }, (_, i) => [
    8 * (i % 2) + random.normal(),
    8 * (Math.floor(i / 2) % 2) + random.normal(),
  ]);
}

function uniform(rows: number, columns: number): number[][] {
  const random = new Random(8);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.uniform()));
}

describe("chooseClusters", () => {
  it("finds four clouds by every criterion, and advises four with its reasons", async () => {
    const choice = await chooseClusters(clouds(400), { from: 2, to: 8 });
    expect(choice.best).toEqual({
      knee: 4,
      silhouette: 4,
      calinskiHarabasz: 4,
      daviesBouldin: 4,
      gap: 4,
      stability: 4,
    });
    expect(choice.rows.map(({ k }) => k)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    for (let i = 1; i < choice.rows.length; i++)
      expect(choice.rows[i]!.inertia).toBeLessThan(choice.rows[i - 1]!.inertia);
    const four = choice.rows[2]!;
    expect(four.jaccard).toHaveLength(4);
    expect(four.stability).toBe(Math.min(...four.jaccard));
    expect(four.stability).toBeGreaterThan(0.95);
    expect(choice.rows[5]!.stability).toBeLessThan(0.75);
    expect(four.spread.silhouette).toBeGreaterThan(0);
    expect(four.spread.silhouette).toBeLessThan(0.1);
    expect(choice.advice.clusters).toBe(4);
    expect(choice.advice.sentence).toBe("Make 4 segments: the people themselves fall into as many groups.");
    expect(choice.advice.reasons.join(" ")).toContain("Each of the 4 comes out again");
    expect(inspect(choice)).toBe(choice.toText());
    expect(choice.toText()).toContain("least Jaccard");
    expect(choice.toTable().numRows).toBe(7);
    expect(JSON.parse(JSON.stringify(choice)).advice.clusters).toBe(4);
  });

  it("tells no segment of fewer than 30 people in what is passed on", async () => {
    const random = new Random(4);
    const rows = Array.from({ length: 120 }, (_, i) => [(i < 12 ? 40 : 0) + random.normal(), random.normal()]);
    const choice = await chooseClusters(rows, { from: 2, to: 3, bootstraps: 0, seed: 1 });
    expect(choice.rows[0]!.smallest).toBe(12);
    expect(JSON.parse(JSON.stringify(choice)).rows[0].smallest).toBeNull();
    expect(choice.toTable().get(0)!.toJSON()["smallest"]).toBeNull();
    expect(choice.toText()).toContain("< 30");
  });

  it("says that a uniform cube has no natural number of clusters, however stable eight corners of it are", async () => {
    for (const columns of [2, 3]) {
      const { advice } = await chooseClusters(uniform(1000, columns), { to: 9, bootstraps: 4 });
      expect(advice.clusters, `${columns} columns`).toBeNull();
      expect(advice.natural).toBe(false);
      expect(advice.sentence).toContain("no natural number of clusters");
    }
  });

  it.skipIf(realData("franti-clusters") === undefined)("finds the fifteen clusters of S1", async () => {
    const text = readFileSync(join(realData("franti-clusters")!, "s1.csv"), "utf8");
    const lines = text.trim().split("\n").slice(1);
    const rows = lines.map((line) => line.split(",").slice(0, 2).map(Number));
    const { advice } = await chooseClusters(rows, { bootstraps: 3, sample: 2500 });
    expect(advice.clusters).toBe(15);
    expect(advice.natural).toBe(true);
  });

  it("tells by how many segments customers are told from the rest, from rows of their own or from flags", async () => {
    // One long cloud without groups; customers are at one end of it.
    const random = new Random(3);
    const rows = Array.from({ length: 1600 }, () => [6 * random.uniform(), random.uniform()]);
    const flags = rows.map(([x]) => x! > 4.5 && random.uniform() < 0.7);
    const options = { to: 10, bootstraps: 3 };
    const { rows: found, advice, best } = await chooseClusters(rows, { ...options, customers: flags });
    expect(advice.natural).toBe(false);
    expect(advice.clusters).toBe(best.customers);
    // From four on a segment ends where the customers begin.
    expect([4, 5]).toContain(best.customers);
    expect(advice.sentence).toContain("more segments tell customers from the rest no better");
    expect(found[2]!.auc!).toBeGreaterThan(0.85);
    expect(found[2]!.spread.auc!).toBeGreaterThan(0);
    const own = await chooseClusters(rows, { ...options, customers: rows.filter((_, i) => flags[i]) });
    expect(own.rows[2]!.auc!).toBeGreaterThan(0.8);
    const byChance = await chooseClusters(rows, { ...options, customers: rows.map(() => random.uniform() < 0.2) });
    expect(byChance.advice.clusters).toBeNull();
    expect(byChance.advice.reasons.join(" ")).toContain("hardly tell customers");
    await expect(chooseClusters(rows, { customers: [true] })).rejects.toThrow("customers has 1 entries for 1600 rows");
    await expect(chooseClusters(rows, { customers: [[1, 2, 3]] })).rejects.toThrow("3 columns and the rows have 2");
  });

  it("has the criteria of the metrics", async () => {
    const rows = FeatureMatrix.from(clouds(300));
    const labels = Int32Array.from({ length: 300 }, (_, i) => (i * 7) % 5);
    const judged = new JudgedRows(rows);
    const found = judged.compactness(labels, 5);
    expect(found.calinskiHarabasz).toBeCloseTo(calinskiHarabasz(rows, labels), 10);
    expect(found.daviesBouldin).toBeCloseTo(daviesBouldin(rows, labels), 10);
    const distances = new RowDistances(judged.values, judged.columns, 300);
    expect(distances.silhouette(labels, 5)).toBeCloseTo(await silhouette(rows, labels), 6);
  });

  it("gives the same for the same seed and any threads, looks at a sample, and tells how far it is", async () => {
    const rows = clouds(300);
    const steps: number[] = [];
    const options = { from: 2, to: 4, sample: 100, bootstraps: 2, seed: 9 };
    const onProgress = ({ done, total }: { done: number; total: number }): void => {
      steps.push(done);
      expect(total).toBe(10);
    };
    const a = await chooseClusters(rows, { ...options, onProgress });
    const b = await chooseClusters(rows, { ...options, threads: 1 });
    expect(a.rows).toEqual(b.rows);
    expect(a.choices).toBe(a.rows);
    expect([a.people, a.lookedAt, a.draws]).toEqual([300, 100, 2]);
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const other = await chooseClusters(rows, { ...options, seed: 10 });
    expect(other.rows).not.toEqual(a.rows);
  });

  it("takes a Table of numbers and other algorithms, and advises nothing where nothing was drawn again", async () => {
    const rows = clouds(120);
    const table = FeatureMatrix.from(rows).toTable();
    const { advice, rows: found } = await chooseClusters(table, { to: 5, bootstraps: 0 });
    expect(advice.clusters).toBeNull();
    expect(found[0]!.stability).toBeNaN();
    expect(found[2]!.silhouette).toBeGreaterThan(0.6);
    const mini = await chooseClusters(rows, { to: 5, bootstraps: 2, kmeans: { algorithm: "miniBatch" } });
    expect(mini.advice.clusters).toBe(4);
  });

  it("stops when it is told to, and refuses ranges that make no sense and values that are missing", async () => {
    await expect(chooseClusters(clouds(100), { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
      "enough",
    );
    const controller = new AbortController();
    const stopped = chooseClusters(clouds(400), {
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done === 3) controller.abort(new Error("halfway"));
      },
    });
    await expect(stopped).rejects.toThrow("halfway");
    await expect(chooseClusters([[1], [2]], {})).rejects.toThrow("2 clusters of 2 rows were to be tried");
    await expect(chooseClusters(clouds(50), { from: 5, to: 3 })).rejects.toThrow("from is 5 and to is 3");
    await expect(chooseClusters(clouds(50), { bootstraps: 0.5 })).rejects.toThrow(
      "expected a whole number of 0 or more, got 0.5",
    );
    await expect(chooseClusters([[1], [Number.NaN], [3]], {})).rejects.toThrow('column "x0" is NaN in row 1');
  });
});
