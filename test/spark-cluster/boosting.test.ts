import { expect, it } from "vitest";
import { FeatureEncoder, GradientBoosting, Pipeline } from "../../src/index.js";
import { people, read, source } from "./people.js";

it("boosts the trees of one machine where the rows are", async () => {
  const rows = await source(people(5000));
  const model = new Pipeline([
    ["encode", new FeatureEncoder()],
    ["model", new GradientBoosting({ iterations: 2, maxLeaves: 6 })],
  ]);
  const here = await model.fit(await read(rows), { target: "ANSWER" } as never);
  const there = await model.fit(rows as never, { target: "ANSWER" } as never);
  expect(JSON.stringify(there)).toBe(JSON.stringify(here));
  await rows.close();
});
