import type { Table } from "apache-arrow";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  chooseClusters,
  compareSegments,
  crossValidate,
  driftReport,
  FeatureEncoder,
  Imputer,
  missingReport,
  NaiveBayes,
  Pipeline,
  profileSegments,
  Schema,
} from "../../src/index.js";
import type { SparkSource } from "../../src/spark/index.js";
import { people, read, source } from "./people.js";

/** People whose segment is a column, and unknown of some in another. */
const PEOPLE = `
  SELECT *, CASE WHEN LNR % 10 = 0 THEN NULL ELSE CAST(LNR % 3 AS INT) END AS cluster,
    CASE WHEN AGE > 4 THEN 'older' ELSE 'others' END AS segment FROM (${people(2000)})`;
/** The same people with other codes, amounts and words. */
const later = `SELECT LNR, AGE + 1 AS AGE, AMOUNT * 2 AS AMOUNT, RATE, concat(ZONE, CASE WHEN LNR % 9 = 0 THEN '!' ELSE '' END) AS ZONE FROM (${people(2000)})`;
const features = ["AGE", "AMOUNT", "RATE", "ZONE"];
const schema = new Schema().with({
  ANSWER: { role: "target" },
  cluster: { role: "group" },
  segment: { role: "group" },
});
let rows: SparkSource;
let table: Table;
beforeAll(async () => {
  rows = await source(PEOPLE, { schema });
  table = schema.with({ LNR: { role: "id" } }).attach(await read(rows));
}, 900_000);
afterAll(async () => {
  await rows?.close();
});

it("tells what is missing, and how later rows lie, as one machine does", async () => {
  const missing = await missingReport(rows);
  expect(missing.toText()).toBe(missingReport(table.select(features)).toText());
  expect(missing.columns[0]!.column).toBe("AGE");
  const fitted = await new Imputer().fit(table.select(features));
  const others = await source(later, { schema: new Schema() });
  const drift = await driftReport(fitted, others);
  expect(JSON.stringify(drift)).toBe(JSON.stringify(driftReport(fitted, await read(others))));
  expect(drift.columns.find(({ column }) => column === "ZONE")!.newValues.length).toBeGreaterThan(0);
  await others.close();
});

it("counts rows by a column for a comparison of segments", async () => {
  const population = await rows.countBy("cluster");
  const labels = Array.from(table.getChild("cluster")!, (one) => (one === null ? null : Number(one)));
  const counted = new Map<number | null, number>();
  for (const label of labels) counted.set(label, (counted.get(label) ?? 0) + 1);
  expect(new Map([...population].sort())).toEqual(new Map([...counted].sort()));
  expect([...(await rows.countBy("ZONE")).keys()]).toEqual(["w", "x", "y", "z"]);
  const customers = [0, 0, 1, null];
  expect(compareSegments({ population, customers }).toText()).toBe(
    compareSegments({ population: labels, customers }).toText(),
  );
  await expect(rows.countBy("NOTHING")).rejects.toThrow("NOTHING");
});

it("profiles segments as one machine does", async () => {
  const there = await profileSegments(rows, "segment");
  const segment = Array.from(table.getChild("segment")!, String);
  const here = profileSegments(table.select(["LNR", ...features]), segment, { schema: Schema.of(table) });
  expect(JSON.stringify(there)).toBe(JSON.stringify(here));
});

it("imputes by neighbors and by chains of regressions on rows that are picked there", async () => {
  const people = await source(`SELECT LNR, AGE, AMOUNT, RATE FROM (${PEOPLE})`, { schema: new Schema() });
  const table = new Schema().with({ LNR: { role: "id" } }).attach(await read(people));
  for (const strategy of ["knn", "iterative"] as const) {
    const impute = new Imputer({ strategy, sample: 500 });
    const here = JSON.stringify(await impute.fit(table));
    expect(JSON.stringify(await impute.fit(people))).toBe(here);
  }
  await people.close();
});

it("validates by folds of ids, as one machine does on these folds", async () => {
  const model = new Pipeline([
    ["encode", new FeatureEncoder()],
    ["model", new NaiveBayes()],
  ]);
  const query = `SELECT LNR, RATE, ZONE, ANSWER FROM (${people(2000)})`;
  const rows = await source(query);
  const table = await read(rows);
  const scoring = ["logLoss", "accuracy", "rocAuc"] as const;
  const there = await crossValidate(model, rows, "ANSWER", { folds: 2, seed: 3, scoring, onWarning: () => {} });
  const folded = await source(
    `SELECT LNR, pmod(xxhash64(3L, CAST(LNR AS STRING), 'fold'), 2) AS place FROM (${query})`,
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

it("chooses the number of clusters on rows that are drawn there", async () => {
  const points = await source(
    "SELECT id AS LNR, 10D * (id % 3) + sin(id) AS A, cos(id * 7) AS B FROM range(0, 2000, 1, 3)",
  );
  const choice = await chooseClusters(points, { from: 2, to: 4, sample: 400, bootstraps: 0 });
  expect([choice.best.silhouette, choice.people]).toEqual([3, 2000]);
  await points.close();
});
