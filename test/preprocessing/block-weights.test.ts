import { join } from "node:path";
import type { Table } from "apache-arrow";
import { describe, expect, it } from "vitest";
import {
  BlockWeights,
  type BlockWeightsOptions,
  ColumnFilter,
  FeatureEncoder,
  Imputer,
  KMeans,
  KPrototypes,
  Pipeline,
  Scaler,
} from "../../src/index.js";
import { parseCsv, readCsv } from "../../src/io/index.js";
import { realData } from "../reference.js";

const zones = Array.from({ length: 300 }, (_, i) => `z${i % 7 === 0 ? 30 : i % 30}`);
const table = parseCsv(
  ["age,zone,flag,alike", ...zones.map((zone, i) => `${20 + (i % 50)},${zone},${i % 10 === 0},${i % 2}`)].join("\n"),
);
const weighed = async (options: Partial<BlockWeightsOptions>, scale = true) => {
  const pipeline = new Pipeline([
    ["encode", new FeatureEncoder({ precision: "float64" })],
    ["scale", new Scaler({ scale, center: scale })],
    ["weigh", new BlockWeights(options)],
  ]);
  const fitted = await pipeline.fit(table);
  return { ...fitted.steps.weigh.state, warnings: fitted.steps.weigh.warnings, rows: fitted.transform(table) };
};
/** Σ p (1 - p) over the shares of the values. */
const diversity = (values: readonly unknown[]): number => {
  const shares = [...new Set(values)].map((value) => values.filter((one) => one === value).length / values.length);
  return shares.reduce((sum, p) => sum + p * (1 - p), 0);
};

describe("BlockWeights", () => {
  it("puts rows of different categories at a squared distance of 2, whatever a Scaler did, and leaves amounts alone", async () => {
    for (const scale of [true, false]) {
      const { rows, blocks } = await weighed({}, scale);
      expect(blocks.map(({ source, nominal }) => [source, nominal])).toEqual([
        ["age", false],
        ["zone", true],
        ["flag", true],
        ["alike", true],
      ]);
      expect(blocks[1]!.after).toBeCloseTo(diversity(zones), 10);
      expect(blocks[2]!.after).toBeCloseTo(2 * 0.1 * 0.9, 10);
      const own = rows.toRows().map((row) => row.filter((_, j) => rows.columns[j]!.startsWith("zone")));
      const apart = (a: number, b: number): number => own[a]!.reduce((sum, v, j) => sum + (v - own[b]![j]!) ** 2, 0);
      expect(apart(1, 2)).toBeCloseTo(2, 10);
      expect(apart(1, 31)).toBeCloseTo(0, 10);
    }
    expect((await weighed({})).blocks[0]!.after).toBeCloseTo(1, 10);
  });

  it.each(["variance", "mca"] as const)("gives every source the variance 1 by %s, times its weight", async (method) => {
    const { blocks } = await weighed({ method, weights: { zone: 3, age: 2 } });
    expect(blocks.map(({ after }) => after.toFixed(8))).toEqual([
      "2.00000000",
      "3.00000000",
      "1.00000000",
      "1.00000000",
    ]);
  });

  it("divides each category by the root of its share by mca", async () => {
    const { rows } = await weighed({ method: "mca" }, false);
    const shares = new Map([...new Set(zones)].map((zone) => [zone, zones.filter((one) => one === zone).length / 300]));
    const total = [...shares.values()].reduce((sum, p) => sum + 1 - p, 0);
    for (const [zone, p] of shares)
      expect(Math.max(...rows.column(`zone=${zone}`))).toBeCloseTo(1 / Math.sqrt(p * total), 10);
  });

  it("warns of nominal columns that make more than a fifth of the variance, and of amounts that were not scaled", async () => {
    const { warnings } = await weighed({}, false);
    expect(warnings).toEqual(['"age" came unscaled: the variance is far from 1. Put a Scaler before this step.']);
    expect((await weighed({})).warnings[0]).toMatch(/Nominal columns make 6\d % of the variance/);
    expect((await weighed({ weights: { zone: 0.1, flag: 0, alike: 0 } })).warnings).toEqual([]);
  });

  it("refuses a weight of a source that is not there", async () => {
    await expect(weighed({ weights: { nowhere: 2 } })).rejects.toThrow(/`weights` names "nowhere"/);
  });
});

describe("marketing data (skipped where KINDRED_DATA lacks them)", () => {
  const folder = realData("marketing-campaign");
  const flags = ["AcceptedCmp1", "AcceptedCmp2", "AcceptedCmp3", "AcceptedCmp4", "AcceptedCmp5", "Complain"];
  const drop = ["ID", "Z_CostContact", "Z_Revenue", "Dt_Customer", "Response"];
  const start = [
    ["filter", new ColumnFilter({ drop })],
    ["impute", new Imputer()],
  ] as const;

  /** Segments of which 95 % and more hold one value that less than a tenth of all do. */
  function rareSegments(people: Table, labels: ArrayLike<number>, clusters: number): string[] {
    return ["Education", "Marital_Status", ...flags].flatMap((name) => {
      const values = Array.from(people.getChild(name)!, String);
      return [...new Set(values)].flatMap((value) => {
        if (values.filter((one) => one === value).length > 0.1 * values.length) return [];
        return Array.from({ length: clusters }, (_, k) => k).flatMap((k) => {
          const own = values.filter((_, i) => labels[i] === k);
          const held = own.filter((one) => one === value).length;
          return own.length > 0 && held >= 0.95 * own.length ? [`${k}: ${name}=${value}`] : [];
        });
      });
    });
  }

  it.skipIf(folder === undefined)("make no segment of one rare category, as they do without weights", async () => {
    const people = await readCsv(join(folder!, "ml_project1_data.csv"));
    const clusters = 8;
    const cluster = ["cluster", new KMeans({ clusters, starts: 3, seed: 1 })] as const;
    const scaled = [...start, ["encode", new FeatureEncoder()], ["scale", new Scaler()]] as const;
    const mixture = new Pipeline([...start, ["cluster", new KPrototypes({ clusters, starts: 3, seed: 1 })]]);
    const options = { describeSegments: false };
    const plain = await new Pipeline([...scaled, cluster]).fit(people, options);
    const weighted = await new Pipeline([...scaled, ["weigh", new BlockWeights()], cluster]).fit(people, options);
    const mixed = await mixture.fit(people, options);
    expect(rareSegments(people, plain.predict(people), clusters).length).toBeGreaterThan(0);
    expect(rareSegments(people, weighted.predict(people), clusters)).toEqual([]);
    expect(rareSegments(people, mixed.predict(people), clusters)).toEqual([]);
    expect(plain.steps.cluster.warnings.join("\n")).toMatch(
      /standard deviations from the mean in column "[\w=]+": it is one rare category/,
    );
  });
});
