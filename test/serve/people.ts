import {
  FeatureEncoder,
  Imputer,
  KMeans,
  LogisticRegression,
  makePipeline,
  PCA,
  Pipeline,
  Scaler,
  Schema,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";

let state = 7;
const random = (): number => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};

/** Lines of made-up people: an id, numbers with gaps, words, a flag, a date, and whether they responded. */
export const lines: readonly string[] = Array.from({ length: 400 }, (_, i) => {
  const age = 20 + Math.floor(60 * random());
  const income = random() < 0.1 ? "" : 1 + Math.floor(5 * random());
  const zone = ["city", "coast", "hills"][Math.floor(3 * random())];
  const member = random() < 0.5 ? "true" : "false";
  const since = `20${10 + Math.floor(10 * random())}-0${1 + Math.floor(9 * random())}-15`;
  const responded = age + (zone === "coast" ? 30 : 0) + 40 * random() > 90 ? 1 : 0;
  return `P${i},${age},${income},${zone},${member},${since},${responded}`;
});

const HEADER = "LNR,AGE,INCOME,ZONE,MEMBER,SINCE";
export const columns: string[] = ["AGE", "INCOME", "ZONE", "MEMBER", "SINCE"];

const labelled = parseCsv(`${HEADER},RESPONSE\n${lines.join("\n")}`);
const schema = Schema.infer(labelled).with({ LNR: { role: "id" } });
/** The people as a table. */
export const table = schema.attach(labelled);
/** The people without ids and answers, as models take them. */
export const features = table.select(columns);
/** The table that a body of CSV would be. */
export const unlabelled: string = [HEADER, ...lines.map((line) => line.slice(0, line.lastIndexOf(",")))].join("\n");
const answers = lines.map((line) => Number(line.slice(-1)));

/** Whether they respond. */
export const responders = await new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
  ["model", new LogisticRegression()],
]).fit(features, answers);

/** Three classes of words. */
export const zones = await new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["model", new LogisticRegression({ maxIterations: 2000 })],
]).fit(
  table.select(["AGE", "INCOME", "MEMBER"]),
  lines.map((line) => line.split(",")[3]!),
);

/** Segments. */
export const segments = await makePipeline(
  new Imputer(),
  new FeatureEncoder(),
  new Scaler(),
  new PCA({ components: 3 }),
  new KMeans({ clusters: 3, seed: 1 }),
).fit(features);

/** Refuses missing values, and words that were not there at fit. */
export const strict = await new Pipeline([
  ["encode", new FeatureEncoder({ unseen: "error" })],
  ["model", new LogisticRegression()],
]).fit(table.select(["AGE", "ZONE"]), answers);

export type Value = string | number | boolean | null;

/** A person as JSON has one. */
export function record(i: number): Record<string, Value> {
  const [id, age, income, zone, member, since] = lines[i]!.split(",") as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const incomeValue = income === "" ? null : Number(income);
  return { LNR: id, AGE: Number(age), INCOME: incomeValue, ZONE: zone, MEMBER: member === "true", SINCE: since };
}
