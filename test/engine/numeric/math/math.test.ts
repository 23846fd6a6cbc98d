import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, expm1, log, log1p, pow, sigmoid, softplus, tanh } from "../../../../src/engine/numeric/math/index.js";

/** How many representable numbers lie between two. */
function ulps(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  return Math.abs(a - b) / (Number.EPSILON * Math.max(Math.abs(a), Math.abs(b), 2.3e-308));
}

function worst(f: (x: number) => number, g: (x: number) => number, from: number, to: number): number {
  let most = 0;
  for (let i = 0; i <= 40_000; i++) {
    const x = from + ((to - from) * i) / 40_000;
    most = Math.max(most, ulps(f(x), g(x)));
  }
  return most;
}

describe("engine/numeric/math", () => {
  it("agrees with the engine's functions to two units in the last place", () => {
    expect(worst(exp, Math.exp, -40, 40)).toBeLessThan(2);
    expect(worst(exp, Math.exp, -708, 709)).toBeLessThan(2);
    expect(worst(log, Math.log, 1e-9, 5)).toBeLessThan(2);
    expect(worst(log, Math.log, 1, 1e12)).toBeLessThan(2);
  });

  it("agrees to a few units where functions are made from those", () => {
    expect(worst(expm1, Math.expm1, -3, 3)).toBeLessThan(8);
    expect(worst(log1p, Math.log1p, -0.9, 9)).toBeLessThan(4);
    expect(worst(tanh, Math.tanh, -9, 9)).toBeLessThan(12);
    expect(
      worst(
        (x) => pow(x, 1.7),
        (x) => x ** 1.7,
        0.01,
        50,
      ),
    ).toBeLessThan(16);
  });

  it("keeps to the special values", () => {
    expect([exp(0), exp(-800), exp(800), exp(Number.NaN)]).toEqual([1, 0, Number.POSITIVE_INFINITY, Number.NaN]);
    expect([log(0), log(1), log(-1), log(Number.POSITIVE_INFINITY)]).toEqual([
      Number.NEGATIVE_INFINITY,
      0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ]);
    expect(ulps(exp(-745), Math.exp(-745))).toBeLessThanOrEqual(1);
    expect(ulps(log(5e-324), Math.log(5e-324))).toBeLessThan(2);
    expect([pow(0, 0.5), pow(2, -2), pow(-8, 3), pow(7, 0)]).toEqual([0, 0.25, -512, 1]);
    expect([sigmoid(0), sigmoid(-1000), sigmoid(1000)]).toEqual([0.5, 0, 1]);
    expect(softplus(800)).toBe(800);
  });

  it("takes log as the inverse of exp", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -300, max: 300, noNaN: true }),
        (x) => Math.abs(log(exp(x)) - x) <= 1e-15 * Math.max(1, Math.abs(x)) * 4,
      ),
    );
  });
});
