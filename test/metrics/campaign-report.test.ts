import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { campaignPower, campaignReport } from "../../src/index.js";

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
    const rows = report.toTable("operator").toArray();
    expect(rows[1]!.toJSON()).toMatchObject({ bin: 2, rows: 100, actual: 3, reached: 1, effect: null });
    expect(rows[1]!.toJSON().liftHigh).toBe(report.bins[1]!.liftInterval[1]);
  });

  // Figures of SciPy 1.17: binomtest(k, n).proportion_ci(method="exact").
  it("gives rates the interval that SciPy gives them", () => {
    const [first, second] = campaignReport(came, promised, { bins: 3 }).bins;
    expect(first!.interval[0]).toBeCloseTo(0.30329476870284483, 12);
    expect(first!.interval[1]).toBeCloseTo(0.5027908495776665, 12);
    expect(second!.interval[0]).toBeCloseTo(0.006229971538306227, 12);
    expect(second!.interval[1]).toBeCloseTo(0.08517605297428028, 12);
  });

  it("tests calibration by the squares of what differs over what chance differs by, parts of few expected responses together", () => {
    const { calibration, expectedInterval } = campaignReport(came, promised, { bins: 3 });
    const pooled = 100 * (0.1 * 0.9 + 0.02 * 0.98);
    expect(calibration.chiSquared).toBeCloseTo(0 + (3 - 12) ** 2 / pooled, 9);
    expect(calibration.degrees).toBe(2);
    const spread = Math.sqrt(100 * (0.4 * 0.6 + 0.1 * 0.9 + 0.02 * 0.98));
    expect(expectedInterval[0]).toBeCloseTo(52 - 1.959963984540054 * spread, 9);
  });

  it("judges calibration by its size first: many people make a small difference certain, and it stays small", () => {
    const rows = 100_000;
    const probabilities = Array.from({ length: rows }, (_, i) => (i < rows / 2 ? 0.06 : 0.04));
    // 3,060 and 1,940 of 3,000 and 2,000 promised: 2 and 3 per cent off, and 5,000 in all.
    const exact = (a: number, b: number): number[] =>
      probabilities.map((_, i) => (i < rows / 2 ? (i < a ? 1 : 0) : i - rows / 2 < b ? 1 : 0));
    const small = campaignReport(exact(3200, 1800), probabilities, { bins: 2 });
    expect(small.calibration.p).toBeLessThan(1e-4);
    expect(small.calibration.ratio).toBeCloseTo(1, 9);
    expect(small.calibration.error).toBeCloseTo(
      Math.sqrt((2 * 200 ** 2 - 50_000 * (0.06 * 0.94 + 0.04 * 0.96)) / (3000 ** 2 + 2000 ** 2)),
      9,
    );
    expect(small.calibration.verdict).toBe("small");
    expect(small.toText()).toContain(
      "5,000 responses of 100,000 people came, 5,000.0 were promised: 1.00 times as many (0.97 to 1.03).",
    );
    expect(small.toText()).toContain("off by 8 %, more than chance (p < 0.001) but little: they serve as they are.");
    expect(campaignReport(exact(3200, 1800), probabilities, { bins: 2, tolerance: 0.05 }).calibration.verdict).toBe(
      "off",
    );
    const held = campaignReport(exact(3010, 1990), probabilities, { bins: 2 });
    expect([held.calibration.verdict, held.calibration.error]).toEqual(["holds", 0]);
    expect(held.toText()).toContain("The promises hold");
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
    expect(report.toText()).toMatch(
      /The promises are off by \d+ %, more than chance \(p < 0.001\): calibrate again before the next list\./,
    );
    expect(report.calibration.verdict).toBe("off");
    expect(report.calibration.ratioInterval[1]).toBeLessThan(0.7);
  });

  it("never divides people of one probability", () => {
    const tied = campaignReport([1, 0, 0, 1, 0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5, 0.5, 0.2, 0.1, 0.1], {
      bins: 4,
      minimum: 1,
    });
    expect(tied.bins.map(({ rows }) => rows)).toEqual([5, 1, 2]);
    const backwards = campaignReport([0, 0, 0, 0, 1, 0, 0, 1], [0.1, 0.1, 0.2, 0.5, 0.5, 0.5, 0.5, 0.5], {
      bins: 4,
      minimum: 1,
    });
    expect(backwards.bins).toEqual(tied.bins);
  });

  it("measures the effect of the contact against a control group, part by part and in all", () => {
    const treated = promised.map((_, i) => (i % 2 === 0 ? 1 : 0));
    const responses = promised.map((_, i) => ((i < 100 ? (i % 2 === 0 ? i < 60 : i < 40) : i === 100) ? 1 : 0));
    const report = campaignReport(responses, promised, { bins: 3, treated });
    const [first, second] = report.bins;
    expect([first!.rows, first!.actual, first!.effect!.controls]).toEqual([50, 30, 50]);
    expect(first!.effect!.effect).toBeCloseTo(0.6 - 0.4, 12);
    // statsmodels 0.14: confint_proportions_2indep(30, 50, 20, 50, method="newcomb", compare="diff").
    expect(first!.effect!.interval[0]).toBeCloseTo(0.004576018501439599, 9);
    expect(first!.effect!.interval[1]).toBeCloseTo(0.3752438330311292, 9);
    expect(first!.effect!.responses).toBeCloseTo(10, 12);
    expect(first!.effect!.responsesInterval[1]).toBeCloseTo(50 * first!.effect!.interval[1], 12);
    expect(second!.effect!.effect).toBeCloseTo(1 / 50, 12);
    expect(report.effect!.effect).toBeCloseTo(31 / 150 - 20 / 150, 12);
    expect(report.toText("operator")).toContain("Against people held back: 7.3 points more responded (");
    expect(report.toText("operator")).toContain(
      "that may be chance, no effect is shown. With 150 held back an effect of ",
    );
  });

  it("says in points what a contact brought, or what it cost, with an interval", () => {
    const report = (contacted: number, held: number) => {
      const responses = Array.from({ length: 2000 }, (_, i) => ((i < 1000 ? i < contacted : i - 1000 < held) ? 1 : 0));
      const treated = responses.map((_, i) => i < 1000);
      return campaignReport(
        responses,
        responses.map(() => 0.1),
        { treated },
      );
    };
    const good = report(150, 100);
    expect(good.toText()).toMatch(
      /Against people held back: 5\.0 points more responded \(\+2\.1 to \+7\.9 points\): about 50 responses that would not have come \(21 to 79\)\.$/,
    );
    expect(report(100, 150).toText()).toMatch(
      /Against people held back: 5\.0 points fewer responded \(−7\.9 to −2\.1 points\): the contact cost about 50 responses \(21 to 79\)\.$/,
    );
    expect(good.toText()).not.toMatch(/points? %/);
  });

  it("merges parts until each has 30 people contacted and 30 held back, and hides no finding", () => {
    const random = new Random(3);
    const probabilities = Array.from({ length: 1000 }, () => random.uniform());
    const treated = probabilities.map((_, i) => (i % 10 === 0 ? 0 : 1));
    const responses = probabilities.map((p) => (random.uniform() < p ? 1 : 0));
    const report = campaignReport(responses, probabilities, { treated });
    expect(report.bins.length).toBeGreaterThan(1);
    for (const { rows, effect } of report.bins) {
      expect(rows).toBeGreaterThanOrEqual(30);
      expect(effect!.controls).toBeGreaterThanOrEqual(30);
    }
    expect(report.bins.reduce((sum, { rows, effect }) => sum + rows + effect!.controls, 0)).toBe(1000);
    expect(report.toText("operator")).toContain(`10 parts were asked for; they were merged to ${report.bins.length}`);
    expect(report.toText("operator")).not.toContain("–");
    const shared = report.shared().bins;
    expect(shared.length).toBeGreaterThan(1);
    expect(shared.reduce((sum, { actual }) => sum + actual, 0)).toBe(report.actual);
    for (const { rows, actual } of shared) expect(Math.min(actual, rows - actual)).toBeGreaterThanOrEqual(30);
    expect(report.toText()).toContain(`10 parts were asked for; they were merged to ${shared.length}`);
    const few = campaignReport([1, 0, 0], [0.5, 0.2, 0.1]);
    expect(few.toText()).toBe("Fewer than 30 people were contacted: no figures are shown.");
    expect(JSON.parse(JSON.stringify(few))).toMatchObject({ rows: null, actual: null, rate: null, bins: [] });
    expect(few.toTable().numRows).toBe(0);
    const small = campaignReport(responses, probabilities, { treated: probabilities.map((_, i) => (i < 20 ? 0 : 1)) });
    expect(JSON.parse(JSON.stringify(small)).effect).toBeUndefined();
    expect(small.toText()).toContain("Fewer than 30 people were held back: no effect is shown.");
    expect(small.toText()).not.toMatch(/\b20\b/);
    expect(JSON.parse(JSON.stringify(report)).bins).toEqual(JSON.parse(JSON.stringify(shared)));
  });

  // 300 campaigns each: 0.95 ± 0.038 at three standard errors; the large trials stand in docs/intervals.md.
  it("has an effect that lies in its interval as often as it says, without responses among people held back too", () => {
    const random = new Random(8);
    for (const [rows, base, share] of [
      [2000, 0.02, 0.1],
      [600, 0.03, 0.1],
    ] as const) {
      let held = 0;
      for (let trial = 0; trial < 300; trial++) {
        const probabilities = Array.from({ length: rows }, () => base * (0.2 + 1.6 * random.uniform()));
        const treated = probabilities.map(() => (random.uniform() < share ? 0 : 1));
        const responses = probabilities.map((p, i) => (random.uniform() < (treated[i] === 1 ? p : 0.7 * p) ? 1 : 0));
        const [low, high] = campaignReport(responses, probabilities, { treated }).effect!.interval;
        expect(high).toBeGreaterThan(low);
        if (low <= 0.3 * base && high >= 0.3 * base) held++;
      }
      expect(held / 300).toBeGreaterThan(0.92);
      expect(held / 300).toBeLessThan(0.985);
    }
  });

  it("tells before a campaign what it will be able to tell", () => {
    const power = campaignPower({ contacted: 5400, control: 600, rate: 0.01, effect: 0.02 });
    // statsmodels 0.14: power_proportions_2indep(diff, 0.01, nobs1, ratio) is 0.8 there.
    expect(power.detectable).toBeCloseTo(0.01717882843816147, 3);
    expect(power.controlNeeded!).toBeLessThan(600);
    const enough = campaignPower({ contacted: 5400, control: power.controlNeeded!, rate: 0.01 });
    expect(enough.detectable).toBeLessThanOrEqual(0.02);
    expect(
      campaignPower({ contacted: 5400, control: power.controlNeeded! - 1, rate: 0.01 }).detectable,
    ).toBeGreaterThan(0.02);
    expect(power.toText()).toMatch(
      /^600 held back beside 5,400 contacted detect 1\.\d points \(1\.0 % becoming 2\.\d %\) in 80 of 100 campaigns\./,
    );
    expect(campaignPower({ contacted: 50, control: 600, rate: 0.01, effect: 0.001 }).toText()).toContain(
      "contact more people",
    );
    expect(() => campaignPower({ contacted: 50, control: 0, rate: 0.01 })).toThrow(
      "campaignPower: control is 0. Use a number above 0.",
    );
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
    expect(complaint(() => campaignReport([1, 0], [0.5, 0.1], { bins: 0 }))).toContain(
      '"bins": expected a whole number of 1 or more, got 0',
    );
    expect(complaint(() => campaignReport([1, 0], [0.5, 0.1], { confidence: 2 }))).toContain(
      '"confidence": expected a number between 0 and 1, got 2',
    );
    expect(complaint(() => campaignReport([1, 0], [0.5, 0.1], { treated: [1, 1] }))).toBe(
      "campaignReport: there is no control group. Pass people contacted and people held back at random.",
    );
  });
});
