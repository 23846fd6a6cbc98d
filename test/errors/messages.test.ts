import { readFileSync } from "node:fs";
import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import * as kindred from "../../src/index.js";
import { parseCsv, readCsv } from "../../src/io/index.js";

const { FeatureEncoder, FeatureMatrix, Imputer, KindredError, KMeans, load, loadEstimator } = kindred;
const { LogisticRegression, PCA, Pipeline, Scaler } = kindred;

/** What plain JavaScript may do and TypeScript refuses. */
const loose = (value: unknown): never => value as never;
const columns = (data: Record<string, number[]>): kindred.FeatureMatrix => FeatureMatrix.fromColumns(data);
const fitted = async (): Promise<string> => JSON.stringify(await new Scaler().fit([[1], [2]]));

const Own = kindred.defineTransformer({
  kind: "acme/Own",
  version: 1,
  params: z.strictObject({}),
  fit: () => ({}),
  transform: (x) => x,
});

const Noise = kindred.defineClusterer({
  kind: "acme/Noise",
  version: 1,
  params: z.strictObject({}),
  fit: () => ({}),
  predict: (x) => Array(x.rows).fill(-1) as number[],
});

/** Each mistake with the whole message that it gets: who, what was found, what to do. */
const MISTAKES: readonly (readonly [mistake: string, make: () => unknown, code: string, message: string])[] = [
  [
    "transforming before fitting",
    () => (new Scaler() as unknown as kindred.FittedScaler).transform([[1]]),
    "NOT_FITTED",
    "Scaler.transform: not fitted. Write `const fitted = await scaler.fit(table)`, then `fitted.transform(table)`.",
  ],
  [
    "an option that there is not",
    () => new Scaler(loose({ colour: 1 })),
    "INVALID_PARAMETER",
    'Scaler: unknown option "colour". The options of Scaler are ',
  ],
  [
    "an option out of range",
    () => new PCA({ components: -3 }),
    "INVALID_PARAMETER",
    'PCA: option "components": expected a whole number from 1 up, or a share between 0 and 1, got -3. The options of PCA are ',
  ],
  [
    "a path to no step",
    () => new Pipeline([["s", new Scaler()]]).with(loose({ "t.center": false })),
    "INVALID_PARAMETER",
    'Pipeline.with: there is no path "t.center". Paths are ',
  ],
  [
    "a name given to two steps",
    () =>
      new Pipeline([
        ["s", new Scaler()],
        ["s", loose(new Scaler())],
      ]),
    "INVALID_PARAMETER",
    'Pipeline: the step names "s" and "s" are not all different. Name each step once, with a word that has no dot in it.',
  ],
  [
    "a pipeline without steps",
    () => new Pipeline(loose([])),
    "INVALID_PARAMETER",
    "Pipeline: there are no steps. Name each step once, with a word that has no dot in it.",
  ],
  [
    "a classifier before the end",
    () =>
      new Pipeline(
        loose([
          ["model", new LogisticRegression()],
          ["scale", new Scaler()],
        ]),
      ),
    "INVALID_PARAMETER",
    'Pipeline: step "model" is a classifier and not the last step. Put the classifier last.',
  ],
  [
    "columns that are missing later, all at once",
    async () =>
      (await new Scaler().fit(columns({ AGE: [1, 2], CARS: [1, 3], X: [1, 2] }))).transform(columns({ X: [1] })),
    "MISSING_COLUMN",
    'Scaler.transform: 2 columns, "AGE" and "CARS", were there at fit and are missing now. Add them, or refit without them.',
  ],
  [
    "a column of another type later",
    async () => (await new Imputer().fit(tableFromArrays({ AGE: [1, 2] }))).transform(tableFromArrays({ AGE: ["x"] })),
    "RETYPED_COLUMN",
    'Imputer.transform: column "AGE" was number at fit and is text now. Read the file with the same column types as the training file.',
  ],
  [
    "a forgotten encoder",
    () => new Scaler().fit(loose(tableFromArrays({ AGE: [1] }))),
    "INVALID_INPUT",
    'Scaler.fit: got a Table, and this step takes numbers. Put a FeatureEncoder before it, as in new Pipeline([["encode", new FeatureEncoder()], ["step", new Scaler()]]), or pass FeatureMatrix.from(table) where every column is a number.',
  ],
  [
    "numbers for an encoder",
    () => new FeatureEncoder().fit(loose([[1]])),
    "INVALID_INPUT",
    "FeatureEncoder.fit: this step takes a Table. Pass an Arrow Table, for instance from readCsv, records, columns, or matrix.toTable().",
  ],
  [
    "text as numbers",
    () => FeatureMatrix.from(tableFromArrays({ AGE: ["x"] })),
    "NOT_A_NUMBER",
    'FeatureMatrix.from: column "AGE" holds text. Put a FeatureEncoder before this step, or leave the column out.',
  ],
  [
    "text to pass through an encoder",
    () => new FeatureEncoder({ columns: { A: "passthrough" } }).fit(tableFromArrays({ A: ["x"] })),
    "NOT_A_NUMBER",
    'FeatureEncoder.fit: column "A" holds text and cannot pass as numbers. Encode it, for instance as "oneHot".',
  ],
  [
    "rows of several lengths",
    () => FeatureMatrix.from([[1, 2], [3]]),
    "WRONG_WIDTH",
    "FeatureMatrix.from: row 1 has 1 values and row 0 has 2. Give every row the same number of values, NaN where one is missing.",
  ],
  [
    "a width other than at fit",
    async () => (await new Scaler().fit([[1, 2]])).transform([[1]]),
    "WRONG_WIDTH",
    "Scaler.transform: got 1 column and was fitted on 2. Pass the columns of the training data, in their order; with names they may come in any order.",
  ],
  [
    "something else altogether",
    () => new Scaler().fit(loose(42)),
    "INVALID_INPUT",
    "Scaler.fit: expected rows and columns of numbers, got number. Pass a FeatureMatrix, number[][], an ndarray, an ml-matrix Matrix, or a Table of numbers.",
  ],
  [
    "no rows",
    () => new Scaler().fit([]),
    "EMPTY_INPUT",
    "Scaler.fit: there are no rows to learn from. Pass at least one row.",
  ],
  [
    "a missing value at fit",
    () => new KMeans({ clusters: 1 }).fit(columns({ AGE: [1, Number.NaN] })),
    "MISSING_VALUE",
    'KMeans.fit: column "AGE" has 1 missing value. Put an Imputer before it.',
  ],
  [
    "a missing value later",
    async () =>
      (await new KMeans({ clusters: 1 }).fit(columns({ AGE: [1, 2] }))).predict(columns({ AGE: [1, Number.NaN] })),
    "MISSING_VALUE",
    'KMeans.predict: column "AGE" is missing in row 1. Put an Imputer before it.',
  ],
  [
    "an infinite value",
    () => new Scaler().fit(columns({ AGE: [1, Number.POSITIVE_INFINITY] })),
    "INFINITE_VALUE",
    'Scaler.fit: column "AGE" has 1 infinite value. Replace them before.',
  ],
  [
    "no target",
    () => (new LogisticRegression() as unknown as kindred.Scaler).fit([[1], [2]]),
    "MISSING_TARGET",
    'LogisticRegression.fit: it learns from a target and got none. Pass { target: labels } or { target: "COLUMN" }.',
  ],
  [
    "a target column that is not there",
    () =>
      new Pipeline([
        ["encode", new FeatureEncoder()],
        ["model", new LogisticRegression()],
      ]).fit(tableFromArrays({ A: [1, 2] }), "RESPONSE"),
    "MISSING_COLUMN",
    'Pipeline.fit: the table has no column "RESPONSE". Its columns are "A".',
  ],
  [
    "a target of another length",
    () => new LogisticRegression().fit([[1], [2]], [1]),
    "WRONG_LENGTH",
    "LogisticRegression.fit: target has 1 values for 2 rows. Give one value a row.",
  ],
  [
    "a missing label",
    () => new LogisticRegression().fit([[1], [2]], loose([1, null])),
    "MISSING_TARGET",
    "LogisticRegression.fit: the target of row 1 is missing. Leave rows without a label out, or label them.",
  ],
  [
    "one class alone",
    () => new LogisticRegression().fit([[1], [2]], [1, 1]),
    "SINGLE_CLASS",
    "LogisticRegression.fit: every row has the label 1. Learn from rows of at least two classes.",
  ],
  [
    "a negative weight",
    () => new Scaler().fit([[1], [2]], { sampleWeight: [1, -1] }),
    "INVALID_INPUT",
    "Scaler.fit: the weight of row 1 is -1. Use finite weights of at least 0.",
  ],
  [
    "two columns of one name",
    () => FeatureMatrix.from([[1, 2]], ["a", "a"]),
    "DUPLICATE_COLUMN",
    'FeatureMatrix.from: "a" is the name of more than one column. Give every column its own name.',
  ],
  [
    "a clusterer of one's own that gives no position of a cluster",
    () => new Noise().fit([[1], [2]]),
    "INVALID_RESULT",
    "acme/Noise.predict: gave -1 for row 0. Give the position of a cluster: a whole number from 0 up.",
  ],
  [
    "more clusters than rows",
    () => new KMeans({ clusters: 5 }).fit([[1], [2]]),
    "INVALID_PARAMETER",
    "KMeans.fit: 5 clusters were asked for and there are 2 rows. Ask for at most as many clusters as rows of a weight above 0.",
  ],
  [
    "a category that was not there at fit, where that is an error",
    async () =>
      (await new FeatureEncoder({ unseen: "error" }).fit(tableFromArrays({ Z: ["a", "b"] }))).transform(
        tableFromArrays({ Z: ["c"] }),
      ),
    "UNSEEN_CATEGORY",
    'FeatureEncoder.transform: column "Z" holds the value "c", which was not there at fit. Refit with it, or use { unseen: "ignore" }.',
  ],
  [
    "an encoding for a column that is not there",
    () => new FeatureEncoder({ columns: { NOPE: "oneHot" } }).fit(tableFromArrays({ A: [1] })),
    "MISSING_COLUMN",
    'FeatureEncoder.fit: encodings are given for "NOPE", which the data lack. Correct the names, or take them off `columns`.',
  ],
  [
    "a document cut short",
    () => load("{"),
    "BAD_DOCUMENT",
    "load: the document is no JSON. Pass what JSON.stringify wrote, whole and unchanged.",
  ],
  [
    "a document of somebody else",
    () => load("{}"),
    "BAD_DOCUMENT",
    `load: the document's format is undefined, not "kindred". Pass what JSON.stringify wrote, whole and unchanged.`,
  ],
  [
    "half a thread",
    () => new Scaler().fit([[1], [2]], { threads: 0.5 }),
    "INVALID_PARAMETER",
    'Scaler.fit: option "threads": expected a whole number of 1 or more, got 0.5. ',
  ],
  [
    "a document that was changed",
    async () => load((await fitted()).replace('"standard"', '"minMax"')),
    "BAD_DOCUMENT",
    "load: the checksum does not fit: the document was changed or cut. Use the document as it was written.",
  ],
  [
    "a document of a later format",
    () => loadEstimator({ ...new Scaler().toJSON(), formatVersion: 99 }),
    "BAD_DOCUMENT",
    "loadEstimator: the document has format version 99; this is 1. Update kindred.",
  ],
  [
    "a document of a kind that nobody passed",
    () => loadEstimator(JSON.stringify(new Own())),
    "UNKNOWN_KIND",
    'load: the document needs the kind "acme/Own", which is not known here. Pass its class in { types: [...] }, or update kindred.',
  ],
  [
    "a step that is no estimator",
    () => new Pipeline(loose([["s", 3]])),
    "INVALID_PARAMETER",
    'Pipeline: step "s" is no estimator',
  ],
  [
    "a document of another model than expected",
    async () => load(await fitted(), { as: new PCA() }),
    "BAD_DOCUMENT",
    "load: the document holds a Scaler, and a PCA was expected. Pass the estimator that the model was fitted with.",
  ],
  [
    "a verb that a loaded model lacks",
    async () => load(await fitted()).predict([[1]]),
    "UNSUPPORTED",
    "Scaler: a fitted Scaler has no predict. It has transform.",
  ],
  [
    "a function in a document",
    () => JSON.stringify(new KMeans({ distance: () => 0 })),
    "UNSUPPORTED",
    'KMeans.toJSON: a function has no JSON form. Give it a name with namedFunction("name", f), and pass { functions: { name: f } } to load.',
  ],
  [
    "a file that is not there",
    () => readCsv("nowhere.csv"),
    "INVALID_INPUT",
    "readCsv: nowhere.csv: there is no such file. Check the path.",
  ],
  [
    "a file of more rows than are allowed",
    () => parseCsv("a\n1\n2\n", { limits: { rows: 1 } }),
    "LIMIT_EXCEEDED",
    "parseCsv: the text: 2 rows or more, where limits.rows allows 1. Read a part of it, or raise limits.rows if the file is to be trusted.",
  ],
  [
    "a row that ends early",
    () => parseCsv("a,b\n1,2\n3\n"),
    "MALFORMED_FILE",
    'parseCsv: the text, line 3, column "b": the row ends after 1 cell where the header has 2. Give every row one cell a column, or name the right separator.',
  ],
];

describe("Every mistake gets one message that says who, what and what to do", () => {
  it.each(MISTAKES)("%s", async (_, make, code, message) => {
    let error: unknown;
    try {
      await make();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(KindredError);
    const { code: got, message: text } = error as kindred.KindredError;
    expect(text.slice(0, message.length)).toBe(message);
    expect(got).toBe(code);
  });

  it("shows every code but that of a crashed worker, which the pool's tests bring about", () => {
    const source = readFileSync(new URL("../../src/errors/kindred-error.ts", import.meta.url), "utf8");
    const codes = [...source.matchAll(/^ {2}\| "([A-Z_]+)"/gm)].map(([, code]) => code!);
    const shown = new Set(MISTAKES.map(([, , code]) => code));
    expect(codes.filter((code) => !shown.has(code))).toEqual(["WORKER_FAILED"]);
  });

  it("finds a kind of somebody else's where its class is passed", () => {
    expect(loadEstimator(JSON.stringify(new Own()), { types: [Own] })).toBeInstanceOf(Own);
  });
});
