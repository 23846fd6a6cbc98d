import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Table, tableFromArrays, vectorFromArray } from "apache-arrow";
import * as exporting from "../../src/export/index.js";
import * as kindred from "../../src/index.js";
import * as io from "../../src/io/index.js";
import * as report from "../../src/report/index.js";
import * as serving from "../../src/serve/index.js";
import * as spark from "../../src/spark/index.js";
import * as testing from "../../src/testing/index.js";

/** A public function and arguments that it takes. */
export interface Call {
  readonly name: string;
  readonly args: () => readonly unknown[];
  readonly call: (...args: readonly unknown[]) => unknown;
  /** Which argument is its options, where it has any. */
  readonly options?: number;
}

/** Arguments by the function's name; the position of the options, or -1 where there are none. */
type Signatures = Readonly<Record<string, readonly [args: () => readonly unknown[], options: number]>>;

const folder = mkdtempSync(join(process.env["KINDRED_TEST_FOLDER"] ?? tmpdir(), "kindred-calls-"));
const file = (name: string): string => join(folder, name);

const ROWS = 80;
const X = Array.from({ length: ROWS }, (_, i) => [i % 7, (i * 5) % 11]);
const y = X.map(([a]) => (a! > 3 ? 1 : 0));
const scores = X.map(([a, b]) => (a! + b! / 20) / 8);
const half = Array.from({ length: ROWS }, (_, i) => i % 2);
const segments = Array.from({ length: ROWS }, (_, i) => i % 3);
const ids = Array.from({ length: ROWS }, (_, i) => i);
const people = tableFromArrays({
  AGE: Int32Array.from(X, ([a]) => a!),
  INCOME: Float64Array.from(X, ([, b]) => b! + 0.5),
});
const gaps = new Table({
  AGE: vectorFromArray(Array.from({ length: ROWS }, (_, i) => (i % 4 === 0 ? null : i % 7))),
  ZONE: vectorFromArray(Array.from({ length: ROWS }, (_, i) => (i % 4 === 0 ? null : "abc"[i % 3]!))),
  INCOME: vectorFromArray(Float64Array.from({ length: ROWS }, (_, i) => i % 9)),
});
const purchases = tableFromArrays({
  customer: ["a", "b", "c", "a"],
  day: ["2024-01-02", "2024-01-03", "2024-02-01", "2024-03-01"],
  amount: Float64Array.of(1, 2, 3, 4),
});
const matrix = kindred.FeatureMatrix.from(X, ["AGE", "INCOME"]);

const { KMeans, LogisticRegression, NaiveBayes } = kindred;
const classifier = await new LogisticRegression().fit(matrix, y);
const segmented = await new kindred.Pipeline([
  ["impute", new kindred.Imputer()],
  ["encode", new kindred.FeatureEncoder()],
  ["segments", new KMeans({ clusters: 2, seed: 1 })],
]).fit(gaps);
const learner = new NaiveBayes();
const comparison = kindred.compareSegments({ population: segments, customers: segments.slice(7), overlap: "none" });
const profiles = kindred.profileSegments(people, segments, { minimum: 5 });
const campaign = kindred.campaignReport(half, scores, { bins: 2 });
const list = kindred.prospectList({ ids, scores });
const document = JSON.stringify(classifier);
const fixture = fileURLToPath(new URL("../fixtures/export/sklearn.json", import.meta.url));
const fixtures = JSON.parse(readFileSync(fixture, "utf8").replaceAll("NaN", "null")) as readonly {
  readonly name: string;
  readonly document: { readonly model: { readonly text?: string } };
}[];
const lightGbm = fixtures.find(({ name }) => name === "leaves of two")!.document.model.text!;
const keys = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
const signed = JSON.stringify(await kindred.signDocument(document, keys.privateKey));

await io.writeCsv(file("people.csv"), people);
await io.writeArrow(file("people.arrow"), people);
await io.writeParquet(file("people.parquet"), people);
writeFileSync(file("codes.csv"), 'Attribute;Description;Value;Meaning\nAGE;age class;"-1, 9";unknown\n;;1;young\n');
mkdirSync(file("ml/input/config"), { recursive: true });
mkdirSync(file("ml/input/data/training"), { recursive: true });
writeFileSync(file("ml/input/config/hyperparameters.json"), '{ "segments.clusters": "2" }');
writeFileSync(file("ml/input/data/training/people.csv"), "AGE,INCOME\n21,1\n24,2\n63,5\n67,4\n");

const binary =
  (options: object = {}): (() => readonly unknown[]) =>
  () => [y, scores, options];
const labels = (): readonly unknown[] => [y, half, {}];

const KINDRED: Signatures = {
  namedFunction: [() => ["name", () => 1], -1],
  onWarning: [() => [() => undefined], -1],
  formatCsv: [() => [[{ AGE: 1 }], {}], 1],
  joinLabels: [() => [[{ LNR: 7 }], [1], { id: "LNR" }], 2],
  tableFrom: [() => [[{ AGE: 1 }]], -1],
  withColumn: [() => [[{ AGE: 1 }], "ZONE", ["a"]], -1],
  selectRows: [() => [[{ AGE: 1 }], [0]], -1],
  createLoader: [() => [[kindred.Scaler]], -1],
  inspect: [() => [document, {}], 1],
  signDocument: [() => [document, keys.privateKey, {}], 2],
  verifyDocument: [() => [signed, keys.publicKey, {}], 2],
  load: [() => [document, {}], 1],
  loadEstimator: [() => [JSON.stringify(learner), {}], 1],
  makePipeline: [() => [new kindred.Scaler(), new kindred.PCA()], -1],
  crossValidate: [() => [learner, X, y, { folds: 2 }], 3],
  foldsById: [() => [ids, { folds: 2 }], 1],
  integers: [() => [1, 5, {}], 2],
  logUniform: [() => [1, 5], -1],
  uniform: [() => [1, 5], -1],
  trainTestSplit: [() => [X, y, { test: 0.5 }], 2],
  contactTable: [() => [{ ids }], 0],
  lookAlike: [() => [learner, { population: matrix, customers: matrix.slice(0, 40), folds: 2 }], 1],
  prospectList: [() => [{ ids, scores }], 0],
  scoreDrift: [() => [scores, scores, {}], 2],
  segmentDrift: [() => [segments, segments], -1],
  uplift: [() => [learner, X, y, half, { folds: 2 }], 4],
  explainScores: [() => [classifier, matrix, {}], 2],
  partialDependence: [() => [classifier, matrix, "AGE", {}], 3],
  permutationImportance: [() => [classifier, matrix, y, {}], 3],
  campaignPower: [() => [{ contacted: 5400, control: 600, rate: 0.01 }], 0],
  campaignReport: [() => [half, scores, {}], 2],
  calinskiHarabasz: [() => [X, segments], -1],
  daviesBouldin: [() => [X, segments], -1],
  adjustedMutualInformation: [() => [segments, half], -1],
  adjustedRandIndex: [() => [segments, half], -1],
  precisionRecallCurve: [binary(), 2],
  rocCurve: [binary(), 2],
  gainsTable: [binary(), 2],
  ksStatistic: [binary(), 2],
  liftAt: [() => [y, scores, 0.1, {}], 3],
  profitCurve: [binary({ value: 1, cost: 0.1 }), 2],
  accuracy: [labels, 2],
  balancedAccuracy: [labels, 2],
  confusionMatrix: [labels, 2],
  f1: [labels, 2],
  averagePrecision: [binary(), 2],
  brierScore: [binary(), 2],
  calibrationCurve: [binary(), 2],
  logLoss: [binary(), 2],
  qiniCurve: [() => [y, half, scores, {}], 3],
  rocAuc: [binary(), 2],
  rocAucEstimate: [binary(), 2],
  silhouette: [() => [X, segments, {}], 2],
  costCurve: [binary({ falsePositive: 1, falseNegative: 2 }), 2],
  tuneThreshold: [binary(), 2],
  upliftTable: [() => [y, half, scores, {}], 3],
  recode: [() => ["AGE"], -1],
  chooseClusters: [() => [X, { to: 3, bootstraps: 2 }], 1],
  matchSegments: [() => [segments, segments], -1],
  migration: [() => [segments, segments, undefined, {}], 3],
  stability: [() => [new KMeans({ clusters: 2 }), X, { draws: 2 }], 2],
  segmentRules: [() => [people, segments, {}], 2],
  rfm: [() => [purchases, { customer: "customer", date: "day", amount: "amount" }], 1],
  tableClassifier: [() => [{}], 0],
  compareMissing: [() => [gaps, gaps, {}], 2],
  compareSegments: [() => [{ population: segments, customers: segments }], 0],
  driftReport: [() => [segmented, gaps, {}], 2],
  explainSegments: [() => [segmented, {}], 1],
  missingReport: [() => [gaps, {}], 1],
  nameSegments: [() => [kindred.explainSegments(segmented)], -1],
  profileSegments: [() => [people, segments, {}], 2],
  renameSegments: [() => [segmented, { 0: "young" }], -1],
  renumberSegments: [() => [segmented, { 0: 7 }, { next: 9 }], 2],
  splitRows: [() => [gaps, {}], 1],
};

const IO: Signatures = {
  readArrow: [() => [file("people.arrow"), {}], 1],
  arrowSource: [() => [file("people.arrow"), {}], 1],
  writeArrow: [() => [file("out.arrow"), people, {}], 2],
  parseCsv: [() => ["a,b\n1,2\n", {}], 1],
  readCsv: [() => [file("people.csv"), {}], 1],
  csvSource: [() => [file("people.csv"), {}], 1],
  formatCsv: [() => [[{ AGE: 1 }], {}], 1],
  writeCsv: [() => [file("out.csv"), people, {}], 2],
  readDictionary: [() => [file("codes.csv"), {}], 1],
  duckdbSource: [() => ["SELECT 1 AS AGE", {}], 1],
  readParquet: [() => [file("people.parquet"), {}], 1],
  parquetSource: [() => [file("people.parquet"), {}], 1],
  writeParquet: [() => [file("out.parquet"), people, {}], 2],
  readXlsx: [() => [file("none.xlsx"), {}], 1],
};

const EXPORT: Signatures = {
  toJavaScript: [() => [classifier, {}], 1],
  toOnnx: [() => [classifier, {}], 1],
  fromLightGbm: [() => [lightGbm, {}], 1],
  fromSklearn: [() => [{}], -1],
  toSql: [() => [classifier, { dialect: "postgresql", table: "people" }], 1],
};

const REPORT: Signatures = { segmentationReport: [() => [{ comparison }], 0] };

const CHARTS: Signatures = {
  campaign: [() => [campaign, {}], 1],
  waterfall: [() => [list, {}], 1],
  choice: [
    () => [
      {
        rows: [
          { k: 2, inertia: 1, silhouette: 0.5, calinskiHarabasz: 1, daviesBouldin: 1, stability: 1, smallest: 0.2 },
        ],
        advice: { clusters: 2, reasons: [] },
      },
    ],
    -1,
  ],
  migration: [() => [{ moves: [{ before: 0, after: 1, rows: 50 }] }, {}], 1],
  stability: [() => [{ segments: [{ segment: 0, jaccard: 0.8 }] }, {}], 1],
  heatMap: [() => [profiles, {}], 1],
  index: [() => [comparison, {}], 1],
  shares: [() => [comparison, {}], 1],
};

const SERVE: Signatures = {
  inputSchema: [() => [classifier], -1],
  createHandler: [() => [classifier, {}], 1],
  serve: [() => [classifier, { port: 0 }], 1],
  train: [() => [{ folder: file("ml") }], 0],
};

// Nothing answers at this address: options are checked before it is asked.
const SPARK: Signatures = {
  sparkSource: [() => ["sc://127.0.0.1:1", "SELECT 1 AS ID", { rowId: "ID", stage: "/nowhere" }], 2],
};

const TESTING: Signatures = { checkEstimator: [() => [kindred.Scaler, {}], 1] };

/** Functions that define estimators, whose own tests look at what they take, and one that is called with `new`. */
const DEFINE = new Set([
  "Classifier",
  "defineClassifier",
  "defineClusterer",
  "defineEstimator",
  "defineResampler",
  "defineTransformer",
]);

const isClass = (value: unknown): boolean =>
  typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));

const PLACES: readonly (readonly [name: string, exported: object, table: Signatures])[] = [
  ["kindred", kindred, KINDRED],
  ["kindred/io", io, IO],
  ["kindred/export", exporting, EXPORT],
  ["kindred/report", report, REPORT],
  ["charts", report.charts, CHARTS],
  ["kindred/serve", serving, SERVE],
  ["kindred/spark", spark, SPARK],
  ["kindred/testing", testing, TESTING],
];

/** Every exported function that the tables above do not know; it must be put there. */
export const unknown: readonly string[] = PLACES.flatMap(([place, exported, table]) =>
  Object.entries(exported)
    .filter(([name, value]) => typeof value === "function" && !isClass(value) && !DEFINE.has(name))
    .filter(([name]) => !Object.hasOwn(table, name))
    .map(([name]) => `${place}: ${name}`),
);

/** Options that name a folder, where they are options. */
function inFolder(given: unknown): unknown {
  if (given === undefined) return { folder: file("ml") };
  const isPlain =
    typeof given === "object" && given !== null && [Object.prototype, null].includes(Object.getPrototypeOf(given));
  return isPlain ? { folder: file("ml"), ...given } : given;
}

/** Every public function with arguments that it takes. */
export const CALLS: readonly Call[] = PLACES.flatMap(([place, exported, table]) =>
  Object.entries(table).map(([name, [args, options]]): Call => {
    const own = (exported as Readonly<Record<string, (...all: readonly unknown[]) => unknown>>)[name]!;
    // Without a folder it would read and write those of the machine.
    const run = name === "train" ? (given?: unknown) => own(inFolder(given)) : own;
    return {
      name: place === "charts" ? `charts.${name}` : name,
      args,
      call: run,
      ...(options < 0 ? {} : { options }),
    };
  }),
);

/** Every exported class that divides rows. */
export const SPLITTERS: readonly (new (options: unknown) => object)[] = Object.values(kindred).filter(
  (value) => isClass(value) && "split" in (value as { prototype: object }).prototype,
) as never;

/** Calls a function to the end: sources are read, but for those on a cluster that is not there, and servers are closed. */
export async function finish(result: unknown): Promise<void> {
  const value: unknown = await result;
  if (typeof value !== "object" || value === null) return;
  if ("open" in value && typeof value.open === "function" && !("isRemote" in value))
    for await (const _ of value.open() as AsyncIterable<unknown>);
  if ("close" in value && typeof value.close === "function") await value.close();
}
