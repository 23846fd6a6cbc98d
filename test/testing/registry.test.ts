import { describe, expect, it } from "vitest";
import { registry } from "../../src/registry.js";
import { checkEstimator } from "../../src/testing/index.js";
import { STEPS, WRAPPED } from "./checked-params.js";

// Kinds made of steps have tests of their own.
describe("every registered estimator", () => {
  for (const type of registry.filter(({ kind }) => !(kind in STEPS)))
    it(`${type.kind} keeps the laws of the contract`, async () => {
      const { kept } = await checkEstimator(type, {
        ...(WRAPPED[type.kind] === undefined ? {} : { params: WRAPPED[type.kind]!, types: registry }),
      });
      expect(kept.length).toBeGreaterThan(3);
    });
});
