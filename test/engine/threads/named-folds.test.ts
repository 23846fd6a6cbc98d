import { expect, it } from "vitest";
import * as folds from "../../../src/engine/reducers/index.js";
import { isListed } from "../../../src/engine/reducers/reducer.js";
import { REDUCERS } from "../../../src/engine/reducers/registry.js";

it("Workers know every fold of this library by its name", () => {
  const all = Object.values(folds).filter(
    (value): value is folds.Reducer => typeof value === "object" && value !== null && "blockRows" in value,
  );
  expect(all.length).toBeGreaterThan(0);
  expect([...REDUCERS.values()].map((fold) => fold.name).toSorted()).toEqual(all.map((fold) => fold.name).toSorted());
  for (const fold of all) {
    expect(REDUCERS.get(fold.name)).toBe(fold);
    expect(isListed(fold), fold.name).toBe(true);
  }
});
