import assert from "node:assert/strict";
import { test } from "node:test";
import { crossValidate, FeatureMatrix, GridSearch, load, Pipeline, Scaler } from "kindred";
import { checkEstimator } from "kindred/testing";
import { CapClasses, Leader, NearestMean, types, Winsorizer } from "../src/index.js";

/** Amounts with a few wild ones, visits, and who answered: mostly those who come often. */
const rows = Array.from({ length: 120 }, (_, i) => i);
const people = FeatureMatrix.fromColumns({
  spent: rows.map((i) => (i % 40 === 7 ? 90_000 : 20 + ((i * 37) % 50))),
  visits: rows.map((i) => (i % 3 === 0 ? 9 : 1) + ((i * 11) % 4)),
});
const answered = rows.map((i) => (i % 3 === 0 ? "yes" : "no"));

for (const type of types)
  test(`${type.kind} keeps the laws`, async () => {
    const { kept } = await checkEstimator(type);
    assert.ok(kept.length > 5);
  });

const responders = new Pipeline([
  ["cap", new CapClasses({ most: 30, seed: 1 })],
  ["clip", new Winsorizer({ upper: 0.9 })],
  ["scale", new Scaler()],
  ["model", new NearestMean()],
]);

test("its estimators are steps beside the built-in ones, and a document is loaded with its kinds", async () => {
  const fitted = await responders.fit(people, answered);
  const json = JSON.stringify(fitted);
  const again = load(json, { as: responders, types });
  assert.deepEqual(again.predict(people), fitted.predict(people));
  assert.equal(JSON.stringify(again), json);
  assert.equal(again.steps.clip.state.high.length, 2);
  assert.throws(() => load(json), { code: "UNKNOWN_KIND" });
});

test("a clusterer gives segments, and features for a next step", async () => {
  const fitted = await new Pipeline([
    ["clip", new Winsorizer({ upper: 0.9 })],
    ["scale", new Scaler()],
    ["groups", new Leader({ radius: 1.5 })],
  ]).fit(people);
  const segments = new Set(fitted.predict(people));
  assert.ok(segments.size > 1 && segments.size < 20);
  assert.equal(fitted.transform(people).columns[0], "leader0");
});

test("a search goes over its options and validates without leaking", async () => {
  const search = new GridSearch({
    estimator: responders,
    grid: { "clip.upper": [0.9, 0.99], "model.spread": [1, 4] },
    folds: 3,
  });
  const { bestParams } = await search.fit(people, answered);
  assert.deepEqual(Object.keys(bestParams).sort(), ["clip.upper", "model.spread"]);
  const folds = await crossValidate(responders, people, answered, { folds: 3, positive: "yes" });
  for (const auc of folds.scores("rocAuc")) assert.ok(auc > 0.9);
});
