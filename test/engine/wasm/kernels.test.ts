import { afterEach, describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/numeric/random/index.js";
import { kernels, learningKernels, useReference } from "../../../src/engine/wasm/index.js";
import { Arena } from "./properties/arena.js";
import { linear } from "./properties/linear.js";
import { rows } from "./properties/rows.js";
import { trees } from "./properties/trees.js";

const PROPERTIES = { ...linear, ...rows, ...trees };
const TRIALS = 60;

afterEach(() => useReference(false));

describe.skipIf(kernels() === undefined)("the kernels' module", () => {
  it.each(Object.keys(PROPERTIES))("%s, at every size", (title) => {
    for (let trial = 0; trial < TRIALS; trial++) {
      const random = new Random(trial, title);
      const arena = new Arena(random);
      try {
        PROPERTIES[title]!.check(arena, random);
        arena.verify();
      } catch (error) {
        throw new Error(`trial ${trial}: ${(error as Error).message}`, { cause: error });
      }
    }
  });

  it("has no kernel without such a law", () => {
    const tested = Object.values(PROPERTIES).flatMap(({ kernels }) => kernels);
    expect([...tested].sort()).toEqual(
      Object.keys(learningKernels()!.run)
        .filter((name) => !["heapBase", "memory"].includes(name))
        .sort(),
    );
  });

  it("has no static data, since two modules work in one memory", () => {
    const { run, scratch } = learningKernels()!;
    expect(run.heapBase()).toBe(kernels()!.run.heapBase());
    expect(new Uint8Array(scratch.memory.buffer, 0, run.heapBase()).every((byte) => byte === 0)).toBe(true);
  });

  it("grows its memory where arrays do not fit", () => {
    const { scratch } = kernels()!;
    const large = scratch.open(8 * 1_000_000, 1).float64(1_000_000);
    large[999_999] = 7;
    expect(large[999_999]).toBe(7);
  });

  it("steps aside for the reference", () => {
    useReference(true);
    expect(kernels()).toBeUndefined();
    useReference(false);
    expect(kernels()).toBeDefined();
  });
});
