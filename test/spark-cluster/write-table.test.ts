import type { Table } from "apache-arrow";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { toSql } from "../../src/export/index.js";
import { FeatureEncoder, Imputer, KMeans, LogisticRegression, Pipeline, Scaler, Schema } from "../../src/index.js";
import { type SparkSource, sparkSource } from "../../src/spark/index.js";

/** Codes with gaps, amounts, words and an answer that hangs on them. Ids are decimals, as databases give them. */
const PEOPLE = `
  SELECT CAST(id AS DECIMAL(12, 0)) AS LNR,
    CASE WHEN id % 7 = 3 THEN NULL ELSE CAST(1 + (id * 2654435761 % 9) AS INT) END AS AGE,
    CAST(sin(id) AS DOUBLE) AS AMOUNT,
    CAST(cos(id * 0.37) * 5 AS FLOAT) AS RATE,
    element_at(array('x', 'y', 'z', 'w'), CAST(1 + id % 4 AS INT)) AS ZONE,
    CASE WHEN id * 2654435761 % 9 > 4 THEN 'yes' ELSE 'no' END AS ANSWER
  FROM range(0, 20000, 1, 3)`;
const schema = new Schema().with({ ANSWER: { role: "target" }, LNR: { role: "id" } });
const prepare = [
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
] as const;

const { address, folder } = inject("spark");
let people: SparkSource;
let table: Table;
beforeAll(async () => {
  people = await source(PEOPLE);
  table = schema.attach(await whole(people));
}, 900_000);
afterAll(async () => {
  await people?.close();
});

function source(query: string): Promise<SparkSource> {
  // Executors run the package as it is built: `npm run build` first.
  return sparkSource(address, query, { rowId: "LNR", stage: `${folder}/stage`, schema });
}

async function whole(rows: SparkSource): Promise<Table> {
  const [first, ...rest] = await tables(rows);
  return first!.concat(...rest);
}

async function tables(rows: SparkSource): Promise<Table[]> {
  const out: Table[] = [];
  for await (const one of rows.open()) out.push(one);
  return out;
}

/** A column of a table on the server, in the order of its ids. */
async function column(name: string, of: string): Promise<unknown[]> {
  const rows = await source(`SELECT * FROM ${name}`);
  return (await tables(rows)).flatMap((part) => Array.from(part.getChild(of)!));
}

it("writes the labels of one machine as a table, and refuses one that is there", async () => {
  const segments = await new Pipeline([...prepare, ["cluster", new KMeans({ clusters: 3, seed: 1 })]]).fit(table);
  const bulk = segments.bulk("predict", people);
  await bulk.writeTable("scored");
  expect(await column("scored", "cluster")).toEqual(Array.from(segments.predict(table)));
  await expect(bulk.writeTable("scored")).rejects.toThrow("there is a table scored");
  await bulk.writeTable("scored", { mode: "append" });
  expect(await column("scored", "cluster")).toHaveLength(40_000);
  await bulk.writeTable("scored", { mode: "replace" });
  expect(await column("scored", "cluster")).toHaveLength(20_000);
}, 300_000);

it("writes probabilities and words, and leaves a table as it was where a row has no answer", async () => {
  const model = await new Pipeline([...prepare, ["model", new LogisticRegression()]]).fit(table, "ANSWER");
  await model.bulk("predictProbabilities", people).writeTable("probabilities");
  const yes = model.predictProbabilities(table).column("yes");
  expect(await column("probabilities", "probability_yes")).toEqual(Array.from(yes));
  await model.bulk("predict", people).writeTable("labels");
  expect(await column("labels", "prediction")).toEqual(model.predict(table));
  const impute = await new Imputer().fit(table);
  await impute.bulk("transform", people).writeTable("imputed");
  const full = impute.transform(table);
  for (const name of ["AGE", "AMOUNT", "RATE", "ZONE"])
    expect(await column("imputed", name)).toEqual(Array.from(full.getChild(name)!));
  const needs = await new Pipeline([
    ["encode", new FeatureEncoder()],
    ["cluster", new KMeans({ clusters: 2, seed: 1 })],
  ]).fit(full);
  await expect(needs.bulk("predict", people).writeTable("labels", { mode: "replace" })).rejects.toThrow(
    "there are rows without an answer",
  );
  expect(await column("labels", "prediction")).toHaveLength(20_000);
}, 300_000);

it("labels alike in Spark's SQL", async () => {
  const segments = await new Pipeline([...prepare, ["cluster", new KMeans({ clusters: 3, seed: 1 })]]).fit(table);
  const model = await new Pipeline([...prepare, ["model", new LogisticRegression()]]).fit(table, "ANSWER");
  const keep = ["LNR"];
  const sql = (fitted: typeof segments | typeof model) =>
    toSql(fitted, { dialect: "spark", table: "PEOPLE_ROWS", keep }).replaceAll("`PEOPLE_ROWS`", `(${PEOPLE})`);
  expect(await column(`(${sql(segments)})`, "cluster")).toEqual(Array.from(segments.predict(table)));
  expect(await column(`(${sql(model)})`, "prediction")).toEqual(model.predict(table));
}, 300_000);

it("draws the same rows in any partitioning, as many as asked for", async () => {
  const ids = (drawn: Table) => Array.from(drawn.getChild("LNR")!);
  const drawn = ids(await people.sample(500, { seed: 3 }));
  expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
  expect(drawn).toHaveLength(500);
  const shuffled = await source(`SELECT * FROM (${PEOPLE}) DISTRIBUTE BY hash(LNR * 31) SORT BY hash(LNR)`);
  expect(ids(await shuffled.sample(500, { seed: 3 }))).toEqual(drawn);
  const more = new Set(ids(await shuffled.sample(900, { seed: 3 })));
  expect(drawn.every((id) => more.has(id))).toBe(true);
  expect(ids(await people.sample(500, { seed: 4 }))).not.toEqual(drawn);
  // Every tenth of the ids has about a tenth of the rows: 2,000 drawn, 200 expected, four standard deviations.
  const tenths = new Array<number>(10).fill(0);
  for (const id of ids(await people.sample(2000, { seed: 1 }))) tenths[Math.floor(id / 2000)]!++;
  for (const count of tenths) expect(Math.abs(count - 200)).toBeLessThan(4 * Math.sqrt(2000 * 0.1 * 0.9));
  await expect(people.sample(20_001)).rejects.toThrow("n is 20001, and there are 20,000 rows");
  await expect(people.sample(0)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  const known = Schema.of(await people.sample(10));
  expect([known.column("ANSWER").role, known.column("LNR").role]).toEqual(["target", "id"]);
  await shuffled.close();
}, 300_000);
