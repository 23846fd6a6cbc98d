import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import type { RemoteSource } from "../../src/estimator/index.js";
import {
  compareMissing,
  driftReport,
  FeatureEncoder,
  Imputer,
  missingReport,
  Pipeline,
  profileSegments,
  Schema,
} from "../../src/index.js";
import type { StopOptions } from "../../src/segmentation/index.js";
import type { Work } from "../../src/spark/work.js";
import { ExecutorsHere, onCluster } from "./executors-here.js";

const ROWS = 40_001;
const random = new Random(3, "people");
const words = ["x", "y", "z", "w"];

/** People of whom some columns are missing, two of them together. */
function people(rows: number, more: number) {
  const gone = Array.from({ length: rows }, () => random.uniform() < 0.2);
  const table = tableFromArrays({
    LNR: Int32Array.from({ length: rows }, (_, i) => i),
    AGE: Array.from({ length: rows }, () => (random.uniform() < 0.1 ? null : 1 + random.below(9) + more)),
    AMOUNT: Array.from({ length: rows }, () => (random.uniform() < 0.05 ? null : random.normal() + more)),
    RATE: Array.from({ length: rows }, () => Math.round(4 * random.uniform()) / 4 + more / 8),
    ZONE: Array.from({ length: rows }, (_, i) =>
      gone[i] ? null : words[random.below(4)]! + (more > 0 && i % 9 === 0 ? "!" : ""),
    ),
    PLACE: Array.from({ length: rows }, (_, i) => (gone[i] ? null : `${random.below(more > 0 ? 90 : 70)}`)),
    OWNER: Array.from({ length: rows }, () => random.uniform() < 0.4),
  });
  return new Schema().with({ LNR: { role: "id" } }).attach(table);
}

const [before, after] = [people(ROWS, 0), people(ROWS, 1)];
const ages = Array.from(before.getChild("AGE")!, (age) => Number(age ?? 0));
const features = ["AGE", "AMOUNT", "RATE", "ZONE", "PLACE", "OWNER"];

describe("reports on rows of a cluster", () => {
  it("count what is missing as one machine does, and read no row", async () => {
    const here = missingReport(before.select(features));
    for (const partitions of [1, 4]) {
      const executors = new ExecutorsHere(before, partitions, partitions);
      const there = await missingReport(onCluster(before, executors));
      expect(executors.works).not.toContain("read");
      expect(JSON.stringify(there.columns)).toBe(JSON.stringify(here.columns));
      expect(there.blocks).toEqual([{ columns: ["ZONE", "PLACE"], share: here.blocks[0]!.share }]);
      expect(there.toText()).toBe(here.toText());
      expect([...there.rowsByMissing]).toEqual([...here.rowsByMissing]);
      const sparse = here.rows.filter((share) => share === 2 / 6).length;
      expect(there.rowsByMissing[2]).toBe(sparse);
      expect("rows" in there).toBe(false);
    }
  });

  it("compare what is missing in two files as one machine does", async () => {
    const there = await compareMissing(onCluster(before, new ExecutorsHere(before, 2, 1)), after.select(features));
    expect(there.toText()).toBe(compareMissing(before.select(features), after.select(features)).toText());
  });

  it("tell how later rows lie against those at fit as one machine does, and read no row", async () => {
    for (const model of [
      new Imputer(),
      new Pipeline([
        ["impute", new Imputer()],
        ["encode", new FeatureEncoder()],
      ]),
    ]) {
      const fitted = await (model as Imputer).fit(before);
      for (const table of [after, before]) {
        const executors = new ExecutorsHere(table, 3, 3);
        const there = await driftReport(fitted, onCluster(table, executors));
        expect(executors.works).not.toContain("read");
        expect(JSON.stringify(there)).toBe(JSON.stringify(driftReport(fitted, table)));
      }
      expect(driftReport(fitted, after).columns.some(({ newValues }) => newValues.length > 1)).toBe(true);
    }
  });

  it("profile segments as one machine does", async () => {
    const table = people(15_000, 0);
    const segment = Array.from(table.getChild("AGE")!, (age) => (age === null ? 12 : Number(age) > 5 ? 7 : 3));
    const named = Schema.of(table).attach(table.assign(tableFromArrays({ SEGMENT: Int32Array.from(segment) })));
    const executors = new ExecutorsHere(named, 3, 2);
    const there = await profileSegments(onCluster(named, executors), "SEGMENT");
    expect(executors.works).not.toContain("read");
    expect(JSON.stringify(there)).toBe(JSON.stringify(profileSegments(table, segment)));
    expect(there.segments.map(({ segment, rule }) => [segment, rule?.text])).toEqual([
      [3, "AGE at most 5"],
      [7, "AGE more than 5"],
      [12, undefined],
    ]);
    await expect(profileSegments(onCluster(named, executors), [1] as never)).rejects.toThrow(
      "profileSegments: segment",
    );
  });

  it("stop at a signal, whatever executors are at", async () => {
    const fitted = await new Imputer().fit(before);
    const named = Schema.of(before).attach(before.assign(tableFromArrays({ SEGMENT: Int32Array.from(ages) })));
    const reports: readonly [(source: RemoteSource, options: StopOptions) => Promise<object>, Work["mode"]][] = [
      [(source, options) => missingReport(source, options), "reduce"],
      [(source, options) => compareMissing(after, source, options), "reduce"],
      [(source, options) => driftReport(fitted, source, options), "reduce"],
      [(source, options) => profileSegments(source, "SEGMENT", options), "summarize"],
      [(source, options) => profileSegments(source, "SEGMENT", options), "pick"],
    ];
    for (const [report, last] of reports)
      for (const mode of ["pack", "assemble", last] as const) {
        const executors = new ExecutorsHere(named, 2, 1);
        const stop = new AbortController();
        executors.onWork = (begun) => {
          if (begun === mode) stop.abort(new Error("enough"));
        };
        await expect(report(onCluster(named, executors), { signal: stop.signal })).rejects.toThrow("enough");
        expect(executors.works).not.toContain(mode);
      }
  });

  it("tell of columns that are absent, and refuse those of another type", async () => {
    const fitted = await new Imputer().fit(before);
    const fewer = after.select(["LNR", "AGE", "ZONE"]);
    const there = await driftReport(fitted, onCluster(fewer, new ExecutorsHere(fewer, 2, 1)));
    expect(JSON.stringify(there)).toBe(JSON.stringify(driftReport(fitted, fewer)));
    const retyped = new Schema()
      .with({ LNR: { role: "id" } })
      .attach(tableFromArrays({ LNR: [1, 2], AGE: ["a", "b"] }));
    await expect(driftReport(fitted, onCluster(retyped, new ExecutorsHere(retyped, 1, 1)))).rejects.toThrow(
      'driftReport: column "AGE" was number at fit and is text now',
    );
    const numbers = new Schema()
      .with({ LNR: { role: "id" } })
      .attach(tableFromArrays({ LNR: [1, 2, 3], PLACE: [3, 800, 3] }));
    const asWords = await driftReport(fitted, onCluster(numbers, new ExecutorsHere(numbers, 1, 1)));
    expect(JSON.stringify(asWords)).toBe(JSON.stringify(driftReport(fitted, numbers)));
  });
});
