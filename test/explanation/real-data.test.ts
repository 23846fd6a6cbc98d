import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  explainScores,
  FeatureEncoder,
  LogisticRegression,
  Pipeline,
  permutationImportance,
  Scaler,
  trainTestSplit,
} from "../../src/index.js";
import { readCsv } from "../../src/io/index.js";
import { realData } from "../reference.js";

const folder = realData("coil2000");

describe.skipIf(folder === undefined)("explanations of who insures a caravan", () => {
  it("name what the challenge's entrants found: car policies first, and fire policies", async () => {
    const table = await readCsv(join(folder!, "ticdata2000.csv"));
    const { train, test } = trainTestSplit(table, "CARAVAN", { seed: 1, test: 0.4 });
    const fitted = await new Pipeline([
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
      ["model", new LogisticRegression({ c: 0.01, tolerance: 1e-3 })],
    ]).fit(train.X, train.y);
    const columns = ["PPERSAUT", "PBRAND", "MGEMOMV", "MRELOV", "PFIETS", "MZFONDS"];
    const importances = await permutationImportance(fitted, test.X, test.y, { columns, repeats: 3, seed: 1 });
    expect(importances.baseline).toBeGreaterThan(0.7);
    expect(importances.columns.slice(0, 2).map(({ column }) => column)).toEqual(["PPERSAUT", "PBRAND"]);
    const [most] = importances.columns;
    expect(most!.mean).toBeGreaterThan(5 * most!.standardError);
    const scores = await explainScores(fitted, test.X, { sample: 500, seed: 1 });
    const strongest = scores.columns.slice(0, 4);
    expect(strongest[0]).toMatchObject({ column: "PPERSAUT", direction: "up" });
    expect(strongest.map(({ column }) => column)).toContain("PBRAND");
  });
});
