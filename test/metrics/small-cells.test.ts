import { describe, expect, it } from "vitest";
import { hideCells, hideTable } from "../../src/disclosure/index.js";
import { Random } from "../../src/engine/numeric/random/index.js";
import { campaignReport, compareSegments, prospectList } from "../../src/index.js";

const MINIMUM = 30;
const isFew = (count: number): boolean => count > 0 && count < MINIMUM;

/** Counts many of which are small. */
function counts(random: Random, cells: number): number[] {
  return Array.from({ length: cells }, () => Math.floor(random.uniform() ** 4 * 800));
}

/**
 * Which numbers each hidden count may be for somebody who knows the total, what is shown, and which hidden cells are small (1 to 29) and which hide
 * them (30 or more; nobody, where a cell is hidden for what another file tells).
 */
function attack(truth: readonly number[], shown: readonly (number | null)[]): (readonly [number, number])[] {
  const rest = truth.reduce((sum, count, k) => sum + (shown[k] === null ? count : 0), 0);
  const ranges = truth.map((count, k) => {
    if (shown[k] !== null) return [count, count] as const;
    return isFew(count)
      ? ([1, MINIMUM - 1] as const)
      : ([count === 0 ? 0 : MINIMUM, Number.POSITIVE_INFINITY] as const);
  });
  const hidden = ranges.filter((_, k) => shown[k] === null);
  const sum = (at: 0 | 1): number => hidden.reduce((all, range) => all + range[at], 0);
  return ranges.map(([low, high], k) => {
    if (shown[k] !== null) return [low, high];
    const mostOthers =
      hidden.length === 1 ? 0 : high === Number.POSITIVE_INFINITY ? othersAt(hidden, 1, high) : sum(1) - high;
    const leastOthers = sum(0) - low;
    return [Math.max(low, rest - mostOthers), Math.min(high, rest - leastOthers)];
  });
}

function othersAt(hidden: readonly (readonly [number, number])[], at: 0 | 1, own: number): number {
  const others = [...hidden];
  others.splice(
    others.findIndex((range) => range[at] === own),
    1,
  );
  return others.reduce((sum, range) => sum + range[at], 0);
}

/** No small count is shown, and each hidden one may be anything below the minimum, unless everybody is hidden. */
function expectSafe(truth: readonly number[], shown: readonly (number | null)[]): void {
  truth.forEach((count, k) => {
    if (isFew(count)) expect(shown[k]).toBeNull();
  });
  if (truth.every((count, k) => count === 0 || shown[k] === null)) return;
  attack(truth, shown).forEach(([low, high], k) => {
    if (shown[k] === null && isFew(truth[k]!)) expect([low, high]).toEqual([1, MINIMUM - 1]);
  });
}

const shownOf = (row: readonly number[], hidden: readonly boolean[]) => row.map((n, k) => (hidden[k] ? null : n));

/** Labels of people with these counts. */
const labels = (people: readonly number[]): number[] => people.flatMap((count, s) => new Array<number>(count).fill(s));

describe("Numbers of few people cannot be found by subtraction", () => {
  it("in cells of one total, nor in tables with sums of rows and columns", () => {
    const random = new Random(1);
    for (let trial = 0; trial < 1000; trial++) {
      const row = counts(random, 2 + random.below(9));
      expectSafe(row, shownOf(row, hideCells(row, MINIMUM)));
    }
    for (let trial = 0; trial < 200; trial++) {
      const rows = Array.from({ length: 4 }, () => counts(random, 5));
      const hidden = hideTable(rows, MINIMUM, [false, false, false, false, false]);
      rows.forEach((row, r) => {
        expectSafe(row, shownOf(row, hidden[r]!));
      });
      for (let j = 0; j < 5; j++) {
        expectSafe(
          rows.map((row) => row[j]!),
          rows.map((row, r) => (hidden[r]![j] ? null : row[j]!)),
        );
      }
    }
  });

  it("in a comparison of segments, as JSON and as a table, contained customers or not", () => {
    const random = new Random(2);
    for (let trial = 0; trial < 60; trial++) {
      const customers = counts(random, 6).map((count) => Math.floor(count / 2));
      customers[0]! += 1;
      const others = counts(random, 6);
      const population = customers.map((count, s) => count + others[s]!);
      const overlap = trial % 2 === 0 ? "contained" : "none";
      const comparison = compareSegments({ population: labels(population), customers: labels(customers), overlap });
      const told = JSON.parse(JSON.stringify(comparison)) as {
        segments: { segment: number; population: number | null; customers: number | null }[];
      };
      const table = comparison.toTable().toArray();
      for (const [name, truth] of [
        ["population", population],
        ["customers", customers],
      ] as const) {
        const present = truth.filter((_, s) => population[s]! > 0);
        const shown = told.segments.map((row) => row[name]);
        expectSafe(present, shown);
        expect(table.map((row) => row.toJSON()[name])).toEqual(shown);
      }
      if (overlap !== "contained") continue;
      for (const row of told.segments)
        if (row.population !== null && row.customers !== null)
          expect(isFew(row.population - row.customers)).toBe(false);
    }
  });

  it("in a list of prospects, as text and as JSON, and JSON tells nobody", () => {
    const random = new Random(3);
    for (let trial = 0; trial < 40; trial++) {
      const [rows, optOut, customers] = [200 + random.below(600), random.below(60), random.below(60)];
      const ids = Array.from({ length: rows }, (_, i) => `person-${i}`);
      const draw = (count: number): string[] => Array.from({ length: count }, () => ids[random.below(rows)]!);
      const list = prospectList({
        ids,
        scores: ids.map(() => random.uniform()),
        capacity: 40 + random.below(100),
        suppress: { "opt-out": draw(optOut), customer: draw(customers) },
        control: 0.2,
        seed: trial + 1,
      });
      const truth = list.waterfall.map((step) => step.rows);
      const text = JSON.stringify(list);
      expect(text).not.toContain("person-");
      const told = JSON.parse(text) as ReturnType<typeof list.toJSON>;
      const shown = told.waterfall.map((step) => step.rows);
      expectSafe(truth, shown);
      const lines = list
        .toText()
        .split("\n")
        .slice(1, 1 + truth.length);
      expect(lines.map((line) => /([\d,]+|–)$/.exec(line)![1])).toEqual(
        shown.map((count) => (count === null ? "–" : count.toLocaleString("en-US"))),
      );
      told.waterfall.forEach(({ left, rows: step }, k) => {
        if (left === null) return;
        expect(step === null || shown.slice(0, k).includes(null)).toBe(false);
        expect(isFew(left)).toBe(false);
      });
      for (const { reason, ids: all, found } of told.suppressions) {
        if (found === null) continue;
        expect(isFew(found) || (all !== null && isFew(all - found))).toBe(false);
        const at = list.waterfall.findIndex(({ outcome }) => outcome === reason);
        expect(at < 0 || found === 0 || shown[at] !== null).toBe(true);
      }
    }
  });

  it("in a campaign, as text, as JSON and as a table, whose parts are merged for it", () => {
    const random = new Random(4);
    let parts = 0;
    for (let trial = 0; trial < 60; trial++) {
      const rows = 20 + random.below(3000);
      const base = 0.6 * random.uniform() ** 2;
      const probabilities = Array.from({ length: rows }, () => Math.min(1, base * 2 * random.uniform()));
      const responses = probabilities.map((p) => (random.uniform() < p ? 1 : 0));
      const treated = probabilities.map((_, i) => (i > 0 && random.uniform() < 0.85 ? 1 : 0));
      const report = campaignReport(responses, probabilities, trial % 3 === 0 ? {} : { treated });
      const told = JSON.parse(JSON.stringify(report)) as ReturnType<typeof report.shared>;
      parts += told.bins.length;
      for (const { rows: people, actual } of [...told.bins, told]) {
        for (const count of [people, actual, people !== null && actual !== null ? people - actual : null])
          expect(count !== null && isFew(count)).toBe(false);
      }
      for (const { effect } of [...told.bins, told]) {
        if (effect?.controls == null) expect(effect?.controlRate ?? null).toBeNull();
        else {
          expect(isFew(effect.controls)).toBe(false);
          expect(isFew(Math.round(effect.controls * effect.controlRate!))).toBe(false);
        }
      }
      const table = report.toTable().toArray();
      expect(table.map((row) => [row.rows, row.actual])).toEqual(told.bins.map((bin) => [bin.rows, bin.actual]));
      for (const count of report
        .toText()
        .matchAll(/(?<![\d.,−+])(\d[\d,]*)(?= (?:people came|responses of|held back an))/g))
        expect(isFew(Number(count[1]!.replaceAll(",", "")))).toBe(false);
    }
    expect(parts).toBeGreaterThan(100);
  });
});
