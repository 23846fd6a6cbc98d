import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { campaignReport } from "../../src/index.js";

/** 100 people each at 0.4, 0.1 and 0.02, of whom 40, 3 and none responded. */
const promised = Array.from({ length: 300 }, (_, i) => (i < 100 ? 0.4 : i < 200 ? 0.1 : 0.02));
const came = promised.map((_, i) => (i < 40 || (i >= 100 && i < 103) ? 1 : 0));

function drawn(rows: number, random: Random, truth: (p: number) => number = (p) => p) {
  const probabilities = Array.from({ length: rows }, () => 0.3 * random.uniform() ** 2);
  return { probabilities, responses: probabilities.map((p) => (random.uniform() < truth(p) ? 1 : 0)) };
}

describe("campaignReport", () => {
  it("counts what was promised and what came, part by part from the best down", () => {
    const report = campaignReport(came, promised, { bins: 3 });
    expect(report.bins.map(({ bin, rows, actual }) => [bin, rows, actual])).toEqual([
      [1, 100, 40],
      [2, 100, 3],
      [3, 100, 0],
    ]);
    expect(report.bins.map(({ expected }) => Number(expected.toFixed(9)))).toEqual([40, 10, 2]);
    expect([report.rows, report.actual, report.expected]).toEqual([300, 43, expect.closeTo(52, 9)]);
    expect(report.bins[0]!.lift).toBeCloseTo(0.4 / (43 / 300), 12);
    expect(report.bins[1]!.expectedRate).toBeCloseTo(0.1, 12);
  });

  it("says how many of all responses each part and those before it reached, and is a Table", () => {
    const report = campaignReport(came, promised, { bins: 3 });
    expect(report.bins.map(({ reached }) => reached)).toEqual([40 / 43, 1, 1]);
    const rows = report.toTable().toArray();
    expect(rows[1]!.toJSON()).toMatchObject({ bin: 2, rows: 100, actual: 3, reached: 1, effect: null });
    expect(rows[1]!.toJSON().liftHigh).toBe(report.bins[1]!.liftInterval[1]);
  });

  // Figures of SciPy 1.17: binomtest(k, n).proportion_ci(method="wilson").
  it("gives rates the interval that SciPy gives them", () => {
    const [first, second] = campaignReport(came, promised, { bins: 3 }).bins;
    expect(first!.interval[0]).toBeCloseTo(0.3094012864324589, 12);
    expect(first!.interval[1]).toBeCloseTo(0.4979974132089382, 12);
    expect(second!.interval[0]).toBeCloseTo(0.010254524024038925, 12);
    expect(second!.interval[1]).toBeCloseTo(0.08451936429052762, 12);
  });

  it("tests calibration by the squares of what differs over what chance differs by", () => {
    const { calibration, expectedInterval } = campaignReport(came, promised, { bins: 3 });
    expect(calibration.chiSquared).toBeCloseTo(0 + 49 / 9 + 4 / (100 * 0.02 * 0.98), 9);
    expect(calibration.degrees).toBe(3);
    const spread = Math.sqrt(100 * (0.4 * 0.6 + 0.1 * 0.9 + 0.02 * 0.98));
    expect(expectedInterval[0]).toBeCloseTo(52 - 1.959963984540054 * spread, 9);
  });

  // 300 trials: 0.95 ± 0.038 at three standard errors.
  it("has intervals that hold the truth as often as they say", () => {
    const random = new Random(5);
    const held = { total: 0, lift: 0, calibrated: 0 };
    const everyone = drawn(200_000, random);
    const truth = campaignReport(everyone.responses, everyone.probabilities, { bins: 4 }).bins[0]!.lift;
    for (let trial = 0; trial < 300; trial++) {
      const { probabilities, responses } = drawn(800, random);
      const report = campaignReport(responses, probabilities, { bins: 4 });
      const inside = ([low, high]: readonly [number, number], value: number): number =>
        value >= low && value <= high ? 1 : 0;
      held.total += inside(report.expectedInterval, report.actual);
      held.lift += inside(report.bins[0]!.liftInterval, truth);
      held.calibrated += report.calibration.p > 0.05 ? 1 : 0;
    }
    for (const hits of Object.values(held)) {
      expect(hits / 300).toBeGreaterThan(0.912);
      expect(hits / 300).toBeLessThan(0.988);
    }
  });

  it("notices promises that do not hold", () => {
    const { probabilities, responses } = drawn(5000, new Random(6), (p) => p / 2);
    const report = campaignReport(responses, probabilities);
    expect(report.calibration.p).toBeLessThan(1e-6);
    expect(report.toText()).toContain("Promises part by part: p < 0.001: they do not hold, calibrate anew.");
  });

  it("never divides people of one probability", () => {
    const tied = campaignReport([1, 0, 0, 1, 0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5, 0.5, 0.2, 0.1, 0.1], { bins: 4 });
    expect(tied.bins.map(({ rows }) => rows)).toEqual([5, 1, 2]);
    const backwards = campaignReport([0, 0, 0, 0, 1, 0, 0, 1], [0.1, 0.1, 0.2, 0.5, 0.5, 0.5, 0.5, 0.5], { bins: 4 });
    expect(backwards.bins).toEqual(tied.bins);
  });

  it("measures the effect of the contact against a control group, part by part and in all", () => {
    const treated = promised.map((_, i) => (i % 2 === 0 ? 1 : 0));
    const responses = promised.map((_, i) => ((i < 100 ? (i % 2 === 0 ? i < 60 : i < 40) : i === 100) ? 1 : 0));
    const report = campaignReport(responses, promised, { bins: 3, treated });
    const [first, second] = report.bins;
    expect([first!.rows, first!.actual, first!.effect!.controls]).toEqual([50, 30, 50]);
    expect(first!.effect!.effect).toBeCloseTo(0.6 - 0.4, 12);
    const half = 1.959963984540054 * Math.sqrt((0.6 * 0.4) / 50 + (0.4 * 0.6) / 50);
    expect(first!.effect!.interval[0]).toBeCloseTo(0.2 - half, 12);
    expect(first!.effect!.responses).toBeCloseTo(10, 12);
    expect(second!.effect!.effect).toBeCloseTo(1 / 50, 12);
    expect(report.effect!.effect).toBeCloseTo(31 / 150 - 20 / 150, 12);
    expect(report.toText()).toContain("Against the control group: 7.3 % more");
  });

  it("shows no part of fewer than 30 people, nor the one that would give it away", () => {
    const probabilities = Array.from({ length: 130 }, (_, i) => (i < 25 ? 0.9 : i < 65 ? 0.5 : 0.1));
    const responses = probabilities.map((_, i) => (i % 3 === 0 ? 1 : 0));
    const lines = campaignReport(responses, probabilities, { bins: 3 }).toText().split("\n");
    const cells = (line: string | undefined): string[] => line!.trim().split(/ {2,}/);
    expect(cells(lines[1])).toEqual(["1", "–", "–", "–", "–", "–", "–", "–"]);
    expect(cells(lines[2])[1]).toBe("–");
    expect(cells(lines[3])[1]).toBe("65");
    expect(lines.at(-1)).toBe("– fewer than 30 people, or what would give such a number away.");
    expect(campaignReport(responses, probabilities, { bins: 3, minimum: 1 }).toText()).not.toContain("–");
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
    expect(complaint(() => campaignReport([1, 0], [0.5, 1.2]))).toBe(
      "campaignReport: the probability of row 1 is 1.2. Use calibrated values from 0 to 1.",
    );
    expect(complaint(() => campaignReport([1, 0], [0.5]))).toBe(
      "campaignReport: scores has 1 values for 2 rows. Give one value a row.",
    );
    expect(complaint(() => campaignReport([1, 0], [0.5, 0.1], { bins: 0 }))).toBe(
      "campaignReport: bins is 0. Use a whole number of 1 or more.",
    );
    expect(complaint(() => campaignReport([1, 0], [0.5, 0.1], { confidence: 2 }))).toBe(
      "campaignReport: confidence is 2. Use a number between 0 and 1.",
    );
    expect(complaint(() => campaignReport([1, 0], [0.5, 0.1], { treated: [1, 1] }))).toBe(
      "campaignReport: there is no control group. Pass people contacted and people held back at random.",
    );
  });
});
