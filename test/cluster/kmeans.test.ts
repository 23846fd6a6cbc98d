import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checksumOf } from "../../src/document/index.js";
import { Random } from "../../src/engine/numeric/random/index.js";
import { setOffloadDelay } from "../../src/engine/threads/index.js";
import { adjustedRandIndex, chooseClusters, FeatureMatrix, KMeans, load, namedFunction } from "../../src/index.js";
import { expectClose, fixture, realData, singleColumns } from "../reference.js";

type Rows = number[][];

interface Case {
  readonly table: string;
  readonly start: Rows;
  readonly centroids: Rows;
  readonly labels: number[];
  readonly inertia: number;
  readonly iterations: number;
  readonly distances: Rows;
  readonly weights?: number[];
  readonly maxIterations?: number;
  readonly tolerance?: number;
  readonly float32?: boolean;
}

const { tables, cases, quality } = fixture<{
  tables: Record<string, Rows>;
  cases: Case[];
  quality: { set: string; clusters: number; best: number; reached: number }[];
}>("cluster");

describe("KMeans", () => {
  for (const algorithm of ["lloyd", "elkan"] as const)
    it.each(cases)(`takes scikit-learn's steps by ${algorithm}: $table, from given centroids`, async (one) => {
      const rows = tables[one.table]!;
      const data = one.float32 ? FeatureMatrix.fromColumns(singleColumns(rows)) : rows;
      const { maxIterations = 300, tolerance = 1e-4 } = one;
      const fitted = await new KMeans({
        clusters: one.start.length,
        init: one.start,
        order: "none",
        algorithm,
        maxIterations,
        tolerance,
      }).fit(data, one.weights === undefined ? {} : { sampleWeight: one.weights });
      const bound = one.float32 ? 1e-4 : 1e-9;
      expect([...fitted.predict(data)]).toEqual(one.labels);
      expect(fitted.iterations).toBe(one.iterations);
      expectClose([[fitted.inertia]], [[one.inertia]], bound, "inertia");
      expectClose(fitted.centroids.toRows(), one.centroids, bound, "centroids");
      expectClose(fitted.transform(data).take([0, 1, 2, 3]).toRows(), one.distances.slice(0, 4), bound, "distances");
    });

  const clouds = tables["groups"]!;

  it("keeps the best of its starts whole: inertia, centroids, counts and labels belong together", async () => {
    const fitted = await new KMeans({ clusters: 4, seed: 2 }).fit(clouds);
    const labels = fitted.predict(clouds);
    const centroids = fitted.centroids.toRows();
    const inertia = clouds.reduce(
      (sum, row, i) => sum + row.reduce((d, value, j) => d + (value - centroids[labels[i]!]![j]!) ** 2, 0),
      0,
    );
    expect(fitted.inertia).toBeCloseTo(inertia, 8);
    expect([...fitted.counts]).toEqual([0, 1, 2, 3].map((c) => labels.filter((label) => label === c).length));
    const single = await Promise.all(
      [0, 1, 2, 3, 4].map((seed) => new KMeans({ clusters: 4, starts: 1, seed, init: "random" }).fit(clouds)),
    );
    for (const one of single) expect(fitted.inertia).toBeLessThanOrEqual(one.inertia * (1 + 1e-12));
  });

  it("never raises the inertia by another iteration", async () => {
    let before = Number.POSITIVE_INFINITY;
    for (let maxIterations = 1; maxIterations < 8; maxIterations++) {
      const { inertia } = await new KMeans({ clusters: 3, init: clouds.slice(0, 3), maxIterations }).fit(clouds);
      expect(inertia).toBeLessThanOrEqual(before * (1 + 1e-12));
      before = inertia;
    }
  });

  it("numbers clusters by size unless told not to", async () => {
    const { counts } = await new KMeans({ clusters: 4, seed: 5 }).fit(clouds);
    expect([...counts]).toEqual([...counts].sort((a, b) => b - a));
    const loose = await new KMeans({ clusters: 4, init: clouds.slice(0, 4), order: "none" }).fit(clouds);
    const ordered = await new KMeans({ clusters: 4, init: clouds.slice(0, 4) }).fit(clouds);
    expect([...loose.counts].sort((a, b) => b - a)).toEqual([...ordered.counts]);
    expect(adjustedRandIndex(loose.predict(clouds), ordered.predict(clouds))).toBe(1);
  });

  it("races its starts on larger data and ends no worse than the best of the same starts run to the end", async () => {
    const random = new Random(12);
    const rows = Array.from({ length: 9000 }, (_, i) =>
      Array.from({ length: 20 }, (_, j) => 3 * (((i % 30) * 7 + j * (i % 30)) % 5) + random.normal()),
    );
    const x = FeatureMatrix.from(rows);
    const raced = await new KMeans({ clusters: 30, seed: 1 }).fit(x);
    const singles = await Promise.all([11, 12, 13].map((seed) => new KMeans({ clusters: 30, seed, starts: 1 }).fit(x)));
    for (const one of singles) expect(raced.inertia).toBeLessThanOrEqual(one.inertia * 1.01);
  });

  it("comes near the optimum by mini-batches", async () => {
    const full = await new KMeans({ clusters: 4, seed: 1 }).fit(clouds);
    const batches = await new KMeans({ clusters: 4, seed: 1, algorithm: "miniBatch" }).fit(clouds);
    expect(batches.inertia).toBeLessThanOrEqual(full.inertia * 1.1);
    expect(batches.inertia).toBeGreaterThanOrEqual(full.inertia * (1 - 1e-12));
  });

  it("clusters under a distance of one's own, and saves it by name", async () => {
    const city = namedFunction("city", (a: ArrayLike<number>, b: ArrayLike<number>) => {
      let sum = 0;
      for (let j = 0; j < a.length; j++) sum += Math.abs(a[j]! - b[j]!);
      return sum;
    });
    const kmeans = new KMeans({ clusters: 4, distance: city, seed: 1 });
    const fitted = await kmeans.fit(clouds);
    const plain = await new KMeans({ clusters: 4, seed: 1 }).fit(clouds);
    expect(adjustedRandIndex(fitted.predict(clouds), plain.predict(clouds))).toBeGreaterThan(0.7);
    const again = load(JSON.stringify(fitted), { functions: { city } });
    expect([...(again.predict(clouds) as Int32Array)]).toEqual([...fitted.predict(clouds)]);
  });

  it("changes with its seed, its tolerance and its starts", async () => {
    const fit = (options: object) => new KMeans({ clusters: 6, starts: 1, ...options }).fit(tables["nearly codes"]!);
    const [a, b] = [await fit({ seed: 1 }), await fit({ seed: 3 })];
    expect(a.centroids.toRows()).not.toEqual(b.centroids.toRows());
    expect((await fit({ seed: 1, tolerance: 1 })).iterations).toBeLessThan(
      (await fit({ seed: 1, tolerance: 0 })).iterations,
    );
    expect((await fit({ seed: 1, starts: 20 })).inertia).toBeLessThanOrEqual(a.inertia);
  });

  it("finds the same clusters, to the bit, on one thread and on three", async () => {
    const fit = (threads: number) => new KMeans({ clusters: 5, seed: 2, starts: 3 }).fit(rows, { threads });
    const random = new Random(3);
    const rows = FeatureMatrix.from(
      Array.from({ length: 9000 }, (_, i) => [i % 7, random.normal(), 3 * random.normal()]),
    );
    const one = await fit(1);
    setOffloadDelay(0);
    const three = await fit(3);
    setOffloadDelay();
    expect(JSON.stringify(three)).toBe(JSON.stringify(one));
  });

  it("refuses what it cannot cluster", async () => {
    await expect(new KMeans({ clusters: 2, init: [[1]] }).fit([[1], [2], [3]])).rejects.toThrow(
      "the given centroids are 1 x 1. Give 2 centroids of 1 columns",
    );
    await expect(new KMeans({ clusters: 4 }).fit([[1], [2]])).rejects.toThrow(
      "4 clusters were asked for and there are 2 rows",
    );
    await expect(new KMeans({ clusters: 1 }).fit([[Number.POSITIVE_INFINITY]])).rejects.toThrow("has 1 infinite value");
  });

  const folder = realData("franti-clusters");
  describe.skipIf(folder === undefined)(
    `on clustering sets${folder === undefined ? " (skipped: KINDRED_DATA is absent)" : ""}`,
    () => {
      it.each(quality)(
        "reaches the best of fifty starts as often as scikit-learn: $set",
        async ({ set, clusters, best, reached }) => {
          const lines = readFileSync(join(folder!, `${set}.csv`), "utf8")
            .trimEnd()
            .split("\n")
            .slice(1);
          const rows = FeatureMatrix.from(lines.map((line) => line.split(",").slice(0, 2).map(Number)));
          let hits = 0;
          for (let seed = 0; seed < 20; seed++) {
            const { inertia } = await new KMeans({ clusters, seed }).fit(rows);
            if (inertia <= best * (1 + 1e-4)) hits++;
          }
          expect(hits).toBeGreaterThanOrEqual(reached);
        },
      );
    },
  );
});

describe("KMeans of few rows, and its former names", () => {
  const rows = [
    [0, 0],
    [0, 1],
    [9, 9],
    [9, 8],
    [8, 9],
  ];

  it("takes `restarts` for `starts`, in options and in changed copies", () => {
    expect(new KMeans({ restarts: 3 }).params.starts).toBe(3);
    expect(new KMeans({ starts: 2 }).with({ restarts: 5 }).params.starts).toBe(5);
  });

  it("reads a document that says centres and restarts", async () => {
    const fitted = await new KMeans({ clusters: 2, starts: 2, seed: 1 }).fit(rows);
    const document = JSON.parse(JSON.stringify(fitted)) as Record<string, unknown>;
    const { starts, ...params } = document["params"] as Record<string, unknown>;
    const { centroids, ...state } = document["state"] as Record<string, unknown>;
    const former = {
      ...document,
      version: 1,
      params: { ...params, restarts: starts },
      state: { ...state, centres: centroids },
    };
    const loaded = load({ ...former, checksum: checksumOf(former as never) });
    expect(JSON.parse(JSON.stringify(loaded))).toEqual(document);
  });

  it("warns of clusters without rows, where there are fewer distinct rows than clusters", async () => {
    const twice = [...rows, ...rows].map(([a]) => [Number(a! > 4), 0]);
    const fitted = await new KMeans({ clusters: 4, seed: 1 }).fit(twice);
    expect([...fitted.counts]).toEqual([6, 4, 0, 0]);
    expect(fitted.warnings).toEqual([
      "2 clusters of 4 found: there are fewer distinct rows than clusters, and 2 of them are empty",
    ]);
    expect((await new KMeans({ clusters: 2, seed: 1 }).fit(rows)).warnings).toEqual([]);
    const choices = await chooseClusters(
      Array.from({ length: 60 }, (_, i) => [i % 2, (i >> 1) % 2]),
      { to: 8 },
    );
    for (const clusters of Object.values(choices.best)) expect(clusters).toBeLessThanOrEqual(4);
  });

  it("refuses given centroids that are no numbers", async () => {
    const init = [
      [0, 0],
      [9, Number.NaN],
    ];
    await expect(new KMeans({ clusters: 2, init }).fit(rows)).rejects.toMatchObject({
      code: "MISSING_VALUE",
      message: "KMeans.fit: centroid 1 of the given ones holds NaN in column 1. Give centroids of finite numbers.",
    });
  });
});
