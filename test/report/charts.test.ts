import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { charts, type VegaLiteSpec } from "kindred/report";
import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { describe, expect, it } from "vitest";
import { allResults, comparisonOf } from "./made-results.js";

const { comparison, profile, choice, stability, migration, list, campaign, names } = allResults({ segments: 6 });
const SPECS: Readonly<Record<keyof typeof charts, VegaLiteSpec>> = {
  shares: charts.shares(comparison, { names }),
  index: charts.index(comparison, { names }),
  heatMap: charts.heatMap(profile, { names }),
  choice: charts.choice(choice),
  stability: charts.stability(stability, { names }),
  migration: charts.migration(migration, { names }),
  waterfall: charts.waterfall(list),
  campaign: charts.campaign(campaign),
};

const schemaPath = createRequire(import.meta.url).resolve("vega-lite/build/vega-lite-schema.json");
// The schema names formats of colors and addresses; charts hold neither addresses nor colors of data.
const ajv = new Ajv({ strict: false, validateFormats: false });
const valid = ajv.compile(JSON.parse(readFileSync(schemaPath, "utf8")) as object);

describe("Charts", () => {
  it.each(Object.entries(SPECS))("keep to the schema of Vega-Lite, and are drawn: %s", async (_, spec) => {
    const plain = JSON.parse(JSON.stringify(spec)) as TopLevelSpec;
    expect(valid(plain), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true);
    const warnings: unknown[] = [];
    const note = (...told: unknown[]): unknown => {
      warnings.push(told);
      return logger;
    };
    const logger: Record<string, (...told: unknown[]) => unknown> = {
      level: () => logger,
      error: note,
      warn: note,
      info: () => logger,
      debug: () => logger,
    };
    const compiled = compile(plain, { logger: logger as never });
    expect(warnings).toEqual([]);
    const svg = await new View(parse(compiled.spec), { renderer: "none" }).toSVG();
    expect(svg).toContain(spec.title);
    expect(svg.match(/<path|<rect/g)!.length).toBeGreaterThan(3);
  });

  it("refuse a chart that does not keep to the schema", () => {
    expect(valid({ ...SPECS.shares, layer: [{ mark: "dumbbell" }] })).toBe(false);
  });

  it("leave out what is about few people, unless they are for an operator", () => {
    const few = comparisonOf([
      [5000, 700],
      [4000, 8],
      [6000, 70],
    ]);
    const segmentsOf = (spec: VegaLiteSpec): unknown[] => spec.data.values.map((row) => row["segment"]);
    expect(segmentsOf(charts.shares(few))).toEqual(["S0 Segment 0"]);
    expect(segmentsOf(charts.index(few))).toEqual(["S0 Segment 0"]);
    expect(charts.shares(few, { audience: "operator" }).data.values).toHaveLength(3);
  });
});
