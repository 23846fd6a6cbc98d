/**
 * How large exports of models over 366 coded columns are, and how their queries run: the table of docs/benchmarks.md.
 * `npx tsx scripts/export-sizes.ts`
 */
import { Int8, Table, vectorFromArray } from "apache-arrow";
import type { Fitted } from "../src/estimator/index.js";
import { SQL_DIALECTS, toJavaScript, toSql } from "../src/export/index.js";
import {
  FeatureEncoder,
  GradientBoosting,
  Imputer,
  KMeans,
  LogisticRegression,
  PCA,
  Pipeline,
  Scaler,
} from "../src/index.js";
import { openDuckDb, openSqlite } from "../test/export/databases.js";

const ROWS = 4000;
const COLUMNS = 366;
let state = 7;
const random = (): number => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};
const names = Array.from({ length: COLUMNS }, (_, j) => `COLUMN_${String(j).padStart(3, "0")}`);
const values = names.map(() =>
  Array.from({ length: ROWS }, () => (random() < 0.08 ? null : 1 + Math.floor(random() * random() * 9))),
);
const people = new Table(
  Object.fromEntries(names.map((name, j) => [name, vectorFromArray(values[j]!, new Int8())])),
) as Table;
const answers = Array.from({ length: ROWS }, (_, i) =>
  (values[0]![i] ?? 3) + (values[1]![i] ?? 3) + random() * 4 > 9 ? "yes" : "no",
);
const encode = ["encode", new FeatureEncoder()] as const;
const prepared = [["impute", new Imputer()], encode, ["scale", new Scaler()]] as const;
const segments = new Pipeline([
  ...prepared,
  ["reduce", new PCA({ components: 150 })],
  ["cluster", new KMeans({ clusters: 8, starts: 1, seed: 1 })],
]);
const logistic = new Pipeline([...prepared, ["model", new LogisticRegression()]]);
const boosting = new Pipeline([encode, ["model", new GradientBoosting({ iterations: 200 })]]);
const models: Readonly<Record<string, Fitted>> = {
  segments: (await segments.fit(people)) as unknown as Fitted,
  "logistic regression": (await logistic.fit(people, answers)) as unknown as Fitted,
  "200 boosted trees": (await boosting.fit(people, answers)) as unknown as Fitted,
};
const databases = [await openDuckDb(), await openSqlite()];
for (const database of databases) {
  await database.query(`CREATE TABLE people (id INTEGER, ${names.map((name) => `${name} INTEGER`).join(", ")})`);
  for (let from = 0; from < ROWS; from += 500) {
    const rows = Array.from({ length: 500 }, (_, k) => [
      from + k,
      ...values.map((column) => column[from + k] ?? "NULL"),
    ]);
    await database.query(`INSERT INTO people VALUES ${rows.map((row) => `(${row.join(",")})`).join(",")}`);
  }
}
for (const [name, fitted] of Object.entries(models)) {
  const sizes = SQL_DIALECTS.map((dialect) => {
    const { length } = toSql(fitted, { dialect, table: "people", keep: ["id"] });
    return `${dialect} ${Math.round(length / 1024)} KiB`;
  });
  console.log(`${name}: ${sizes.join(", ")}, JavaScript ${Math.round(toJavaScript(fitted).length / 1024)} KiB`);
  const expected = fitted.apply("predict", people) as ArrayLike<unknown>;
  for (const database of databases) {
    const start = performance.now();
    const { rows } = await database.query(toSql(fitted, { dialect: database.dialect, table: "people", keep: ["id"] }));
    const wrong = rows.filter((row) => row[1] !== expected[Number(row[0])]).length;
    console.log(
      `  ${database.dialect}: ${Math.round(performance.now() - start)} ms, ${wrong} of ${rows.length} labels differ`,
    );
  }
}
