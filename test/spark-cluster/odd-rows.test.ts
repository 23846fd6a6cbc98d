import { expect, it } from "vitest";
import { Imputer, Pipeline, Schema } from "../../src/index.js";
import type { SparkProgress } from "../../src/spark/index.js";
import { people, prepare, read, source } from "./people.js";

/** What fitting comes to: a document, or an error. */
async function outcome(fit: Promise<object>): Promise<string> {
  return fit.then(JSON.stringify, (error: Error) => error.message);
}

it.each([
  ["one row", people(1)],
  ["a column without a value", `SELECT *, CAST(NULL AS DOUBLE) AS NONE FROM (${people(300)})`],
  [
    "nothing but missing values",
    "SELECT id AS LNR, CAST(NULL AS INT) AS AGE, CAST(NULL AS STRING) AS ZONE FROM range(50)",
  ],
  ["empty partitions", `SELECT * FROM (${people(300, 4)}) WHERE LNR BETWEEN 80 AND 120`],
  [
    "partitions of very different sizes",
    `SELECT /*+ REPARTITION(4, BIG) */ *, LNR < 2900 AS BIG FROM (${people(3000)})`,
  ],
])("learns from %s as one machine does", async (_, query) => {
  const model = new Pipeline(prepare);
  const rows = await source(query);
  const table = await read(rows);
  expect(await outcome(model.fit(rows))).toBe(await outcome(model.fit(table)));
  await rows.close();
});

it("learns from a thousand partitions as one machine does, and tells how far its tasks are", async () => {
  const heard: SparkProgress[] = [];
  const rows = await source(people(3000, 1000), { onTasks: (tasks) => heard.push(tasks) });
  const here = JSON.stringify(await new Pipeline(prepare).fit(await read(rows)));
  heard.length = 0;
  expect(JSON.stringify(await new Pipeline(prepare).fit(rows))).toBe(here);
  const midst = heard.filter(({ done, total }) => total >= 1000 && done > 0 && done < total);
  expect(midst.length).toBeGreaterThan(0);
  for (const { done, total, tasksPerSecond, secondsLeft } of midst) {
    expect(tasksPerSecond).toBeGreaterThan(0);
    expect(secondsLeft).toBeCloseTo((total - done) / tasksPerSecond, 6);
  }
  await rows.close();
});

it("refuses a query that gives other rows when it is read again", async () => {
  // Ten milliseconds are a row.
  const now = "CAST(java_method('java.lang.System', 'currentTimeMillis') AS BIGINT)";
  const rows = await source(
    `SELECT id AS LNR, id % 9 AS AGE FROM range(100000) WHERE id < 1000 + (${now} - ${Date.now()}L) DIV 10`,
  );
  await expect(new Imputer().fit(rows)).rejects.toThrow("are not those that were counted");
  await rows.close();
});

it("stores rows once for several fits of a source", async () => {
  const rows = await source(people(300), { schema: new Schema() });
  const first = JSON.stringify(await new Imputer().fit(rows));
  const before = rows.receivedBytes;
  expect(JSON.stringify(await new Imputer().fit(rows))).toBe(first);
  const again = rows.receivedBytes - before;
  expect(again).toBeLessThan(before);
  await rows.close();
});
