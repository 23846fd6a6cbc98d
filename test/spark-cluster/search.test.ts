import { expect, it } from "vitest";
import { foldsById, GridSearch, HalvingSearch, NaiveBayes, Pipeline } from "../../src/index.js";
import { people, prepare, read, source } from "./people.js";

it("searches in folds that a hash of ids makes, as one machine does in the same folds", async () => {
  const [query, folds] = [people(3000), 2];
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
  const here = await searchIn(foldsById(table.getChild("LNR")!, { folds })).fit(table, "ANSWER");
  expect(there.bestParams).toEqual(here.bestParams);
  expect(JSON.stringify(there.best)).toBe(JSON.stringify(here.best));
  for (const [k, { scores }] of there.trials.entries())
    for (const [fold, score] of scores["logLoss"]!.entries())
      expect(score).toBeCloseTo(here.trials[k]!.scores["logLoss"]![fold]!, 11);
  await rows.close();
});

it("halves: rounds learn from shares of the rows that a hash of ids draws, as one machine does from the same", async () => {
  const query = people(3000);
  const common = { estimator: new Pipeline([...prepare, ["model", new NaiveBayes()]]), scoring: "logLoss" } as const;
  const rows = await source(query);
  const halving = new HalvingSearch({
    ...common,
    space: { "model.smoothing": [1e-9, 0.1, 1, 10] },
    folds: 2,
    trials: 4,
    factor: 4,
    firstShare: 0.25,
  });
  const there = await halving.fit(rows as never, "ANSWER");
  const table = await read(rows);
  const ids = table.getChild("LNR")!;
  for (const [first, n, share] of [
    [0, 4, 0.25],
    [4, 1, 1],
  ] as const) {
    const round = there.trials.slice(first, first + n);
    const search = new GridSearch({
      ...common,
      space: { "model.smoothing": round.map(({ params }) => params["model.smoothing"] as number) },
      folds: foldsById(ids, { folds: 2, share }) as never,
    });
    const here = await search.fit(table, "ANSWER");
    expect(round.map(({ share }) => share)).toEqual(Array(n).fill(share));
    for (const [k, { scores }] of round.entries())
      for (const [fold, score] of scores["logLoss"]!.entries())
        expect(score).toBeCloseTo(here.trials[k]!.scores["logLoss"]![fold]!, 11);
    if (share === 1) expect(JSON.stringify(there.best)).toBe(JSON.stringify(here.best));
    else expect(here.bestParams).toEqual(there.bestParams);
  }
  await rows.close();
});
