import { describe, expect, it } from "vitest";
import { STATEMENTS, tried } from "../../scripts/simulate/statements.js";

/**
 * A small slice of `npm run coverages`: it finds an interval that is wrong, not one that is a little off. Statements that fit models in folds are left
 * to the command.
 */
const TRIALS = 40;

describe("what is said of intervals and tests", () => {
  for (const statement of STATEMENTS.filter((one) => one.trials === undefined && !one.conditions.startsWith("10,000")))
    it(`${statement.printed}: ${statement.conditions}`, async () => {
      const { share, trials } = await tried(statement, TRIALS, 7);
      const { nominal } = statement;
      const reach = 4 * Math.sqrt((nominal * (1 - nominal)) / trials);
      if (statement.kind !== "test") expect(share).toBeGreaterThan(nominal - reach);
      if (statement.kind !== "interval") expect(share).toBeLessThan(nominal + reach);
    });
});
