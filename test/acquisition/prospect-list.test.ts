import { Int64, vectorFromArray } from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prospectList } from "../../src/index.js";

const ids = ["ann", "bob", "cem", "dua", "eve", "fay"];
const scores = [0.2, 0.9, 0.5, 0.7, 0.1, 0.6];
const idsOf = (prospects: readonly { id: unknown }[]): unknown[] => prospects.map((prospect) => prospect.id);

describe("prospectList", () => {
  it("lists the best first, as many as can be contacted", () => {
    const list = prospectList({ ids, scores, capacity: 3 });
    expect(idsOf(list.prospects)).toEqual(["bob", "dua", "fay"]);
    expect(list.prospects[0]).toEqual({ row: 1, id: "bob", score: 0.9, outcome: "listed" });
    expect(list.outcomeOf(0)).toBe("below the cut-off");
  });

  it("gives everyone suppressed the first reason that fits", () => {
    const suppress = { customer: ["bob", "dua"], "opt-out": new Set(["dua", "cem"]) };
    const list = prospectList({ ids, scores, suppress });
    expect(idsOf(list.prospects)).toEqual(["fay", "ann", "eve"]);
    expect([1, 3, 2].map((row) => list.outcomeOf(row))).toEqual(["customer", "customer", "opt-out"]);
  });

  it("keeps the best of each household, after suppressions", () => {
    const households = [1, 1, 2, 2, 3, 3];
    const list = prospectList({ ids, scores, households, suppress: { customer: ["bob"] } });
    expect(idsOf(list.prospects)).toEqual(["dua", "fay", "ann"]);
    expect(list.outcomeOf(2)).toBe("household duplicate");
  });

  it("contacts nobody who costs more than is to be expected, and says what the list promises", () => {
    const list = prospectList({ ids, scores, profit: { value: 10, cost: 5.5 } });
    expect(idsOf(list.prospects)).toEqual(["bob", "dua", "fay"]);
    expect(list.promise!.responses).toBeCloseTo(2.2, 12);
    expect(list.promise!.profit).toBeCloseTo(22 - 16.5, 12);
    expect(list.toText(1)).toContain("2.2 responses are to be expected, and a profit of 5.50.");
    expect(prospectList({ ids, scores }).promise).toBeUndefined();
  });

  it("leaves off whoever was contacted lately, by Date or milliseconds, never by null", () => {
    const since = new Date("2024-06-01");
    const last = [
      null,
      new Date("2024-07-01"),
      Number(new Date("2024-05-01")),
      new Date("2024-06-01"),
      null,
      Number.NaN,
    ];
    const list = prospectList({ ids, scores, contacts: { last, since }, suppress: { customer: ["dua"] } });
    expect(list.outcomeOf(1)).toBe("contacted lately");
    expect(list.outcomeOf(3)).toBe("customer");
    expect(idsOf(list.prospects)).toEqual(["fay", "cem", "ann", "eve"]);
  });

  it("leaves whole households off for the reasons named, after the reasons of each person", () => {
    const households = [1, 1, 1, 2, 2, null] as unknown as number[];
    const suppress = { "opt-out": ["cem"], customer: ["bob", "dua"] };
    const list = prospectList({ ids, scores, households, suppress, wholeHousehold: ["customer"] });
    expect(ids.map((_, row) => list.outcomeOf(row))).toEqual([
      "customer in the household",
      "customer",
      "opt-out",
      "customer",
      "customer in the household",
      "listed",
    ]);
    expect(list.waterfall).toEqual([
      { outcome: "opt-out", rows: 1, left: 5 },
      { outcome: "customer", rows: 2, left: 3 },
      { outcome: "customer in the household", rows: 2, left: 1 },
      { outcome: "listed", rows: 1, left: 1 },
    ]);
  });

  it("finds ids that were read as 64-bit integers, and refuses ids of another type than the list has", () => {
    const vector = vectorFromArray([5n, 6n, 7n], new Int64());
    const list = prospectList({ ids: vector, scores: [1, 2, 3], suppress: { customer: vector.slice(2) } });
    expect(idsOf(list.prospects)).toEqual([6, 5]);
    expect(() => prospectList({ ids, scores, suppress: { customer: [1, 2] } })).toThrow(
      'prospectList: ids are of type string, and 1 of suppress "customer" is of type number: it would find no row. Read both files with the same type for ids.',
    );
  });

  it("shows the way from file to list, and no group of fewer than 30", () => {
    const many = Array.from({ length: 1000 }, (_, i) => i);
    const falling = many.map((i) => 1 - i / 1000);
    const suppress = { "opt-out": many.slice(0, 20), customer: many.slice(20, 70) };
    const list = prospectList({ ids: many, scores: falling, capacity: 400, suppress });
    expect(
      list
        .toText()
        .split("\n")
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ["rows in", "1,000"],
      ["opt-out", "–"],
      ["customer", "–"],
      ["below the cut-off", "530"],
      ["listed", "400"],
      ["opt-out: all of fewer than 30 ids are in the file."],
      ["customer: some of 50 ids are in the file."],
      ["– fewer than 30 people, or what would give such a number away."],
    ]);
    expect(list.toText(1)).toContain("20\n");
  });

  it("holds a control group back at random, and explores below the cut-off", () => {
    const many = Array.from({ length: 1000 }, (_, i) => i);
    const falling = many.map((i) => 1 - i / 1000);
    const list = prospectList({ ids: many, scores: falling, capacity: 200, control: 0.25, exploration: 0.1, seed: 3 });
    expect(list.waterfall).toEqual([
      { outcome: "below the cut-off", rows: 733, left: 267 },
      { outcome: "control", rows: 60, left: 207 },
      { outcome: "control to explore", rows: 7, left: 200 },
      { outcome: "listed to explore", rows: 20, left: 200 },
      { outcome: "listed", rows: 180, left: 200 },
    ]);
    // The best 240 and 27 of those below: of each tenth of the best six are held back.
    for (let tenth = 0; tenth < 10; tenth++)
      expect(list.control.filter(({ row }) => row >= 24 * tenth && row < 24 * (tenth + 1)).length).toBe(6);
    expect(list.control.every(({ row, outcome }) => row < 240 === (outcome === "control"))).toBe(true);
    expect(list.prospects.every(({ row, outcome }) => row < 240 === (outcome === "listed"))).toBe(true);
    const other = prospectList({ ids: many, scores: falling, capacity: 200, control: 0.25, exploration: 0.1, seed: 4 });
    expect(idsOf(other.control)).not.toEqual(idsOf(list.control));
  });

  it("counts letters by capacity, and people held back on top", () => {
    const many = Array.from({ length: 1000 }, (_, i) => i);
    for (const [capacity, control, held] of [
      [200, 0.2, 50],
      [90, 0.1, 10],
      [3, 0.5, 3],
    ] as const) {
      const list = prospectList({ ids: many, scores: many, capacity, control });
      expect([list.prospects.length, list.control.length]).toEqual([capacity, held]);
      expect(list.notes).toEqual([]);
    }
    const short = prospectList({ ids, scores, capacity: 100, control: 0.5 });
    expect([short.prospects.length, short.control.length]).toEqual([3, 3]);
  });

  it("says when a control rounds to nobody", () => {
    const list = prospectList({ ids: ids.slice(0, 4), scores: scores.slice(0, 4), control: 0.1 });
    expect(list.control).toEqual([]);
    expect(list.toText()).toContain(
      "A control of 10.0 % of 4 chosen rounds to 0: nothing will tell what the contact does.",
    );
  });

  it("lists a person once, and nobody without an id", () => {
    const named = ["ann", "bob", "ann", null, "cem", ""] as never;
    const list = prospectList({ ids: named, scores: [0.2, 0.5, 0.9, 1, 0.4, 0.3] });
    expect(idsOf(list.prospects)).toEqual(["ann", "bob", "cem"]);
    expect(list.waterfall).toEqual([
      { outcome: "without an id", rows: 2, left: 4 },
      { outcome: "same id twice", rows: 1, left: 3 },
      { outcome: "listed", rows: 3, left: 3 },
    ]);
    expect(list.outcomeOf(0)).toBe("same id twice");
  });

  it("refuses ids to suppress that would find nobody: of another type, or spelled in another way", () => {
    const given = (suppress: readonly unknown[], own: readonly unknown[] = ["a1", "b2", "c3"]): string => {
      try {
        return idsOf(
          prospectList({ ids: own as never, scores: own.map((_, i) => i), suppress: { optOut: suppress as never } })
            .prospects,
        ).join();
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(given(["a1"])).toBe("c3,b2");
    expect(given([2, "a1"])).toContain('2 of suppress "optOut" is of type number');
    expect(given(["A1"])).toBe(
      'prospectList: "A1" of suppress "optOut" is spelled "a1" among ids: it would find no row. Spell ids the same way in all files, or say { spelling: "ignore" } where they are different people.',
    );
    expect(given([" b2"])).toContain('" b2" of suppress "optOut" is spelled "b2"');
    expect(given(["7"], ["007", "8"])).toContain('"7" of suppress "optOut" is spelled "007"');
    expect(given([], ["1", 2])).toContain("ids are of type string and number");
    expect(given([], [2 ** 60])).toContain("Read ids of more than 15 digits as text");
    expect(given([2n ** 60n], [2n ** 60n, 2n ** 60n + 1n])).toBe(String(2n ** 60n + 1n));
    const ignored = prospectList({ ids: ["a", "b"], scores: [1, 2], suppress: { gone: ["A"] }, spelling: "ignore" });
    expect(ignored.prospects.length).toBe(2);
  });

  it("says how many ids to suppress it found", () => {
    const many = Array.from({ length: 100 }, (_, i) => `p${i}`);
    const suppress = { customer: many.slice(0, 50), gone: ["x", "y"], lost: [], partly: ["p60", "z", "z"] };
    const list = prospectList({ ids: many, scores: many.map((_, i) => i), suppress });
    expect(list.suppressions).toEqual([
      { reason: "customer", ids: 50, found: 50 },
      { reason: "gone", ids: 2, found: 0 },
      { reason: "lost", ids: 0, found: 0 },
      { reason: "partly", ids: 2, found: 1 },
    ]);
    const text = list.toText();
    expect(text).toContain("customer: some of 50 ids are in the file.");
    expect(list.toText(1)).toContain("customer: all of 50 ids are in the file.");
    expect(text).toContain("gone: none of fewer than 30 ids is in the file. Is it the right list");
    expect(text).toContain("lost: there are no ids to suppress.");
    expect(list.toText(1)).toContain("partly: 1 of 2 ids are in the file.");
  });

  it("orders equal scores by seed, whoever else is there", () => {
    const same = new Array<number>(50).fill(0.5);
    const many = Array.from({ length: 50 }, (_, i) => i);
    const order = (seed: number, rows = many): unknown[] =>
      idsOf(prospectList({ ids: rows, scores: same.slice(0, rows.length), seed }).prospects);
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    expect(order(1)).not.toEqual(many);
    expect(order(1, many.slice(0, 20))).toEqual(order(1).filter((id) => (id as number) < 20));
  });

  it("accounts for every row, whatever is asked", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ score: fc.double({ min: 0, max: 1, noNaN: true }), home: fc.nat(5), out: fc.boolean() }), {
          maxLength: 60,
        }),
        fc.nat(70),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (people, capacity, control, exploration) => {
          const all = people.map((_, i) => i);
          const list = prospectList({
            ids: all,
            scores: people.map((person) => person.score),
            households: people.map((person) => person.home),
            suppress: { "opt-out": all.filter((i) => people[i]!.out) },
            capacity,
            control,
            exploration,
          });
          expect(list.waterfall.reduce((rows, step) => rows + step.rows, 0)).toBe(people.length);
          expect(list.prospects.length).toBeLessThanOrEqual(capacity);
          const rows = [...list.prospects, ...list.control].map((prospect) => prospect.row);
          expect(new Set(rows).size).toBe(rows.length);
          expect(rows.some((row) => people[row]!.out)).toBe(false);
          const sorted = list.prospects.map((prospect) => prospect.score);
          expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
        },
      ),
    );
  });

  it("gives a Table of all rows in their order, with ids as they came", () => {
    const table = prospectList({ ids, scores, capacity: 1 }).toTable();
    expect(table.toArray().map((row) => row.toJSON())[1]).toEqual({ id: "bob", score: 0.9, outcome: "listed" });
    expect(table.numRows).toBe(6);
    expect(
      prospectList({ ids: [7, 8], scores: [1, 2] })
        .toTable()
        .getChild("id")!
        .toArray(),
    ).toEqual(Float64Array.of(7, 8));
  });

  it("says what it cannot work with", () => {
    const complaint = (options: object): string => {
      try {
        prospectList({ ids, scores, ...options });
      } catch (error) {
        return (error as Error).message.replace(/^prospectList: /, "");
      }
      return "nothing";
    };
    expect(complaint({ scores: [1] })).toBe("scores has 1 values for 6 ids. Give one value a row.");
    expect(complaint({ households: [1] })).toBe("households has 1 values for 6 ids. Give one value a row.");
    expect(complaint({ scores: [1, 2, Number.NaN, 4, 5, 6] })).toBe(
      "the score of row 2 is NaN. Score every row before listing.",
    );
    expect(complaint({ control: 1 })).toBe("control is 1. Use a share of at least 0 and below 1.");
    expect(complaint({ exploration: -1 })).toBe("exploration is -1. Use a share of at least 0 and below 1.");
    expect(complaint({ capacity: 1.5 })).toContain('"capacity": expected a whole number of 0 or more, got 1.5');
    expect(complaint({ profit: { value: 0, cost: 1 } })).toBe(
      "profit is a value of 0 and a cost of 1. Use a value above 0 and a cost of at least 0.",
    );
    expect(complaint({ scores: [0, 0, 0, 0, 0, 7], profit: { value: 2, cost: 1 } })).toBe(
      "the score of row 5 is 7, and profit needs probabilities. Pass calibrated probabilities from 0 to 1.",
    );
    expect(complaint({ suppress: { control: [] } })).toBe(
      '"control" is an outcome already. Call the reason something else.',
    );
    expect(complaint({ contacts: { last: [1], since: 1 } })).toBe(
      "contacts has 1 values for 6 ids. Give one value a row.",
    );
    expect(complaint({ contacts: { last: scores, since: new Date("soon") } })).toBe(
      "contacts.since is Invalid Date. Use a Date, or milliseconds since 1970.",
    );
    expect(complaint({ wholeHousehold: ["customer"] })).toBe(
      'wholeHousehold names "customer", which suppress lacks. Name a reason of suppress.',
    );
    expect(complaint({ wholeHousehold: ["customer"], suppress: { customer: [] } })).toBe(
      "wholeHousehold is given and households is not. Give the household of each row.",
    );
  });
});
