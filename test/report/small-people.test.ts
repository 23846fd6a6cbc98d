import { campaignReport } from "kindred";
import { type ReportOptions, segmentationReport } from "kindred/report";
import { describe, expect, it } from "vitest";
import { hideSmall, hideSmallIn, joinSmall } from "../../src/report/small-cells.js";
import { allResults, columnNames, comparisonOf, drawer, profileOf } from "./made-results.js";

/** Every number of people that a page tells. */
function peopleIn(html: string): number[] {
  return [...html.matchAll(/<data value="(\d+)">/g)].map((match) => Number(match[1]));
}

/** Which numbers each hidden count can be, for someone who knows the shown ones, the total, and what the marks mean. */
function bounds(counts: readonly number[], hidden: readonly (string | undefined)[]): (readonly [number, number])[] {
  const of = (mark: string): readonly [number, number] => (mark === "small" ? [1, 29] : [30, Infinity]);
  const rest = counts.reduce((sum, count, i) => sum + (hidden[i] === undefined ? 0 : count), 0);
  const marks = hidden.filter((mark) => mark !== undefined).map(of);
  return marks.map(([low, high], i) => {
    const others = marks.filter((_, j) => j !== i);
    const least = others.reduce((sum, bound) => sum + bound[0], 0);
    const most = others.reduce((sum, bound) => sum + bound[1], 0);
    return [Math.max(low, rest - most), Math.min(high, rest - least)];
  });
}

describe("Small groups of a shared copy", () => {
  it("cannot be found by subtraction, in 2000 tables by seed", () => {
    const random = drawer(3);
    for (let table = 0; table < 2000; table++) {
      const counts = Array.from({ length: 3 + Math.floor(9 * random()) }, () => Math.floor(random() ** 4 * 2000));
      const hidden = hideSmall(counts);
      counts.forEach((count, i) => {
        expect(hidden[i] === "small").toBe(count > 0 && count < 30);
      });
      // Where everybody is hidden there is nothing left to hide them behind.
      if (counts.every((count, i) => count === 0 || hidden[i] !== undefined)) continue;
      for (const [low, high] of bounds(counts, hidden)) expect(high - low).toBeGreaterThanOrEqual(10);
    }
  });

  it("cannot be found from rows and columns of a table either", () => {
    const random = drawer(5);
    for (let trial = 0; trial < 200; trial++) {
      const table = Array.from({ length: 6 }, () => Array.from({ length: 6 }, () => Math.floor(random() ** 5 * 5000)));
      const hidden = hideSmallIn(table);
      const lines = [
        ...table.map((row, i) => ({ counts: row, marks: hidden[i]! })),
        ...table.map((_, j) => ({ counts: table.map((row) => row[j]!), marks: hidden.map((row) => row[j]) })),
      ];
      for (const { counts, marks } of lines) {
        if (counts.every((count, i) => count === 0 || marks[i] !== undefined)) continue;
        for (const [low, high] of bounds(counts, marks)) expect(high - low).toBeGreaterThanOrEqual(10);
      }
    }
  });

  it("leave the page as it is, whoever of the hidden are in which group", () => {
    const random = drawer(7);
    const pageOf = (counts: readonly (readonly [number, number])[]): string => {
      const comparison = comparisonOf(counts);
      const profile = profileOf(comparison, columnNames(12), drawer(1));
      return segmentationReport({ comparison, profile, audience: "shared" });
    };
    const counts = Array.from({ length: 9 }, (): [number, number] => [5000 + Math.round(4000 * random()), 700]);
    const one = pageOf([...counts, [4000, 5], [9000, 17], [3000, 31]]);
    const other = pageOf([...counts, [4000, 12], [9000, 11], [3000, 30]]);
    expect(other).toBe(one);
    expect(one).toMatch(/&lt; 30/);
    expect(one).toMatch(/below <span class="limit">/);
  });

  it("are nowhere among the numbers of people, while an operator's copy adds up", () => {
    const comparison = comparisonOf(
      [
        [20_000, 3000],
        [17, 9],
        [8000, 23],
        [9000, 1200],
        [11, 400],
        [50, 40],
      ],
      [0, 1, 2, 3, 4, null],
    );
    const waterfall = [
      { outcome: "customer", rows: 7, left: 993 },
      { outcome: "opt-out", rows: 500, left: 493 },
      { outcome: "control", rows: 13, left: 480 },
      { outcome: "listed to explore", rows: 8, left: 480 },
      { outcome: "listed", rows: 472, left: 480 },
    ];
    const { campaign, stability } = allResults({ segments: 6 });
    const few = campaign.bins.map((bin, b) => ({ ...bin, actual: b === 9 ? 4 : bin.actual }));
    const everything: ReportOptions = {
      comparison,
      profile: profileOf(comparison, columnNames(12), drawer(2)),
      stability,
      campaign: { ...campaign, bins: few },
      list: { waterfall },
      migration: {
        moves: [
          { before: 0, after: 0, rows: 900 },
          { before: 0, after: 1, rows: 19 },
          { before: 1, after: 0, rows: 80 },
          { before: 1, after: 1, rows: 700 },
        ],
      },
      data: {
        files: [{ name: "a.csv", rows: 20_100, aside: 14 }],
        missing: { rows: new Uint8Array(100), blocks: [{ columns: ["A"], share: 0.07 }] },
      },
    };
    // Seeds, parts, steps and columns are no people: of these sections every number is one.
    const peopleOf = (html: string): number[] =>
      ["who", "hold", "contact"].flatMap((id) =>
        peopleIn(new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)![0]),
      );
    const shared = segmentationReport({ ...everything, audience: "shared" });
    const operator = segmentationReport({ ...everything, audience: "operator" });
    expect(peopleOf(shared).filter((rows) => rows > 0 && rows < 30)).toEqual([]);
    for (const rows of [17, 9, 23, 11, 7, 13, 8, 19]) expect(peopleOf(operator)).toContain(rows);
    expect(shared).toContain("joined with the next");
    const part = /<tr role="row"><th role="rowheader" scope="row" class="name">Part 10<[\s\S]*?<\/tr>/;
    expect(part.exec(shared)![0].match(/>–</g)!.length).toBeGreaterThanOrEqual(3);
    expect(part.exec(operator)![0]).not.toContain(">–<");
    const files = /<figure id="files">[\s\S]*?<\/figure>/;
    expect(peopleIn(files.exec(shared)![0])).toEqual([20_100, 20_100]);
    expect(peopleIn(files.exec(operator)![0])).toContain(14);
    // Seven of a hundred rows: the share would tell.
    expect(/<figure id="missing">[\s\S]*?<\/figure>/.exec(shared)![0]).not.toContain("7.0");
  });

  it("do not show in shares of values or in a rule's reach", () => {
    const comparison = comparisonOf([
      [1000, 300],
      [5000, 700],
    ]);
    const values = [{ value: "x", meaning: "rare kind", share: 0.012, overall: 0.006 }];
    const column = { column: "KIND", mean: Number.NaN, overall: Number.NaN, effect: 0.4, missing: 0, values };
    const segments = comparison.segments.map(({ segment, population }) => ({
      segment,
      rows: population ?? 0,
      share: (population ?? 0) / 6000,
      columns: [column],
    }));
    const rules = [{ segment: 0, text: "KIND is x", coverage: 0.99, precision: 0.8 }];
    const shared = segmentationReport({ comparison, profile: { segments }, rules, audience: "shared" });
    const card = /<article class="card" aria-labelledby="card-S0-name">[\s\S]*?<\/article>/.exec(shared)![0];
    // 12 of 1000 people, and the 10 whom the rule does not find.
    expect(card).toContain('under <span class="limit">3.0');
    expect(card).not.toContain("1.2\u202F%");
    expect(card).toContain('over <span class="limit">97.0');
  });

  it("are those that a result itself hides, where it does", () => {
    const full = comparisonOf([
      [20_000, 3000],
      [4000, 9],
      [9000, 1200],
    ]);
    const [first, few, third] = full.segments;
    const none = { population: null, customers: null, populationShare: null, customerShare: null, index: null };
    const hidden = { ...few!, ...none, interval: null, adjustedP: null, bounds: [0, 0.38] as const };
    const told = { ...full, cramersV: 0.29, segments: [first!, hidden, { ...third!, ...none, interval: null }] };
    const comparison = { ...full, shared: () => told };
    const shared = segmentationReport({ comparison });
    expect(shared).toContain('below <span class="limit">0.38</span>');
    expect(peopleIn(/<figure id="shares">[\s\S]*?<\/tbody>/.exec(shared)![0])).toEqual([20_000, 3000]);
    expect(shared).toContain('<data value="0.29">');
    expect(segmentationReport({ comparison, audience: "operator" })).toContain('<data value="9">');
    expect(segmentationReport({ comparison: told, audience: "operator" })).not.toMatch(/NaN|null/);
  });

  it("of people who are no customers are hidden where customers are part of the population", () => {
    const comparison = comparisonOf([
      [500, 488],
      [9000, 700],
      [8000, 900],
    ]);
    const contained = segmentationReport({ comparison: { ...comparison, overlap: "contained" } });
    const separate = segmentationReport({ comparison });
    expect(peopleIn(separate)).toContain(488);
    expect(peopleIn(contained)).not.toContain(488);
  });

  it("are joined with neighbors where they are steps, and the steps still add up", () => {
    const steps = [3, 50, 10, 10, 200, 5].map((rows, i) => ({ rows, i }));
    const groups = joinSmall(steps, ({ rows }) => rows);
    expect(groups.map((group) => group.map(({ rows }) => rows))).toEqual([
      [3, 50, 10, 10],
      [200, 5],
    ]);
  });

  it("tell nobody's id: nothing of a person on a list is read", () => {
    const results = allResults();
    const people = Array.from({ length: 40 }, (_, i) => ({
      row: i,
      id: `PERSON-${910_000 + i}`,
      score: i / 40,
      outcome: "listed",
    }));
    const list = { ...results.list, prospects: people, control: people };
    for (const audience of ["shared", "operator"] as const)
      expect(segmentationReport({ ...results, list, audience })).not.toMatch(/PERSON|9100\d\d/);
  });

  it("show the parts of a campaign as the campaign merges them for others", () => {
    const rows = 4000;
    const random = drawer(9);
    const promised = Array.from({ length: rows }, (_, i) => 0.12 * (1 - i / rows) ** 2);
    const came = promised.map((probability) => Number(random() < probability));
    const campaign = campaignReport(came, promised, { positive: 1 });
    const { comparison } = allResults({ segments: 6 });
    const partsIn = (shown: ReportOptions["campaign"], audience: "shared" | "operator"): string[] =>
      segmentationReport({ comparison, ...(shown === undefined ? {} : { campaign: shown }), audience }).match(
        /Part \d+<[\s\S]*?<\/tr>/g,
      )!;
    const shared = partsIn(campaign, "shared").slice(0, campaign.shared().bins.length);
    expect(campaign.shared().bins.length).toBeLessThan(campaign.bins.length);
    expect(shared.join("")).not.toContain("–<");
    expect(partsIn(campaign, "operator").length).toBeGreaterThan(partsIn(campaign, "shared").length);
    expect(partsIn(JSON.parse(JSON.stringify(campaign)), "shared")).toEqual(partsIn(campaign, "shared"));
  });
});
