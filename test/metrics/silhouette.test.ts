import { afterAll, describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { endPool, setOffloadDelay } from "../../src/engine/threads/index.js";
import { useReference } from "../../src/engine/wasm/index.js";
import { silhouette } from "../../src/index.js";

/** Rows in clusters of different sizes, one of them of a single row, in no order. */
function clustered(rows: number, width: number): { x: number[][]; labels: number[] } {
  const random = new Random(rows);
  const labels = Array.from({ length: rows }, (_, i) => (i === 5 ? 9 : Math.floor(5 * random.uniform() ** 2)));
  return { x: labels.map((label) => Array.from({ length: width }, () => label + random.normal())), labels };
}

/** The definition, row by row. */
function byDefinition(x: number[][], labels: number[]): number {
  const apart = (a: number[], b: number[]): number => Math.hypot(...a.map((value, j) => value - b[j]!));
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const scores = x.map((row, i) => {
    const from = (label: number): number =>
      mean(x.filter((_, k) => k !== i && labels[k] === label).map((other) => apart(row, other)));
    if (labels.filter((label) => label === labels[i]).length === 1) return 0;
    const inside = from(labels[i]!);
    const next = Math.min(...[...new Set(labels)].filter((label) => label !== labels[i]).map(from));
    return (next - inside) / Math.max(inside, next);
  });
  return mean(scores);
}

describe("silhouette", () => {
  afterAll(() => {
    useReference(false);
    setOffloadDelay();
    endPool();
  });

  it("is what its definition says, by kernels and by the reference", async () => {
    for (const width of [1, 2, 7]) {
      const { x, labels } = clustered(203, width);
      const expected = byDefinition(x, labels);
      useReference(true);
      const reference = await silhouette(x, labels);
      useReference(false);
      const kernel = await silhouette(x, labels);
      // Sums of some two hundred distances, in another order.
      expect(Math.abs(reference - expected)).toBeLessThan(1e-13);
      expect(Math.abs(kernel - expected)).toBeLessThan(1e-13);
    }
  });

  it("has the same bits on any number of threads", async () => {
    const { x, labels } = clustered(900, 3);
    const one = await silhouette(x, labels, { threads: 1 });
    setOffloadDelay(0);
    expect(await silhouette(x, labels, { threads: 2 })).toBe(one);
    expect(await silhouette(x, labels, { threads: 3 })).toBe(one);
    setOffloadDelay();
  });

  it("stops when it is told to", async () => {
    const { x, labels } = clustered(3000, 20);
    const stop = new AbortController();
    const score = silhouette(x, labels, { threads: 1, signal: stop.signal });
    // Between the first block of rows and the next.
    stop.abort(new Error("enough"));
    await expect(score).rejects.toThrow("enough");
  });
});
