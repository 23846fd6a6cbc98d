import { describe, expect, it } from "vitest";
import { checksumOf } from "../../src/document/index.js";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  CalibratedClassifier,
  driftReport,
  Ensemble,
  FeatureEncoder,
  FeatureMatrix,
  GridSearch,
  Imputer,
  LogisticRegression,
  load,
  Pipeline,
  Scaler,
  StackingClassifier,
  ThresholdClassifier,
  UnknownCodes,
} from "../../src/index.js";
import { csvSource, parseCsv } from "../../src/io/index.js";
import { inFolder } from "../io/helpers.js";

const numbers = new Random(5);
const random = (): number => numbers.uniform();
const file = (rows: number, make: (i: number) => readonly (string | number | boolean)[]): string =>
  `CODE,ZONE,SUM,OWNER\n${Array.from({ length: rows }, (_, i) => make(i).join(",")).join("\n")}\n`;
const person = (): [number | string, string, number, boolean] => [
  1 + Math.floor(5 * random()),
  ["north", "south", "east"][Math.floor(3 * random())]!,
  Math.round(1e6 * random() * random()) / 100,
  random() < 0.5,
];
const training = file(2000, person);
const steps = [
  ["unknown", new UnknownCodes({ codes: { CODE: [9] } })],
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
] as const;
const pipeline = new Pipeline(steps);

describe("driftReport", () => {
  it("finds nothing in other rows of the same kind, and little in the training rows themselves", async () => {
    const fitted = await pipeline.fit(parseCsv(training));
    const same = driftReport(fitted, parseCsv(training));
    for (const { stabilityIndex, newShare } of same.columns) {
      expect(stabilityIndex).toBeLessThan(1e-5);
      expect(newShare).toBe(0);
    }
    const other = driftReport(fitted, parseCsv(file(1000, person)));
    for (const { stabilityIndex, byChance } of other.columns) expect(stabilityIndex).toBeLessThan(5 * byChance);
    expect(other.toText()).toBe(
      "Of 4 columns in 1,000 rows, 0 changed much (stability index from 0.25), and 0 somewhat (from 0.1).",
    );
  });

  it("finds what moved, what is new and what is missing, by the model alone when it is loaded", async () => {
    const fitted = await pipeline.fit(parseCsv(training));
    const later = parseCsv(
      file(1000, (i) => {
        const [code, zone, sum] = person();
        return [
          i % 10 === 0 ? 7 : Math.min(code as number, 2),
          i % 4 === 0 ? "west" : zone,
          i % 2 === 0 ? "" : sum * 3,
          "true",
        ];
      }).replace("OWNER", "CAR"),
    );
    const report = driftReport(load(JSON.stringify(fitted), { as: pipeline }), later);
    expect(report).toEqual({ ...driftReport(fitted, later), toText: expect.anything(), toTable: expect.anything() });
    expect(report.absent).toEqual(["OWNER"]);
    const by = Object.fromEntries(report.columns.map((one) => [one.column, one]));
    expect(by["CODE"]!.newValues).toEqual([{ value: 7, rows: 100 }]);
    expect(by["ZONE"]!.newValues).toEqual([{ value: "west", rows: 250 }]);
    expect(by["ZONE"]!.newShare).toBe(0.25);
    expect(by["SUM"]!.missing).toEqual([0, 0.5]);
    expect(by["SUM"]!.newValues).toEqual([]);
    for (const one of report.columns) expect(one.stabilityIndex).toBeGreaterThan(0.25);
    const text = report.toText();
    expect(text).toContain('Missing altogether: "OWNER".');
    expect(text).toContain("Missing shares moved by 5 points or more in 1 column: SUM 0.0 % to 50.0 %.");
    expect(text).toContain("ZONE west (25.0 % of known values new)");
    expect(report.toTable().numRows).toBe(4);
  });

  it("computes the stability index by its definition", async () => {
    const fitted = await new Imputer().fit(parseCsv(`A\n${"1\n".repeat(600)}${"2\n".repeat(400)}`));
    const [column] = driftReport(fitted, parseCsv(`A\n${"1\n".repeat(300)}${"2\n".repeat(700)}`)).columns;
    const share = (count: number): number => (count + 0.5) / 1001;
    const index = [
      [600, 300],
      [400, 700],
    ].reduce((sum, [a, b]) => sum + (share(b!) - share(a!)) * Math.log(share(b!) / share(a!)), 0);
    expect(column!.stabilityIndex).toBeCloseTo(index, 12);
    expect(column!.byChance).toBeCloseTo(2 / 1000, 12);
  });

  it("keeps the same statistics from a file in batches", async () => {
    await inFolder(async (path) => {
      const { writeFileSync } = await import("node:fs");
      writeFileSync(path("a.csv"), training);
      const streamed = await pipeline.fit(csvSource(path("a.csv")));
      expect(JSON.stringify(streamed)).toBe(JSON.stringify(await pipeline.fit(parseCsv(training))));
    });
  });

  it("knows words beyond the most frequent, and dates", async () => {
    const words = Array.from({ length: 500 }, (_, i) => `w${i % 120},20${10 + (i % 10)}-01-0${1 + (i % 3)}`);
    const fitted = await new Imputer().fit(parseCsv(`WORD,DAY\n${words.join("\n")}\n`));
    const [a, b] = driftReport(fitted, parseCsv("WORD,DAY\nw119,2010-01-01\nnew,2031-02-03\n")).columns;
    const all = [a!, b!].flatMap(({ column, newValues }) => newValues.map(({ value }) => [column, value]));
    expect(all).toEqual(
      expect.arrayContaining([
        ["WORD", "new"],
        ["DAY", "2031-02-03"],
      ]),
    );
    expect(all).toHaveLength(2);
  });

  it("looks into models that are made around others, as they are and loaded", async () => {
    const classifier = new Pipeline([...steps, ["model", new LogisticRegression()]]);
    const people = parseCsv(training);
    const target = Array.from({ length: people.numRows }, (_, i) => ["no", "yes"][i % 2]!);
    const later = parseCsv(
      file(1000, (i) => {
        const [code, zone, sum, owner] = person();
        return [i % 10 === 0 ? 7 : code, i % 4 === 0 ? "west" : zone, i % 2 === 0 ? "" : 3 * sum, owner];
      }),
    );
    const plain = driftReport(await classifier.fit(people, target), later).columns;
    const members = [
      ["a", classifier],
      ["b", classifier.with({ "model.c": 0.01 })],
    ] as const;
    const wrapped = {
      calibrated: new CalibratedClassifier({ estimator: classifier, folds: 4 }),
      calibratedOnce: new CalibratedClassifier({ estimator: classifier, folds: 4, ensemble: false }),
      threshold: new ThresholdClassifier({ estimator: classifier, folds: 2 }),
      search: new GridSearch({ estimator: classifier, space: { "model.c": [0.1, 1] }, folds: 2 }),
      ensemble: new Ensemble(members),
      stacking: new StackingClassifier(members, { final: new LogisticRegression(), folds: 2 }),
      prefit: new CalibratedClassifier({ prefit: await classifier.fit(people, target) }),
      twice: new ThresholdClassifier({
        estimator: new CalibratedClassifier({ estimator: classifier, folds: 2 }),
        folds: 2,
      }),
    };
    for (const [name, estimator] of Object.entries(wrapped)) {
      const fitted = await estimator.fit(people, target);
      const found = driftReport(fitted, later).columns;
      expect(driftReport(load(JSON.stringify(fitted)), later).columns, name).toEqual(found);
      for (const column of plain) {
        const own = found.find((one) => one.column === column.column)!;
        expect(own.newValues, name).toEqual(column.newValues);
        expect(own.missing[0], name).toBeCloseTo(column.missing[0], 12);
        expect(own.stabilityIndex, `${name}, ${own.column}`).toBeCloseTo(column.stabilityIndex, 12);
      }
    }
  });

  it("says where there are no statistics, and refuses a document whose statistics do not fit", async () => {
    const fitted = await new Scaler().fit(FeatureMatrix.fromColumns({ a: [1, 2, 3] }));
    expect(() => driftReport(fitted, [[1]])).toThrow(
      "driftReport: the fitted Scaler keeps no statistics of its training rows. Begin its Pipeline with a step that counts values: UnknownCodes, ColumnFilter, Recoder, Imputer or FeatureEncoder.",
    );
    const document = JSON.parse(JSON.stringify(await new Imputer().fit(parseCsv("A,B\n1,2\n"))));
    document.inputSchema.profile.columns.pop();
    const changed = { ...document, checksum: checksumOf(document) };
    expect(() => load(changed)).toThrow(
      "load: the document of Imputer cannot be read: inputSchema.profile.columns has 1 values and not inputs (2 by inputSchema.columns).",
    );
  });
});
