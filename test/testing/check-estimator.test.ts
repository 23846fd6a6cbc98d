import { describe, expect, it } from "vitest";
import * as z from "zod";
import { defineTransformer, type FeatureMatrix } from "../../src/index.js";
import { checkEstimator } from "../../src/testing/index.js";

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

  it("reports a transform that looks at other rows", async () => {
    const Rank = defineTransformer({
      kind: "acme/Rank",
      version: 1,
      params,
      fit: () => ({}),
      transform: (x) => x.toRows().map((row, i) => row.map(() => i)),
    });
    await expect(checkEstimator(Rank)).rejects.toThrow(/exact under subset and order/);
  });

  it("reports learning that is not repeatable", async () => {
    let calls = 0;
    const Drift = defineTransformer({
      kind: "acme/Drift",
      version: 1,
      params,
      fit: () => ({ by: calls++ }),
      transform: (x, { by }) => shifted(x, by),
    });
    await expect(checkEstimator(Drift)).rejects.toThrow(/two fits differ/);
  });

  it("reports options that are dropped in silence, and state that JSON loses", async () => {
    class Secret {
      by = 1;
    }
    const Lossy = defineTransformer({
      kind: "acme/Lossy",
      version: 1,
      params,
      fit: () => ({ secret: new Secret() }),
      transform: (x, { secret }) => shifted(x, secret.by),
    });
    await expect(checkEstimator(Lossy)).rejects.toThrow(/Secret has no JSON form|two fits/);
  });

  it("reports a transform that changes its width without saying so", async () => {
    const Narrow = defineTransformer({
      kind: "acme/Narrow",
      version: 1,
      params,
      fit: () => ({}),
      transform: (x) => x.toRows().map((row) => row.slice(1)),
    });
    await expect(checkEstimator(Narrow)).rejects.toThrow(/Define outputColumns/);
  });
});
