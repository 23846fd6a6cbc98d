import { expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { columnBlocks } from "../../src/estimator/segments/column-blocks.js";

it("Associations are measured on rows from a whole table, not on its first", () => {
  const rows = 20_000;
  const random = new Random(1);
  const a = Float64Array.from({ length: rows }, () => random.uniform());
  // Alike, but for the first rows.
  const b = a.map((value, i) => (i < 3000 ? random.uniform() : value));
  const c = a.map(() => random.uniform());
  const column = (values: Float64Array) => ({ values, named: false });
  const steps = columnBlocks([a, b, c].map(column));
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  expect(step.value).toEqual(Int32Array.of(0, 0, 2));
});
