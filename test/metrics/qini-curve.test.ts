import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { qiniCurve } from "../../src/index.js";

/** Radcliffe's definition, written down row by row: people of equal score count together. */
function byHand(responses: readonly number[], treated: readonly number[], scores: readonly number[]): number[][] {
  const contacted = treated.filter((one) => one === 1).length;
  return [...new Set(scores)]
    .sort((a, b) => b - a)
    .map((threshold) => {
      const rows = scores.map((_, i) => i).filter((i) => scores[i]! >= threshold);
      const of = (group: number): number[] => rows.filter((i) => treated[i] === group);
      const hits = (group: number): number => of(group).filter((i) => responses[i] === 1).length;
      const without = of(0).length === 0 ? 0 : (hits(0) * of(1).length) / of(0).length;
      return [rows.length / scores.length, (hits(1) - without) / contacted];
    });
}

/** People of whom a contact moves those with a high x by `strength`. */
function campaign(rows: number, strength: number, random: Random) {
  const x = Array.from({ length: rows }, () => random.uniform());
  const treated = x.map(() => (random.uniform() < 0.6 ? 1 : 0));
  const responses = x.map((value, i) => (random.uniform() < 0.2 + strength * value * treated[i]! ? 1 : 0));
  return { x, treated, responses };
}

describe("qiniCurve", () => {
  it("is Radcliffe's curve, whatever the order of the rows", () => {
    const random = new Random(1);
    const { treated, responses } = campaign(80, 0.4, random);
    const scores = treated.map(() => random.below(12));
    const { share, gain, effect } = qiniCurve(responses, treated, scores);
    byHand(responses, treated, scores).forEach(([x, y], k) => {
      expect(share[k + 1]).toBeCloseTo(x!, 12);
      expect(gain[k + 1]).toBeCloseTo(y!, 12);
    });
    expect([share[0], gain[0], share.at(-1)]).toEqual([0, 0, 1]);
    expect(gain.at(-1)).toBe(effect);
    const back = (values: readonly number[]): number[] => [...values].reverse();
    expect(qiniCurve(back(responses), back(treated), back(scores)).gain).toEqual(gain);
  });

  it("has the area between curve and straight line as its coefficient, which turns its sign with the scores", () => {
    const { x, treated, responses } = campaign(500, 0.5, new Random(2));
    const { share, gain, coefficient, effect } = qiniCurve(responses, treated, x);
    let area = 0;
    for (let k = 1; k < share.length; k++) area += ((share[k]! - share[k - 1]!) * (gain[k]! + gain[k - 1]!)) / 2;
    expect(coefficient).toBeCloseTo(area - effect / 2, 12);
    expect(coefficient).toBeGreaterThan(0);
    const reversed = qiniCurve(
      responses,
      treated,
      x.map((value) => -value),
    );
    expect(reversed.coefficient).toBeLessThan(0);
    expect(reversed.effect).toBeCloseTo(effect, 12);
    expect(
      qiniCurve(
        responses,
        treated,
        x.map(() => 1),
      ).coefficient,
    ).toBeCloseTo(0, 12);
  });

  // 200 trials of a 95 % interval: 0.95 ± 0.046 at three standard errors.
  it("holds 0 in its interval where scores are chance, as often as it says, and not where they are good", () => {
    const random = new Random(3);
    let hits = 0;
    for (let trial = 0; trial < 200; trial++) {
      const { treated, responses } = campaign(300, 0.2, random);
      const chance = treated.map(() => random.uniform());
      const { interval } = qiniCurve(responses, treated, chance);
      if (interval[0] <= 0 && interval[1] >= 0) hits++;
    }
    expect(hits / 200).toBeGreaterThan(0.9);
    expect(hits / 200).toBeLessThan(1);
    const { x, treated, responses } = campaign(5000, 0.5, random);
    const found = qiniCurve(responses, treated, x);
    expect(found.interval[0]).toBeGreaterThan(0);
    expect(found.interval[0]).toBeLessThan(found.coefficient);
    expect(found.interval[1]).toBeGreaterThan(found.coefficient);
  });

  it("narrows its interval with confidence, depends on no seed by default, and agrees with samples that are drawn", () => {
    const { x, treated, responses } = campaign(400, 0.3, new Random(4));
    const width = ({ interval }: { interval: readonly [number, number] }): number => interval[1] - interval[0];
    const usual = qiniCurve(responses, treated, x);
    expect(width(qiniCurve(responses, treated, x, { confidence: 0.5 }))).toBeLessThan(width(usual));
    expect(qiniCurve(responses, treated, x)).toEqual(usual);
    expect(qiniCurve(responses, treated, x, { seed: 1 })).toEqual(usual);
    const drawn = qiniCurve(responses, treated, x, { bootstraps: 400 });
    expect(drawn.standardError).not.toBe(qiniCurve(responses, treated, x, { bootstraps: 400, seed: 1 }).standardError);
    // 400 draws know a standard error to about 3.5 %.
    expect(drawn.standardError / usual.standardError).toBeGreaterThan(0.85);
    expect(drawn.standardError / usual.standardError).toBeLessThan(1.15);
    const words = responses.map((response) => (response === 1 ? "yes" : "no"));
    const bits = treated.map((one) => one === 1);
    expect(qiniCurve(words, bits, x, { positive: "yes" })).toEqual(usual);
  });

  it("says what is wrong", () => {
    const complaint = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        return (error as Error).message;
      }
      return "nothing";
    };
    expect(complaint(() => qiniCurve([1, 0], [1, 0], [1]))).toBe(
      "qiniCurve: scores has 1 values for 2 rows. Give one value a row.",
    );
    expect(complaint(() => qiniCurve([1, 0], [1], [1, 2]))).toBe(
      "qiniCurve: treated has 1 values for 2 rows. Give one value a row.",
    );
    expect(complaint(() => qiniCurve([1, 0], [1, 1], [1, 2]))).toBe(
      "qiniCurve: there is no control group. Pass people contacted and people held back at random.",
    );
    expect(complaint(() => qiniCurve([1, 0], [0, 0], [1, 2]))).toBe(
      "qiniCurve: no row was contacted. Pass people contacted and people held back at random.",
    );
    expect(complaint(() => qiniCurve([1, 0], ["a", "b"], [1, 2]))).toBe(
      'qiniCurve: treated is "a" in row 0. Use 1 or true for people contacted, 0 or false for the control group.',
    );
    expect(complaint(() => qiniCurve([1, 0], [1, 0], [1, Number.NaN]))).toBe(
      "qiniCurve: the score of row 1 is missing. Score every row.",
    );
    expect(complaint(() => qiniCurve([1, 0], [1, 0], [1, 2], { bootstraps: 1 }))).toContain(
      '"bootstraps": expected a whole number of 2 or more, got 1',
    );
    expect(complaint(() => qiniCurve([1, 0], [1, 0], [1, 2], { confidence: 95 }))).toContain(
      '"confidence": expected a number between 0 and 1, got 95',
    );
  });
});
