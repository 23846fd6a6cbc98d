import { describe, expect, it } from "vitest";
import {
  CalibratedClassifier,
  Ensemble,
  explainScores,
  FeatureMatrix,
  type Importances,
  LogisticRegression,
  permutationImportance,
  rocAuc,
  type ScoreName,
} from "../../src/index.js";
import { people, pipeline, reference } from "./people.js";

const fitted = await pipeline.fit(people, reference.labels);
const rows = Array.from({ length: 200 }, (_, i) => i);
const numbers = FeatureMatrix.fromColumns({
  A: rows.map((i) => i % 10),
  B: rows.map((i) => (i * 7) % 11),
  C: rows.map((i) => (i * 13) % 17),
});
const labels = rows.map((i) => (i % 10) + ((i * 7) % 11) / 2 > 7);
const byHand = await new LogisticRegression().fit(numbers, labels);

const columnsOf = (x: FeatureMatrix): Record<string, ArrayLike<number>> =>
  Object.fromEntries(x.columns.map((name) => [name, x.column(name)]));
const byColumn = (importances: Importances, name: string): Importances["columns"][number] =>
  importances.columns.find(({ column }) => column === name)!;

describe("permutationImportance", () => {
  const NAMES: Readonly<Record<string, ScoreName>> = {
    roc_auc: "rocAuc",
    neg_log_loss: "logLoss",
    accuracy: "accuracy",
  };

  for (const [theirs, scoring] of Object.entries(NAMES))
    it(`draws from the distribution that scikit-learn's does, scored by ${scoring}`, async () => {
      const importances = await permutationImportance(fitted, people, reference.labels, {
        scoring,
        repeats: 400,
        seed: 2,
      });
      const { mean, deviation } = reference.importances[theirs]!;
      for (const { column, ...ours } of importances.columns) {
        // Both means are over 400 shuffles: four standard errors of their difference. A standard deviation of 400 is known to 3.5 %.
        const error = deviation[column]! * Math.sqrt(2 / 400);
        expect(Math.abs(ours.mean - mean[column]!), column).toBeLessThan(4 * error);
        expect(ours.standardDeviation / deviation[column]!, column).toBeGreaterThan(0.8);
        expect(ours.standardDeviation / deviation[column]!, column).toBeLessThan(1.25);
      }
    });

  it("is by column of the pipeline's own input, the most important first", async () => {
    const { columns } = await permutationImportance(fitted, people, reference.labels);
    expect(columns.map(({ column }) => column).sort()).toEqual(["AGE", "INCOME", "NOISE", "TWIN", "ZONE"]);
    expect(columns[0]!.column).toBe("AGE");
    const means = columns.map(({ mean }) => mean);
    expect(means).toEqual([...means].sort((a, b) => b - a));
  });

  it("shuffles a group's columns together, as one column by the name of the group", async () => {
    const seen: boolean[] = [];
    const watched = {
      kind: "Watched",
      inputColumns: ["A", "TWIN", "C"],
      classes: byHand.classes,
      schema: byHand.schema,
      predict: () => [],
      predictProbabilities: (X: FeatureMatrix) => {
        seen.push(X.column("A").every((value, i) => value === X.column("TWIN")[i]));
        return byHand.predictProbabilities(X.renamed(["A", "B", "C"]));
      },
    };
    const twins = numbers.take(rows).renamed(["A", "TWIN", "C"]);
    const same = FeatureMatrix.fromColumns({ ...columnsOf(twins), TWIN: twins.column("A") });
    const groups = { twins: ["A", "TWIN"] };
    const together = await permutationImportance(watched, same, labels, { groups, repeats: 3 });
    expect(together.columns.map(({ column }) => column).sort()).toEqual(["C", "twins"]);
    expect(byColumn(together, "twins").columns).toEqual(["A", "TWIN"]);
    expect(seen).toEqual(new Array(7).fill(true));
    const alone = await permutationImportance(watched, same, labels, { repeats: 3 });
    expect(byColumn(alone, "C")).toEqual(byColumn(together, "C"));
    expect(seen.slice(7).filter((agrees) => !agrees).length).toBe(6);
  });

  it("falls by exactly the score of rows with one column shuffled", async () => {
    const { baseline, columns } = await permutationImportance(byHand, numbers, labels, { repeats: 2, seed: 4 });
    expect(baseline).toBe(rocAuc(labels, byHand.predictProbabilities(numbers).column("true")));
    for (const { mean, falls, standardDeviation, standardError } of columns) {
      const [a, b] = falls as unknown as [number, number];
      expect(mean).toBeCloseTo((a + b) / 2, 15);
      expect(standardDeviation).toBeCloseTo(Math.abs(a - b) / 2, 15);
      expect(standardError).toBeCloseTo(Math.abs(a - b) / 2, 15);
    }
  });

  it("is nothing for a column that the model does not use", async () => {
    const constant = await new LogisticRegression().fit(
      FeatureMatrix.fromColumns({ A: numbers.column("A"), NONE: rows.map(() => 3) }),
      labels,
    );
    const held = FeatureMatrix.fromColumns({ A: numbers.column("A"), NONE: rows.map((i) => i % 2) });
    expect(constant.coefficients.column("NONE")[0]).toBeCloseTo(0, 12);
    const importances = await permutationImportance(constant, held, labels, { scoring: "accuracy" });
    expect(byColumn(importances, "NONE").mean).toBe(0);
  });

  it("gives the same for the same seed, whichever columns are asked for, and another for another", async () => {
    const all = await permutationImportance(byHand, numbers, labels, { seed: 1 });
    const one = await permutationImportance(byHand, numbers, labels, { seed: 1, columns: ["B"] });
    const other = await permutationImportance(byHand, numbers, labels, { seed: 2, columns: ["B"] });
    expect(one.columns).toEqual([byColumn(all, "B")]);
    expect(other.columns[0]!.falls).not.toEqual(one.columns[0]!.falls);
  });

  it("takes the target from its column, another positive label, weights, and any score", async () => {
    const table = numbers.toTable().assign(FeatureMatrix.fromColumns({ Y: labels.map(Number) }).toTable());
    const model = await pipeline.with({ "encode.columns": {} }).fit(table, "Y");
    const named = await permutationImportance(model, table, "Y", { repeats: 1 });
    expect(named.columns.map(({ column }) => column).sort()).toEqual(["A", "B", "C"]);
    const reversed = await permutationImportance(byHand, numbers, labels, { positive: false });
    const usual = await permutationImportance(byHand, numbers, labels);
    expect(reversed.baseline).toBeCloseTo(usual.baseline, 12);
    const heavy = { sampleWeight: rows.map((i) => (i % 3) + 0.1) };
    expect((await permutationImportance(byHand, numbers, labels, heavy)).baseline).not.toBe(usual.baseline);
    const own = await permutationImportance(byHand, numbers, labels, { scoring: ({ scores }) => scores[0]! });
    expect([own.score, own.baseline]).toEqual(["score", byHand.predictProbabilities(numbers).column("true")[0]]);
  });

  it("asks whatever is fitted: a calibrated classifier as well", async () => {
    const calibrated = await new CalibratedClassifier({ estimator: new LogisticRegression(), folds: 3 }).fit(
      numbers,
      labels,
    );
    const { columns } = await permutationImportance(calibrated, numbers, labels, { repeats: 2, seed: 1 });
    expect(columns[0]!.column).toBe("A");
    const mixed = await new Ensemble([["one", new LogisticRegression()]]).fit(numbers, labels);
    await expect(explainScores(mixed, numbers)).rejects.toThrow(
      "explainScores: the score of a fitted Ensemble is neither a weighted sum of columns nor a sum of trees. Ask permutationImportance",
    );
  });

  it("shows how far it is, and stops when told to", async () => {
    const seen: number[] = [];
    await permutationImportance(byHand, numbers, labels, { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen).toEqual([1 / 3, 2 / 3, 1]);
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error("enough"));
    const stopped = permutationImportance(byHand, numbers, labels, { signal: controller.signal, onProgress });
    await expect(stopped).rejects.toThrow("enough");
  });

  it("prints itself, and is a Table", async () => {
    const importances = await permutationImportance(byHand, numbers, labels, { repeats: 1, seed: 1 });
    expect(importances.toText(1)).toMatch(/^rocAuc 1\.\d{4} falls by\nA {3}0\.\d{4}\nand 2 more columns$/);
    const table = importances.toTable();
    expect(table.schema.fields.map(({ name }) => name)).toEqual([
      "column",
      "mean",
      "standardDeviation",
      "standardError",
    ]);
    expect(table.getChild("standardError")!.get(0)).toBe(null);
    expect(table.getChild("mean")!.get(0)).toBe(importances.columns[0]!.mean);
  });

  it("says what is wrong", async () => {
    const complaint = async (options: object, X = numbers): Promise<string> =>
      permutationImportance(byHand, X, labels.slice(0, X.rows), options).then(
        () => "nothing",
        (error: Error) => error.message,
      );
    expect(await complaint({ repeats: 0 })).toContain('"repeats": expected a whole number of 1 or more, got 0');
    expect(await complaint({ columns: ["D"] })).toBe(
      'permutationImportance: the model has no column "D". It has "A", "B" and "C".',
    );
    expect(await complaint({ groups: { x: [] } })).toBe(
      'permutationImportance: the group "x" has no columns. Name the columns that belong to it.',
    );
    expect(await complaint({ groups: { x: ["A"], y: ["A", "B"] } })).toBe(
      'permutationImportance: column "A" is in more than one group. Put it into one of them.',
    );
    expect(await complaint({ groups: { C: ["A", "B"] } })).toBe(
      'permutationImportance: the group "C" is called like a column. Call it something else.',
    );
    expect(await complaint({}, numbers.take([]))).toBe(
      "permutationImportance: there are no rows. Pass rows that the model has not learned from.",
    );
    expect(await complaint({ scoring: "gini" })).toMatch(/^permutationImportance: there is no score "gini"\. Use /);
  });
});
