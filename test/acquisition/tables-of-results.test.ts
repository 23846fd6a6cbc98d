import { describe, expect, it } from "vitest";
import {
  campaignPower,
  compareSegments,
  contactTable,
  gainsTable,
  nameSegments,
  scoreDrift,
  segmentDrift,
  upliftTable,
} from "../../src/index.js";

const rows = 1000;
const scores = Array.from({ length: rows }, (_, i) => ((i * 37) % 101) / 101);
const hits = scores.map((score, i) => (score > ((i * 53) % 97) / 97 ? 1 : 0));

describe("Results as Tables", () => {
  it("hold what they hold", () => {
    const gains = gainsTable(hits, scores);
    expect(gains.toTable().getChild("lift")!.toJSON()).toEqual(gains.map(({ lift }) => lift));
    expect(gains.toTable().getChild("liftHigh")!.toJSON()).toEqual(gains.map(({ liftInterval }) => liftInterval[1]));
    expect(JSON.parse(JSON.stringify(gains))).toHaveLength(gains.length);
    const treated = scores.map((_, i) => i % 2);
    const uplift = upliftTable(hits, treated, scores);
    expect(uplift.toTable().getChild("effect")!.toJSON()).toEqual(uplift.map(({ effect }) => effect));
    const power = campaignPower({ contacted: 10_000, control: 600, rate: 0.02 });
    expect(power.toTable().toArray().map(String)).toHaveLength(1);
    expect(power.toTable().getChild("detectable")!.get(0)).toBe(power.detectable);
    for (const drift of [scoreDrift(scores, hits), segmentDrift([1, 1, 2, 2], [1, 2, 2, 2])])
      expect(drift.toTable().getChild("now")!.toJSON()).toEqual(drift.parts.map(({ now }) => now));
  });
});

describe("What goes to others", () => {
  it("tenths are those of the rows that a CRM gets", () => {
    const ids = scores.map((_, i) => (i % 2 === 0 ? null : `p${i}`));
    const probabilities = scores.map((_, i) => (i % 2 === 0 ? 0.9 : i / rows / 2));
    const deciles = Array.from(contactTable({ ids: ids as string[], probabilities }).getChild("decile")!, Number);
    for (let tenth = 1; tenth <= 10; tenth++) expect(deciles.filter((decile) => decile === tenth)).toHaveLength(50);
  });

  it("a proposed name has at most forty characters, whatever a column is called; one that people gave is theirs", () => {
    const column = "HOUSEHOLD_INCOME_SCORE_OF_THE_BUILDING_IN_WHICH_THE_PERSON_LIVES_NOW";
    const trait = { column, more: true, strength: 2 };
    const given = "A name that people gave and that is longer than forty characters";
    const names = nameSegments([
      { segment: 0, traits: [trait] },
      { segment: 1, traits: [trait], name: given },
    ] as never);
    expect(names[0]!.length).toBeLessThanOrEqual(40);
    expect(names[1]).toBe(given);
  });

  it("a comparison in which nothing may be shown denies nothing", () => {
    const comparison = compareSegments({
      population: new Map([
        [0, 500],
        [1, 498],
        [2, 2],
      ]),
      customers: new Map([
        [0, 66],
        [1, 33],
        [2, 1],
      ]),
      overlap: "none",
    });
    expect(comparison.toText()).toContain("Cramér's V –");
    expect(JSON.parse(JSON.stringify(comparison)).cramersV).toBeNull();
    expect(comparison.toText("operator")).toMatch(/Cramér's V 0\.\d+; chi-squared \d+\.\d on 2 degrees of freedom/);
  });
});
