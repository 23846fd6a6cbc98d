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

  it("contacts nobody who costs more than is to be expected", () => {
    const list = prospectList({ ids, scores, profit: { value: 10, cost: 5.5 } });
    expect(idsOf(list.prospects)).toEqual(["bob", "dua", "fay"]);
  });

  it("holds a control group back at random, and explores below the cut-off", () => {
    const many = Array.from({ length: 1000 }, (_, i) => i);
    const falling = many.map((i) => 1 - i / 1000);
    const list = prospectList({ ids: many, scores: falling, capacity: 200, control: 0.25, exploration: 0.1, seed: 3 });
    expect(list.waterfall).toEqual([
      { outcome: "below the cut-off", rows: 800 },
      { outcome: "control", rows: 45 },
      { outcome: "listed to explore", rows: 20 },
      { outcome: "listed", rows: 135 },
    ]);
    expect(list.control.every((prospect) => prospect.row < 180)).toBe(true);
    const explored = list.prospects.filter((prospect) => prospect.outcome === "listed to explore");
    expect(explored.every((prospect) => prospect.row >= 180)).toBe(true);
    const other = prospectList({ ids: many, scores: falling, capacity: 200, control: 0.25, exploration: 0.1, seed: 4 });
    expect(idsOf(other.control)).not.toEqual(idsOf(list.control));
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
          expect(list.prospects.length + list.control.length).toBeLessThanOrEqual(capacity);
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
    expect(() => prospectList({ ids, scores: [1] })).toThrow("prospectList: scores has 1 values for 6 ids");
    expect(() => prospectList({ ids: ["a"], scores: [Number.NaN] })).toThrow("the score of row 0 is NaN");
    expect(() => prospectList({ ids, scores, control: 1 })).toThrow("control is 1");
    expect(() => prospectList({ ids, scores, capacity: 1.5 })).toThrow("capacity is 1.5");
    expect(() => prospectList({ ids, scores, profit: { value: 0, cost: 1 } })).toThrow("a value of 0");
    expect(() => prospectList({ ids, scores, suppress: { control: [] } })).toThrow('"control" is an outcome already');
  });
});
