import { expect, it } from "vitest";
import {
  chooseClusters,
  compareSegments,
  crossValidate,
  driftReport,
  Imputer,
  missingReport,
  NaiveBayes,
  Pipeline,
  profileSegments,
  Schema,
} from "../../src/index.js";
import { people, prepare, read, source } from "./people.js";

/** The same people with other codes, amounts and words. */
const later = `SELECT LNR, AGE + 1 AS AGE, AMOUNT * 2 AS AMOUNT, RATE, concat(ZONE, CASE WHEN LNR % 9 = 0 THEN '!' ELSE '' END) AS ZONE, ANSWER FROM (${people(20_000)})`;
const features = ["AGE", "AMOUNT", "RATE", "ZONE"];

it("tells what is missing, and how later rows lie, as one machine does", async () => {
  const rows = await source(people(20_000));
  const table = await read(rows);
  const missing = await missingReport(rows);
  expect(missing.toText()).toBe(missingReport(table.select(features)).toText());
  expect(missing.columns[0]!.column).toBe("AGE");
  const fitted = await new Imputer().fit(rows);
  const others = await source(later);
  const drift = await driftReport(fitted, others);
  expect(JSON.stringify(drift)).toBe(JSON.stringify(driftReport(fitted, await read(others))));
  expect(drift.columns.find(({ column }) => column === "ZONE")!.newValues.length).toBeGreaterThan(0);
  await rows.close();
  await others.close();
});

it("counts rows by a column for a comparison of segments", async () => {
  const rows = await source(
    `SELECT *, CASE WHEN LNR % 10 = 0 THEN NULL ELSE LNR % 3 END AS cluster FROM (${people(9000)})`,
  );
  const population = await rows.countBy("cluster");
  const labels = (await read(rows))
    .getChild("cluster")!
    .toJSON()
    .map((one) => (one === null ? null : Number(one)));
  const counted = new Map<number | null, number>();
  for (const label of labels) counted.set(label, (counted.get(label) ?? 0) + 1);
  expect(new Map([...population].sort())).toEqual(new Map([...counted].sort()));
  expect([...(await rows.countBy("ZONE")).keys()]).toEqual(["w", "x", "y", "z"]);
  const customers = [0, 0, 1, null];
  expect(compareSegments({ population, customers }).toText()).toBe(
    compareSegments({ population: labels, customers }).toText(),
  );
  await expect(rows.countBy("LNR", {})).resolves.toBeInstanceOf(Map);
  await expect(rows.countBy("NOTHING")).rejects.toThrow("NOTHING");
  await rows.close();
});

it("validates by folds of ids, as one machine does on these folds", async () => {
  const rows = await source(people(6000));
  const table = await read(rows);
  const model = new Pipeline([...prepare, ["model", new NaiveBayes()]]);
  const scoring = ["logLoss", "accuracy", "rocAuc"] as const;
  const there = await crossValidate(model, rows, "ANSWER", { folds: 2, seed: 3, scoring, onWarning: () => {} });
  const folded = await source(
    `SELECT LNR, pmod(xxhash64(3L, CAST(LNR AS STRING), 'fold'), 2) AS place FROM (${people(6000)})`,
  );
  const places = Array.from((await read(folded)).getChild("place")!, Number);
  const side = (is: (place: number) => boolean) =>
    Int32Array.from(places.flatMap((place, row) => (is(place) ? [row] : [])));
  const folds = [0, 1].map((at) => ({ train: side((place) => place !== at), test: side((place) => place === at) }));
  const here = await crossValidate(model, table, "ANSWER", { folds, scoring, onWarning: () => {} });
  there.folds.forEach((fold, at) => {
    expect(fold.test).toBe(folds[at]!.test.length);
    expect(fold.scores["logLoss"]).toBeCloseTo(here.folds[at]!.scores["logLoss"]!, 11);
    expect(fold.scores["accuracy"]).toBeCloseTo(here.folds[at]!.scores["accuracy"]!, 11);
    expect(Math.abs(fold.scores["rocAuc"]! - here.folds[at]!.scores["rocAuc"]!)).toBeLessThanOrEqual(
      fold.aucError + 1e-12,
    );
  });
  await rows.close();
  await folded.close();
});

it("profiles segments as one machine does", async () => {
  const rows = await source(
    `SELECT *, CASE WHEN AGE > 4 THEN 'older' ELSE 'others' END AS segment FROM (${people(9000)})`,
  );
  const table = await read(rows);
  const segment = Array.from(table.getChild("segment")!, String);
  const there = await profileSegments(rows, "segment");
  expect(JSON.stringify(there)).toBe(
    JSON.stringify(profileSegments(table.select(["LNR", ...features]), segment, { schema: Schema.of(table) })),
  );
  await rows.close();
});

it("chooses the number of clusters on rows that are drawn there", async () => {
  const points = await source(
    "SELECT id AS LNR, 10D * (id % 3) + sin(id) AS A, cos(id * 7) AS B FROM range(0, 2000, 1, 3)",
  );
  const choice = await chooseClusters(points, { from: 2, to: 4, sample: 400, bootstraps: 0 });
  expect([choice.best.silhouette, choice.people]).toEqual([3, 2000]);
  await points.close();
});
