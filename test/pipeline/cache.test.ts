import { describe, expect, it } from "vitest";
import { KindredError, KMeans, PCA, Pipeline, Scaler, type Source } from "../../src/index.js";
import { normalRows } from "../engine/threads/rows.js";

const people = normalRows(3000, 6).x;

/** The people in batches, and how often they were read. */
function countedSource(): { source: Source; reads: () => number } {
  let reads = 0;
  const source: Source = {
    async *open() {
      reads++;
      for (let from = 0; from < people.rows; from += 700)
        yield people.take(Array.from({ length: Math.min(700, people.rows - from) }, (_, i) => from + i));
    },
  };
  return { source, reads: () => reads };
}

const segments = (maxIterations: number) =>
  new Pipeline([
    ["scale", new Scaler()],
    ["reduce", new PCA({ components: 3 })],
    ["cluster", new KMeans({ clusters: 4, starts: 1, maxIterations, tolerance: 0, seed: 1 })],
  ]);

describe("Results between two steps of a Pipeline", () => {
  it("are cached where they are small: more iterations do not read the file again", async () => {
    const few = countedSource();
    const many = countedSource();
    await segments(2).fit(few.source);
    const fitted = await segments(40).fit(many.source);
    expect(fitted.steps.cluster.iterations).toBeGreaterThan(2);
    expect(many.reads()).toBe(few.reads());
  });

  it("are computed in every pass where they are not to be cached, with the same bits", async () => {
    const cached = countedSource();
    const computed = countedSource();
    const a = await segments(10).fit(cached.source);
    const b = await segments(10).fit(computed.source, { cacheBytes: 0 });
    expect(computed.reads()).toBeGreaterThan(cached.reads() + 10);
    expect(JSON.stringify(b)).toBe(JSON.stringify(a));
    expect(JSON.stringify(await segments(10).fit(people))).toBe(JSON.stringify(a));
  });

  it("are named in progress where they are cached", async () => {
    const steps = new Set<string>();
    await segments(2).fit(people, { cacheBytes: 4 * 3 * 3000, onProgress: ({ step }) => steps.add(step) });
    expect([...steps]).toEqual(["scale", "reduce", "cluster", "segments"]);
    await segments(2).fit(people, { cacheBytes: 8 * 3 * 3000, onProgress: ({ step }) => steps.add(step) });
    expect([...steps]).toContain("reduce (cached)");
  });

  it("are cached by the former name of the option, too", async () => {
    const computed = countedSource();
    const renamed = countedSource();
    await segments(10).fit(computed.source, { cacheBytes: 0 });
    await segments(10).fit(renamed.source, { keepBytes: 0 });
    expect(renamed.reads()).toBe(computed.reads());
  });

  it("are cached up to a number of bytes, and nothing else", async () => {
    await expect(segments(2).fit(people, { cacheBytes: -1 })).rejects.toThrow(KindredError);
  });
});

describe("A long fit", () => {
  it("stops where the signal says so, in whichever step", async () => {
    for (const step of ["scale", "reduce", "cluster"]) {
      const stop = new AbortController();
      const after = new Set<string>();
      const fit = segments(50).fit(people, {
        signal: stop.signal,
        onProgress: (progress) => {
          if (stop.signal.aborted) after.add(progress.step);
          if (progress.step === step) stop.abort(new Error("enough"));
        },
      });
      await expect(fit).rejects.toThrow("enough");
      expect([...after].filter((name) => name !== step)).toEqual([]);
    }
  });
});
