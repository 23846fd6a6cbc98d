import { describe, expect, it } from "vitest";
import {
  contactTable,
  explainScores,
  FeatureMatrix,
  LogisticRegression,
  prospectList,
  scoreDrift,
  segmentDrift,
} from "../../src/index.js";

describe("contactTable", () => {
  const rows = Array.from({ length: 100 }, (_, i) => i);
  const people = FeatureMatrix.fromColumns({
    AGE: rows.map((i) => i % 10),
    CARS: rows.map((i) => i % 3),
    INCOME: rows.map((i) => (i * 7) % 5),
    ROOMS: rows.map((i) => (i * 3) % 4),
  });
  const bought = rows.map((i) => ((i % 10) + ((i * 7) % 5) + (i % 7) > 9 ? 1 : 0));

  it("has one row for every id, with all that is known of it", async () => {
    const model = await new LogisticRegression().fit(people, bought);
    const probabilities = model.predictProbabilities(people).column("1");
    const ids = rows.map((i) => `p${i}`);
    const list = prospectList({ ids, scores: probabilities, capacity: 40, control: 0.2, suppress: { gone: ["p7"] } });
    const segments = rows.map((i) => (i === 3 ? null : i % 2));
    const table = contactTable({
      ids,
      segments,
      names: new Map([
        [0, "young"],
        [1, "rich"],
      ]),
      membership: rows.map(() => 0.5),
      probabilities,
      explanation: await explainScores(model, people),
      list,
      model,
      date: new Date("2024-06-01T12:00:00Z"),
    });
    expect(table.schema.fields.map(({ name }) => name)).toEqual([
      "id",
      "segment",
      "segmentName",
      "membership",
      "decile",
      "probability",
      "reason1",
      "reason2",
      "reason3",
      "outcome",
      "modelHash",
      "date",
    ]);
    const out = table.toArray().map((row) => row.toJSON());
    expect(out.map(({ id }) => id)).toEqual(ids);
    out.forEach((row, i) => {
      expect(row.outcome).toBe(list.outcomeOf(i));
      expect(row.probability).toBe(probabilities[i]);
    });
    expect(out[7]!.outcome).toBe("gone");
    expect([out[0]!.segmentName, out[3]!.segmentName, out[3]!.segment]).toEqual(["young", null, null]);
    expect(out[5]!.modelHash).toBe(JSON.parse(JSON.stringify(model)).checksum);
    expect(out[5]!.date).toBe("2024-06-01");
    const best = rows.filter((i) => out[i]!.decile === 1);
    const worst = rows.filter((i) => out[i]!.decile === 10);
    expect(Math.min(...best.map((i) => probabilities[i]!))).toBeGreaterThan(
      Math.max(...worst.map((i) => probabilities[i]!)),
    );
    const { reasons } = (await explainScores(model, people)).person(5);
    expect(out[5]!.reason1).toContain(reasons[0]!.column);
    expect(out[5]!.reason1).toContain(reasons[0]!.contribution > 0 ? "raises it" : "lowers it");
  });

  it("keeps the best row of an id, the one that the list kept, and leaves rows without an id out", () => {
    const ids = ["a", "b", "a", null, "b"] as never;
    const probabilities = [0.1, 0.5, 0.9, 0.3, 0.5];
    const list = prospectList({ ids, scores: probabilities });
    const out = contactTable({ ids, probabilities, list, date: "2024-06-01" })
      .toArray()
      .map((row) => row.toJSON());
    expect(out.map(({ id, outcome }) => [id, outcome])).toContainEqual(["a", "listed"]);
    expect(out.map(({ id, outcome }) => [id, outcome])).toContainEqual(["b", "listed"]);
    expect(out.length).toBe(2);
    expect(contactTable({ ids: [1n, 2n ** 60n] as never, date: "x" }).numRows).toBe(2);
  });

  it("keeps equal probabilities in one decile", () => {
    const out = contactTable({ ids: rows, probabilities: rows.map((i) => (i < 50 ? 0.4 : 0.1)), date: "x" }).toArray();
    expect(new Set(out.map((row) => row.toJSON().decile)).size).toBe(2);
  });

  it("says what is wrong", () => {
    expect(() => contactTable({ ids: [1, 2], probabilities: [0.5] })).toThrow(
      "contactTable: probabilities has 1 values for 2 ids. Give one value a row.",
    );
    expect(() => contactTable({ ids: [1], model: { toJSON: () => ({}) } })).toThrow("has no checksum");
  });
});

describe("drift of scores and segments", () => {
  const scores = Array.from({ length: 2000 }, (_, i) => ((i * 7919) % 2000) / 2000);

  it("keeps what did not move, and says what to do about what did", () => {
    expect(scoreDrift(scores, scores)).toMatchObject({ stabilityIndex: 0, action: "keep" });
    // A third of the upper half moved to the lower: (q - p) ln(q / p), by tenths.
    const lower = scores.map((score, i) => (score > 0.5 && i % 3 === 0 ? score - 0.5 : score));
    const { stabilityIndex, parts, action, toText } = scoreDrift(scores, lower);
    const [up, down] = [0.1 + 1 / 30, 0.1 - 1 / 30];
    expect(stabilityIndex).toBeCloseTo(5 * ((up - 0.1) * Math.log(up / 0.1) + (down - 0.1) * Math.log(down / 0.1)), 2);
    expect([parts.length, action]).toEqual([10, "watch"]);
    expect(toText()).toContain("Scores moved somewhat: see with driftReport");
    expect(
      scoreDrift(
        scores,
        scores.map((score) => score ** 3),
      ).action,
    ).toBe("refit");
    expect(scoreDrift(scores, [0.2, 0.4, 0.9]).action).toBe("keep");
    expect(scoreDrift([0.5, 0.5], [0.5, 0.5, 0.5]).parts).toEqual([{ part: "all scores", before: 1, now: 1 }]);
  });

  it("counts rows set aside as a segment, and segments that are new", () => {
    const before = Array.from({ length: 900 }, (_, i) => (i % 3 === 2 ? null : i % 3));
    const after = before.map((segment, i) => (segment === null && i % 2 === 0 ? 7 : segment));
    const drift = segmentDrift(before, after);
    expect(drift.parts.map(({ part }) => part)).toEqual(["segment 0", "segment 1", "set aside", "segment 7"]);
    expect(drift.parts[3]).toMatchObject({ before: 0, now: 150 / 900 });
    expect(drift.action).toBe("refit");
    expect(drift.toText()).toContain("The mix of segments moved much");
    expect(segmentDrift(before, before).toText()).toContain("keep the segments");
    expect(() => segmentDrift([], before)).toThrow("segmentDrift: before has no rows.");
    expect(() => scoreDrift([Number.NaN], [1])).toThrow("the score of row 0 of before is missing");
  });
});
