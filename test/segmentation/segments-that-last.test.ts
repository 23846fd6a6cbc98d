import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  explainSegments,
  FeatureEncoder,
  FeatureMatrix,
  Imputer,
  KMeans,
  LogisticRegression,
  load,
  matchSegments,
  migration,
  nameSegments,
  PCA,
  Pipeline,
  renameSegments,
  Scaler,
  stability,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";
import { bestAssignment } from "../../src/segmentation/match-segments/assignment.js";

/** People of three kinds, far apart in age and in cars; the kinds are 2, 1 and 1 of every 4. */
function people(rows: number, seed: number, shift = 0): FeatureMatrix {
  const random = new Random(seed);
  const kinds = Array.from({ length: rows }, (_, i) => [0, 0, 1, 2][i % 4]!);
  return FeatureMatrix.fromColumns({
    AGE: kinds.map((kind) => [25, 45, 70][kind]! + shift + 2 * random.normal()),
    CARS: kinds.map((kind) => [0, 3, 1][kind]! + 0.2 * random.normal()),
  });
}

const pipeline = new Pipeline([
  ["scale", new Scaler()],
  ["cluster", new KMeans({ clusters: 3, seed: 1 })],
]);

describe("stability", () => {
  it("rates each segment of a fitted Pipeline by fitting all of it again, and holds where people are of kinds", async () => {
    const rows = people(400, 1);
    const fitted = await pipeline.fit(rows);
    const rated = await stability(fitted, rows, { draws: 6, seed: 2 });
    expect(rated.segments.map(({ segment }) => segment)).toEqual([0, 1, 2]);
    for (const { jaccard, interval, recovered, dissolved } of rated.segments) {
      expect(jaccard).toBeGreaterThan(0.98);
      expect(interval[0]).toBeLessThanOrEqual(jaccard);
      expect(interval[1]).toBeGreaterThanOrEqual(jaccard);
      expect([recovered, dissolved]).toEqual([1, 0]);
    }
    expect([rated.draws, rated.drawnRows]).toEqual([6, 200]);
    expect(inspect(rated)).toContain("holds");
    expect(rated.toTable().numRows).toBe(3);
    expect(await stability(pipeline, rows, { draws: 6, seed: 2 })).toEqual(rated);
  });

  it("finds segments that dissolve beside one that holds", async () => {
    // One crowd cut in five, far from a group of its own.
    const random = new Random(4);
    const rows = Array.from({ length: 600 }, (_, i) =>
      i % 4 === 0 ? [30 + random.normal(), 0] : [3 * random.normal(), 3 * random.normal()],
    );
    const fitted = await new KMeans({ clusters: 6, seed: 1 }).fit(rows);
    const own = fitted.predict([[30, 0]])[0]!;
    const { segments } = await stability(fitted, rows, { draws: 12, seed: 1 });
    expect(segments[own]!.jaccard).toBeGreaterThan(0.95);
    const others = segments.filter(({ segment }) => segment !== own).map(({ jaccard }) => jaccard);
    expect(Math.min(...others)).toBeLessThan(0.75);
  });

  it("takes Tables through a whole pipeline, tells how far it is, and stops", async () => {
    const lines = people(120, 3)
      .toRows()
      .map(([age, cars], i) => `${i % 9 === 0 ? "" : Math.round(age!)},${Math.round(cars!)},${"ab"[i % 2]}`);
    const table = parseCsv(`AGE,CARS,ZONE\n${lines.join("\n")}\n`);
    const whole = new Pipeline([
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
      ["reduce", new PCA({ components: 2 })],
      ["cluster", new KMeans({ clusters: 2, seed: 1 })],
    ]);
    const steps: number[] = [];
    const onProgress = ({ done }: { done: number }): void => void steps.push(done);
    const { segments } = await stability(await whole.fit(table), table, { draws: 3, onProgress });
    expect(segments).toHaveLength(2);
    expect(steps).toEqual([1, 2, 3]);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(stability(whole, table, { signal })).rejects.toThrow("enough");
    const loaded = load(JSON.stringify(await whole.fit(table)), { as: whole });
    expect((await stability(loaded, table, { draws: 3 })).segments).toEqual(segments);
  });

  it("refuses what has no segments, too few rows, and draws that make no sense", async () => {
    const classifier = new LogisticRegression();
    await expect(stability(classifier, people(40, 1))).rejects.toThrow(
      "LogisticRegression does not end in a clusterer",
    );
    const fitted = await classifier.fit([[1], [2], [3]], [0, 1, 1]);
    await expect(stability(fitted, [[1], [2], [3]])).rejects.toThrow("does not end in a clusterer");
    await expect(stability(pipeline, people(40, 1), { draws: 1 })).rejects.toThrow(
      "expected a whole number of 2 or more, got 1",
    );
    await expect(stability(pipeline, people(40, 1), { rows: 40 })).rejects.toThrow("draws of 40 rows");
    await expect(stability(new KMeans({ clusters: 2 }), [[1], [2], [3]])).rejects.toThrow("there are 3 rows");
  });
});

describe("matchSegments", () => {
  it("pairs segments so that the sum of gains is the largest there is", () => {
    const gains = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }), {
      minLength: 1,
      maxLength: 5,
    });
    const largest = (rows: readonly number[][], used: ReadonlySet<number>): number =>
      rows.length === 0
        ? 0
        : Math.max(
            largest(rows.slice(1), used),
            ...rows[0]!.map((gain, j) => (used.has(j) ? 0 : gain + largest(rows.slice(1), new Set([...used, j])))),
          );
    fc.assert(
      fc.property(gains, (rows) => {
        const columns = bestAssignment(rows);
        const taken = columns.filter((j) => j >= 0);
        expect(new Set(taken).size).toBe(taken.length);
        const sum = columns.reduce((all, j, i) => all + (j < 0 ? 0 : rows[i]![j]!), 0);
        expect(sum).toBeCloseTo(largest(rows, new Set()), 9);
      }),
    );
  });

  it("finds segments under other numbers, and names merges, splits, and what is gone or new", () => {
    // 0 stays (as 3), 1 and 2 go into one (0), 3 comes apart (1 and 2), 4 is scattered, 5 appears out of all.
    const before = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 4, null];
    const after = [3, 3, 3, 3, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 1, 0, 2];
    const match = matchSegments(before, after);
    expect(match.idOf(3)).toBe(0);
    expect(match.merges).toEqual([{ before: [1, 2], after: 0 }]);
    expect(match.splits).toEqual([{ before: 3, after: [1, 2] }]);
    expect(match.gone).toContain(4);
    expect(match.relabel([3, null, 9])).toEqual([0, null, 9]);
    expect(new Set(match.ids.map(({ id }) => id)).size).toBe(4);
    // A segment without a pair gets an id that no former one had.
    for (const { after: segment, id } of match.ids)
      if (match.appeared.includes(segment)) expect(Number(id)).toBeGreaterThan(4);
    expect(inspect(match)).toContain("Segments 1 and 2 went into segment 0.");
    expect(match.toText()).toContain("Segment 3 came apart into segments 1 and 2.");
    expect(match.toText()).toContain("Segment 4 is gone.");
    expect(match.toTable().numRows).toBe(match.pairs.length + match.gone.length + match.appeared.length);
  });

  it("keeps ids and names that people gave over a model made again", async () => {
    const rows = people(400, 1);
    const former = renameSegments(await pipeline.fit(rows), { 0: "Students" });
    const again = pipeline.with({ "cluster.seed": 7, "cluster.order": "none" });
    const present = await again.fit(people(400, 2));
    const match = matchSegments(former, present, rows);
    expect(match.pairs).toHaveLength(3);
    expect(match.relabel(present.predict(rows))).toEqual([...former.predict(rows)]);
    const named = renameSegments(present, match.names(former));
    const students = match.pairs.find((pair) => pair.before === 0)!.after as number;
    const loaded = load(JSON.stringify(named), { as: again });
    expect(nameSegments(explainSegments(loaded, { minimum: 1 }))[students]).toBe("Students");
  });

  it("refuses models without rows and labels of other people", async () => {
    const fitted = await pipeline.fit(people(40, 1));
    expect(() => matchSegments(fitted, fitted)).toThrow("a model was given and no rows");
    expect(() => matchSegments([0, 1], [0])).toThrow("there are 2 labels before and 1 after");
    expect(() => matchSegments([], [])).toThrow("there are no rows");
  });
});

describe("migration", () => {
  const before = Array.from({ length: 2000 }, (_, i) => (i < 1200 ? 0 : 1));
  /** 10 % of segment 0 and 5 % of segment 1 go; 4 people of each are set aside. */
  const after = before.map((segment, i) =>
    i % 300 === 7 ? null : segment === 0 ? (i % 10 === 0 ? 1 : 0) : i % 20 === 0 ? 0 : 1,
  );

  it("tells who stays and who goes where, with intervals, and hides few people from others", () => {
    const moved = migration(before, after);
    const counts = moved.moves.map(({ before: from, after: to, rows }) => [from, to, rows]);
    expect(counts.reduce((sum, [, , rows]) => sum + Number(rows), 0)).toBe(2000);
    const [stay] = moved.moves;
    expect(stay).toMatchObject({ before: 0, after: 0, stays: true });
    expect(stay!.share).toBe(stay!.rows / 1200);
    expect(stay!.interval[0]).toBeLessThan(stay!.share);
    expect(stay!.interval[1]).toBeGreaterThan(stay!.share);
    expect(moved.stayed.rows).toBe(moved.moves.filter(({ stays }) => stays).reduce((sum, { rows }) => sum + rows, 0));
    // Seven people were set aside: neither they nor what would give them away is told.
    const shared = moved.shared();
    const small = moved.moves.findIndex(({ rows }) => rows > 0 && rows < 30);
    expect(moved.moves[small]!.rows).toBeLessThan(30);
    expect(shared.moves[small]!.rows).toBeNull();
    for (const column of [0, 1, null])
      expect(shared.moves.filter((move) => move.after === column && move.rows === null).length).not.toBe(1);
    expect(JSON.parse(JSON.stringify(moved))).toEqual(JSON.parse(JSON.stringify(shared)));
    expect(moved.toText("operator")).toContain("people went from segment 0 to segment 1");
    expect(moved.toText()).toContain("fewer than 30 people");
    expect(moved.toTable("operator").numRows).toBe(6);
    expect(moved.toTable().getChild("rows")!.nullCount).toBeGreaterThan(1);
  });

  it("matches segments of two models first", async () => {
    const rows = people(400, 1);
    const former = await pipeline.fit(rows);
    const present = await pipeline.with({ "cluster.order": "none", "cluster.seed": 5 }).fit(people(400, 9));
    const moved = migration(former, present, rows);
    expect(moved.stayed.share).toBe(1);
    expect(moved.match!.pairs).toHaveLength(3);
    expect(inspect(moved)).toContain("100.0 % of 400 people stayed");
    const own = migration(former, present, rows, { match: false });
    expect(own.match).toBeUndefined();
    expect(() => migration([0], [0], undefined, { confidence: 2 })).toThrow("expected a number between 0 and 1, got 2");
  });
});
