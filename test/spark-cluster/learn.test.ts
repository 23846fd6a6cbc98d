import { type Table, tableToIPC } from "apache-arrow";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type SparkCluster, startSpark } from "../../scripts/spark-cluster.js";
import { FeatureEncoder, Imputer, KMeans, NaiveBayes, PCA, Pipeline, Scaler, Schema } from "../../src/index.js";
import { type SparkSource, sparkSource } from "../../src/spark/index.js";

/** Codes with gaps, amounts, words and an answer that hangs on them. */
const PEOPLE = `
  SELECT id AS LNR,
    CASE WHEN id % 7 = 3 THEN NULL ELSE CAST(1 + (id * 2654435761 % 9) AS INT) END AS AGE,
    CAST(sin(id) AS DOUBLE) AS AMOUNT,
    CAST(cos(id * 0.37) * 5 AS FLOAT) AS RATE,
    element_at(array('x', 'y', 'z', 'w'), CAST(1 + id % 4 AS INT)) AS ZONE,
    CASE WHEN id * 2654435761 % 9 > 4 THEN 'yes' ELSE 'no' END AS ANSWER
  FROM range(0, ROWS, 1, 3)`;
const prepare = [
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
] as const;
const segments = new Pipeline([
  ...prepare,
  ["reduce", new PCA({ components: 3 })],
  ["cluster", new KMeans({ clusters: 3, seed: 1, starts: 2, maxIterations: 4 })],
]);

let cluster: SparkCluster;
beforeAll(async () => {
  cluster = await startSpark();
}, 900_000);
afterAll(async () => cluster?.stop());

function source(query: string, rowId = "LNR"): Promise<SparkSource> {
  const schema = new Schema().with({ ANSWER: { role: "target" } });
  // Executors run the package as it is built: `npm run build` first.
  return sparkSource(cluster.address, query, { rowId, stage: `${cluster.folder}/stage`, schema });
}

async function read(people: SparkSource): Promise<Table> {
  const tables: Table[] = [];
  for await (const table of people.open()) tables.push(table);
  const [first, ...rest] = tables;
  return new Schema().with({ ANSWER: { role: "target" }, LNR: { role: "id" } }).attach(first!.concat(...rest));
}

it("learns the document of one machine, from rows in any order", async () => {
  const query = PEOPLE.replace("ROWS", "40000");
  const people = await source(query);
  const table = await read(people);
  expect(table.numRows).toBe(40_000);
  expect(tableToIPC(table.slice(0, 1))).toBeDefined();
  const here = JSON.stringify(await segments.fit(table));
  expect(JSON.stringify(await segments.fit(people))).toBe(here);
  await people.close();
  const shuffled = await source(`SELECT * FROM (${query}) DISTRIBUTE BY hash(LNR * 31) SORT BY hash(LNR)`);
  expect(JSON.stringify(await segments.fit(shuffled))).toBe(here);
  await shuffled.close();
}, 900_000);

it("learns from a target on the cluster", async () => {
  const people = await source(PEOPLE.replace("ROWS", "5000"));
  const model = new Pipeline([...prepare, ["model", new NaiveBayes()]]);
  const here = await model.fit(await read(people), { target: "ANSWER" } as never);
  const there = await model.fit(people as never, { target: "ANSWER" } as never);
  expect(JSON.stringify(there)).toBe(JSON.stringify(here));
  await people.close();
}, 300_000);

it("refuses ids that name two rows, queries that fail, and no rows", async () => {
  const twice = await source("SELECT 1 AS LNR, 2 AS AGE FROM range(5)");
  await expect(new Imputer().fit(twice)).rejects.toThrow("4 of 5 rows have a LNR that another row has");
  await twice.close();
  const wrong = await source("SELECT * FROM no_such_table");
  await expect(new Imputer().fit(wrong)).rejects.toThrow("no_such_table");
  await wrong.close();
  const none = await source(PEOPLE.replace("ROWS", "0"));
  await expect(new Imputer().fit(none)).rejects.toMatchObject({ code: "EMPTY_INPUT" });
  await none.close();
}, 300_000);

it("stops on the server when it is aborted", async () => {
  const people = await source(PEOPLE.replace("ROWS", "40000"));
  const stop = new AbortController();
  const fit = segments.fit(people, { signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) });
  await expect(fit).rejects.toThrow("enough");
  await people.close();
}, 300_000);
