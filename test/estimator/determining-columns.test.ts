import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { determiningColumns } from "../../src/estimator/index.js";
import { readTraining } from "../../src/estimator/training/read-training.js";
import { warnOfAnswers } from "../../src/estimator/training/warn-of-answers.js";
import {
  crossValidate,
  FeatureEncoder,
  FeatureMatrix,
  GradientBoosting,
  NaiveBayes,
  onWarning,
  Pipeline,
  tableFrom,
  type Warning,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";

const drawn = new Random(7, "people");
const random = (): number => drawn.uniform();
const ROWS = 3000;
const y = Array.from({ length: ROWS }, () => (random() < 0.05 ? 1 : 0));
const noisy = (share: number): number[] => y.map((label) => (random() < share ? 1 - label : label));
const x = FeatureMatrix.fromColumns({
  same: y,
  renamed: y.map((label) => 7 - 3 * label),
  nearly: noisy(0.003),
  spent: y.map((label) => (label === 1 ? 20 + 100 * random() : 19 * random())),
  onlyThen: y.map((label) => (label === 1 ? random() : Number.NaN)),
  between: y.map((label) => (label === 1 ? random() : random() < 0.5 ? 2 + random() : -2 - random())),
  strong: noisy(0.04),
  likely: y.map((label) => label + 2 * random()),
  id: y.map((_, i) => i),
  noise: y.map(() => random()),
  constant: y.map(() => 3),
  nothing: y.map(() => Number.NaN),
});

describe("determiningColumns", () => {
  it("finds what says the label by itself: as a value, a limit, a range, or by being known", () => {
    expect(determiningColumns(x, y, 2)).toEqual(["same", "renamed", "nearly", "spent", "onlyThen", "between"]);
  });

  it("is silent where people or classes are few, or rows have no class", () => {
    const few = x.take(Array.from({ length: 90 }, (_, i) => i));
    expect(determiningColumns(few, y.slice(0, 90), 2)).toEqual([]);
    expect(
      determiningColumns(
        x,
        y.map(() => -1),
        2,
      ),
    ).toEqual([]);
    const rare = y.map((_, i) => (i < 9 ? 1 : 0));
    expect(determiningColumns(FeatureMatrix.fromColumns({ rare }), rare, 2)).toEqual([]);
  });

  it("is silent where few rows hold a value: those of a household, or copies of rows", () => {
    const household = y.map((_, i) => Math.floor(i / 3));
    const labels = household.map((one) => (one % 20 === 0 ? 1 : 0));
    const small = Array.from({ length: 150 }, (_, i) => i);
    expect(determiningColumns(FeatureMatrix.fromColumns({ household }), labels, 2)).toEqual([]);
    expect(
      determiningColumns(
        FeatureMatrix.fromColumns({ household: household.slice(0, 150) }).take(small),
        labels.slice(0, 150).map((_, i) => (Math.floor(i / 3) % 3 === 0 ? 1 : 0)),
        2,
      ),
    ).toEqual([]);
  });

  it("knows several classes", () => {
    const classes = y.map((_, i) => i % 3);
    const columns = FeatureMatrix.fromColumns({
      other: classes.map((label) => (label + 1) % 3),
      amount: classes.map((label) => 10 * label + 9 * random()),
      two: classes.map((label) => Math.min(1, label)),
      id: classes.map((_, i) => i),
    });
    expect(determiningColumns(columns, classes, 3)).toEqual(["other", "amount"]);
  });
});

describe("Warnings of such columns", () => {
  const table = parseCsv(
    `AGE,ZONE,ANSWERED,BOUGHT\n${y.map((label) => `${Math.floor(60 * random())},${["a", "b"][label === 1 || random() < 0.4 ? 1 : 0]},${label === 1 ? "Y" : "N"},${label}`).join("\n")}\n`,
  );
  const pipeline = new Pipeline([
    ["encode", new FeatureEncoder()],
    ["model", new GradientBoosting({ iterations: 3 })],
  ]);

  it("come from fit, by its own onWarning or by that of all", async () => {
    const warned: string[] = [];
    await pipeline.fit(table, "BOUGHT", { onWarning: (warning) => warned.push(warning.message) });
    expect(warned).toEqual([expect.stringContaining('Column "ANSWERED" says by itself which label a row has')]);
    const taken: Warning[] = [];
    const before = onWarning((warning) => taken.push(warning));
    await pipeline.fit(table, "BOUGHT");
    expect(taken).toEqual([
      expect.objectContaining({ code: "NEARLY_DETERMINES", where: "Pipeline.fit", column: "ANSWERED" }),
    ]);
    taken.length = 0;
    await pipeline.fit(table.select(["AGE", "ZONE", "BOUGHT"]), "BOUGHT");
    onWarning(before);
    expect(taken).toEqual([]);
  });

  it("come of streamed rows too, whatever their batches, and before the whole file is read again where that suffices", async () => {
    let read = 0;
    const streamed = (size: number) => ({
      *open() {
        for (let from = 0; from < table.numRows; from += size) {
          read += size;
          yield table.slice(from, from + size);
        }
      },
    });
    for (const size of [100, 1000]) {
      const warned: string[] = [];
      await pipeline.fit(streamed(size), "BOUGHT", { onWarning: (warning) => warned.push(warning.message) });
      expect(warned).toEqual([expect.stringContaining('Column "ANSWERED" says by itself which label a row has')]);
    }
    const many = tableFrom({
      A: Array.from({ length: 30_000 }, (_, i) => i % 7),
      B: Array.from({ length: 30_000 }, (_, i) => (i >> 1) % 2),
    });
    const source = {
      *open() {
        for (let from = 0; from < many.numRows; from += 1000) {
          read += 1000;
          yield many.slice(from, from + 1000);
        }
      },
    };
    const training = await readTraining(source, { target: "B" }, "either", "NaiveBayes");
    read = 0;
    await warnOfAnswers(training);
    expect(read).toBeLessThan(6000);
  });

  it("stand with the scores of crossValidate", async () => {
    const result = await crossValidate(pipeline, table, "BOUGHT", { folds: 2 });
    expect(result.warnings.join()).toContain('"ANSWERED"');
    expect(result.toText()).toContain('"ANSWERED"');
    const honest = await crossValidate(pipeline, table.select(["AGE", "ZONE", "BOUGHT"]), "BOUGHT", { folds: 2 });
    expect(honest.warnings).toEqual([]);
  });

  it("and what fitted steps warn of reaches onWarning too", async () => {
    const warned: string[] = [];
    const names = parseCsv(
      `NAME,AGE,Y\n${Array.from({ length: 40 }, (_, i) => `n${i},${i % 7},${i % 2}`).join("\n")}\n`,
    );
    await new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new NaiveBayes()],
    ]).fit(names, "Y", { onWarning: (warning) => warned.push(warning.message) });
    expect(warned).toEqual([expect.stringContaining('Column "NAME" holds another text in every row')]);
  });
});
