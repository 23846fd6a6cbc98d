import { describe, expect, it } from "vitest";
import { Random, uniformAt } from "../../../../src/engine/numeric/random/index.js";

describe("Random", () => {
  it("repeats itself from the same seed and differs from others", () => {
    const draw = (...names: [number, ...string[]]): number[] => {
      const random = new Random(...names);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw(1, "a")).not.toEqual(draw(1, "b"));
  });

  it("has the moments of its distributions", () => {
    const random = new Random(7);
    const rows = 200_000;
    let sum = 0;
    let normal = 0;
    let squares = 0;
    const counts = new Float64Array(7);
    for (let i = 0; i < rows; i++) {
      sum += random.uniform();
      const z = random.normal();
      normal += z;
      squares += z * z;
      counts[random.below(7)]! += 1;
    }
    // Four standard errors of each mean.
    expect(Math.abs(sum / rows - 0.5)).toBeLessThan((4 * 0.2887) / Math.sqrt(rows));
    expect(Math.abs(normal / rows)).toBeLessThan(4 / Math.sqrt(rows));
    expect(Math.abs(squares / rows - 1)).toBeLessThan((4 * Math.SQRT2) / Math.sqrt(rows));
    for (const count of counts) expect(Math.abs(count / rows - 1 / 7)).toBeLessThan(4 * Math.sqrt(6 / 49 / rows));
  });

  it("shuffles without loss and samples in order without repeats", () => {
    const random = new Random(3);
    expect([...random.permutation(50)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    const chosen = [...random.sample(1000, 100)];
    expect(chosen.length).toBe(100);
    expect(chosen.every((row, i) => i === 0 || row > chosen[i - 1]!)).toBe(true);
  });

  it("draws by row alone, evenly", () => {
    const rows = 100_000;
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += uniformAt(1, "folds", row);
    expect(Math.abs(sum / rows - 0.5)).toBeLessThan((4 * 0.2887) / Math.sqrt(rows));
    expect(uniformAt(1, "folds", 5)).toBe(uniformAt(1, "folds", 5));
    expect(uniformAt(1, "folds", 5)).not.toBe(uniformAt(1, "other", 5));
  });
});
