import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { defineTransformer, type FeatureMatrix, Scaler } from "../../src/index.js";
import { checkEstimator } from "../../src/testing/index.js";
import { lawsPage } from "../../src/testing/laws-page.js";
import { BROKEN } from "./broken-estimators.js";

const params = z.strictObject({ shift: z.number().default(1) });
const shifted = (x: FeatureMatrix, by: number): number[][] => x.toRows().map((row) => row.map((value) => value + by));

describe("checkEstimator", () => {
  it("passes a transformer that keeps the laws", async () => {
    const Shift = defineTransformer({
      kind: "acme/Shift",
      version: 1,
      params,
      fit: (_x, { shift }) => ({ by: shift }),
      transform: (x, { by }) => shifted(x, by),
    });
    const { kept } = await checkEstimator(Shift);
    expect(kept).toContain("a fitted model goes through JSON bit for bit");
  });

  it.each(BROKEN)("reports an estimator that %s, and says one thing", async (_, type, cause) => {
    const report = await checkEstimator(type).then(
      () => "it passes",
      (error: Error) => error.message,
    );
    expect(report).toMatch(cause);
    expect(report.split("\n").filter((line) => line.startsWith("- "))).toHaveLength(1);
  });

  it("does not try what builds on a law that is broken", async () => {
    const [, minus] = BROKEN.find(([, type]) => type.kind === "broken/Random")!;
    await expect(checkEstimator(minus)).rejects.toThrow(/\nThe \d+ after it build on it and were not tried\.$/);
  });

  it("says what it takes", async () => {
    await expect(checkEstimator(new Scaler() as never)).rejects.toThrow(
      /expected the class of an estimator, got a Scaler/,
    );
  });
});

describe("The page of laws", () => {
  it("lists the laws as they are", () => {
    expect(readFileSync("docs/laws.md", "utf8")).toBe(lawsPage());
  });
});
