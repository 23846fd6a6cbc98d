import { expect, it } from "vitest";
import { GridSearch, NaiveBayes, Pipeline } from "../../src/index.js";
import { people, prepare, read, source } from "./people.js";

it("searches in folds that a hash of ids makes, as one machine does in the same folds", async () => {
  const [query, folds] = [people(3000), 2];
  const place = `pmod(xxhash64(0L, CAST(LNR AS STRING), 'fold'), ${folds})`;
  const placed = await source(`SELECT LNR, ${place} AS FOLD FROM (${query})`);
  const foldOf = Array.from((await read(placed)).getChild("FOLD")!, Number);
  await placed.close();
  const side = (at: number, isTest: boolean): Int32Array =>
    Int32Array.from(foldOf.flatMap((fold, i) => ((fold === at) === isTest ? [i] : [])));
  const searchIn = (given: unknown) =>
    new GridSearch({
      estimator: new Pipeline([...prepare, ["model", new NaiveBayes()]]),
      space: { "model.smoothing": [1e-9, 0.1] },
      folds: given as never,
      scoring: "logLoss",
    });
  const rows = await source(query);
  const there = await searchIn(folds).fit(rows as never, "ANSWER");
  const table = await read(rows);
  const same = Array.from({ length: folds }, (_, at) => ({ train: side(at, false), test: side(at, true) }));
  const here = await searchIn(same).fit(table, "ANSWER");
  expect(there.bestParams).toEqual(here.bestParams);
  expect(JSON.stringify(there.best)).toBe(JSON.stringify(here.best));
  for (const [k, { scores }] of there.trials.entries())
    for (const [fold, score] of scores["logLoss"]!.entries())
      expect(score).toBeCloseTo(here.trials[k]!.scores["logLoss"]![fold]!, 11);
  await rows.close();
});
