import { expect, it } from "vitest";
import { Imputer, NaiveBayes, Pipeline } from "../../src/index.js";
import { people, prepare, read, segments, source } from "./people.js";

it("learns the document of one machine from one, two and four partitions, and from rows in any order", async () => {
  const rows = await source(people(20_000, 1));
  const table = await read(rows);
  expect(table.numRows).toBe(20_000);
  const scaled = new Pipeline(prepare);
  const here = JSON.stringify(await scaled.fit(table));
  expect(JSON.stringify(await scaled.fit(rows))).toBe(here);
  await rows.close();
  const two = await source(people(20_000, 2));
  expect(JSON.stringify(await scaled.fit(two))).toBe(here);
  await two.close();
  const shuffled = await source(`SELECT * FROM (${people(20_000, 4)}) DISTRIBUTE BY hash(LNR * 31) SORT BY hash(LNR)`);
  expect(JSON.stringify(await segments.fit(shuffled))).toBe(JSON.stringify(await segments.fit(table)));
  await shuffled.close();
});

it("learns from a target on the cluster", async () => {
  const rows = await source(people(5000));
  const model = new Pipeline([...prepare, ["model", new NaiveBayes()]]);
  const here = await model.fit(await read(rows), { target: "ANSWER" } as never);
  const there = await model.fit(rows as never, { target: "ANSWER" } as never);
  expect(JSON.stringify(there)).toBe(JSON.stringify(here));
  await rows.close();
});

it("refuses ids that name two rows, queries that fail, and no rows", async () => {
  const twice = await source("SELECT 1 AS LNR, 2 AS AGE FROM range(5)");
  await expect(new Imputer().fit(twice)).rejects.toThrow("4 of 5 rows have a LNR that another row has");
  await twice.close();
  const wrong = await source("SELECT * FROM no_such_table");
  await expect(new Imputer().fit(wrong)).rejects.toThrow("no_such_table");
  await wrong.close();
  const none = await source(people(0));
  await expect(new Imputer().fit(none)).rejects.toMatchObject({ code: "EMPTY_INPUT" });
  await none.close();
});

it("stops on the server when it is aborted", async () => {
  const rows = await source(people(20_000));
  const stop = new AbortController();
  const fit = segments.fit(rows, { signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) });
  await expect(fit).rejects.toThrow("enough");
  await rows.close();
});

it("picks rows for starts, counts values and describes segments where the rows are", async () => {
  const rows = await source(people(60_000));
  const here = JSON.stringify(await segments.fit(await read(rows)));
  const before = rows.receivedBytes;
  expect(JSON.stringify(await segments.fit(rows))).toBe(here);
  // 50,000 rows of three components, and the rows that medians are read off.
  expect(rows.receivedBytes - before).toBeLessThan(12e6);
  await rows.close();
});
