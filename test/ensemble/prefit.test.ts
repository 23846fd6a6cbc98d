import { describe, expect, it } from "vitest";
import {
  CalibratedClassifier,
  crossValidate,
  FeatureEncoder,
  FeatureMatrix,
  GridSearch,
  Imputer,
  LogisticRegression,
  load,
  loadEstimator,
  NaiveBayes,
  Pipeline,
  Scaler,
  tableFrom,
} from "../../src/index.js";
import { ESTIMATORS, FIXTURE } from "./calibration-cases.js";

const { data, prefit } = FIXTURE;

const rows = Array.from({ length: 120 }, (_, i) => [i % 10, (i * 7) % 6]);
const labels = rows.map(([a, b], i) => (a! + b! + ((i * 5) % 4) > 9 ? "yes" : "no"));
const later = { X: rows.slice(60), y: labels.slice(60) };

describe("CalibratedClassifier of a model that is fitted already", () => {
  for (const one of prefit)
    it(`gives scikit-learn's probabilities of a frozen model: ${one.data} classes, ${one.estimator}, ${one.method}${one.weighted ? ", weighted" : ""}`, async () => {
      const { rows: all, labels: y, weights, asked } = data[one.data];
      const half = all.length / 2;
      const model = await ESTIMATORS[one.estimator].fit(all.slice(0, half), y.slice(0, half));
      const fitted = await new CalibratedClassifier({ prefit: model, method: one.method }).fit(
        all.slice(half),
        y.slice(half),
        one.weighted ? { sampleWeight: weights.slice(half) } : {},
      );
      const apart = fitted
        .predictProbabilities(asked)
        .toRows()
        .flatMap((row, i) => row.map((p, k) => Math.abs(p - one.probabilities[i]![k]!)));
      // As in the cross-fitted form: steps are exact, and scikit-learn's sigmoid is good to about four digits.
      expect(Math.max(...apart)).toBeLessThan(one.method === "isotonic" ? 1e-6 : 2e-4);
    });

  it("leaves the model as it is, knows its classes, and goes through JSON, fitted and unfitted", async () => {
    const model = await new LogisticRegression().fit(rows.slice(0, 60), labels.slice(0, 60));
    const before = JSON.stringify(model);
    const calibrator = new CalibratedClassifier({ prefit: model, priors: { yes: 0.1 } });
    const fitted = await calibrator.fit(later.X, later.y);
    expect(JSON.stringify(model)).toBe(before);
    expect(fitted.models[0]).toBe(model);
    expect(fitted.classes).toEqual(["no", "yes"]);
    const expected = fitted.predictProbabilities(rows).toRows();
    const text = JSON.stringify(fitted);
    // The model stands in the document once.
    expect(text.split('"LogisticRegression"').length).toBe(2);
    expect(load(text, { as: calibrator }).predictProbabilities(rows).toRows()).toEqual(expected);
    expect(Array.from(load(text).row("predictProbabilities")(rows[3]!))).toEqual(expected[3]);
    const again = loadEstimator(JSON.stringify(calibrator)) as unknown as typeof calibrator;
    expect((await again.fit(later.X, later.y)).predictProbabilities(rows).toRows()).toEqual(expected);
    expect(calibrator.with({ method: "isotonic" }).params.prefit).toBe(model);
  });

  it("reads tables as the model does: other columns, another order and other words", async () => {
    const people = rows.map(([a, b], i) => ({ id: i, a: a!, town: ["Bonn", "Kiel", "Ulm"][b! % 3]! }));
    const pipeline = new Pipeline([
      ["encode", new FeatureEncoder({ columns: { id: "drop" } })],
      ["model", new LogisticRegression()],
    ]);
    const model = await pipeline.fit(tableFrom(people.slice(0, 60)), labels.slice(0, 60));
    const turned = people.slice(60).map(({ id, a, town }) => ({ more: "x", town, a: a + 0.5, id }));
    const fitted = await new CalibratedClassifier({ prefit: model }).fit(tableFrom(turned), later.y);
    expect(fitted.inputColumns).toEqual(model.inputColumns);
    // What the calibrated model makes of a row depends on the model's own probability of it alone.
    const own = model.predictProbabilities(people).column("yes");
    const made = fitted.predictProbabilities(people).column("yes");
    const order = Array.from(own, (_, i) => i).sort((i, j) => own[i]! - own[j]!);
    expect(order.every((i, k) => k === 0 || made[i]! >= made[order[k - 1]!]!)).toBe(true);
    const { curves } = fitted;
    const [curve] = curves[0]!;
    const odds = Math.log(own[7]! / (1 - own[7]!));
    if (curve?.kind !== "sigmoid") throw new Error("no sigmoid");
    expect(made[7]).toBeCloseTo(1 / (1 + Math.exp(curve.slope * odds + curve.intercept)), 6);
  });

  it("takes its columns by name from a matrix in another order", async () => {
    const [a, b] = [rows.map((row) => row[0]!), rows.map((row) => row[1]!)];
    const model = await new LogisticRegression().fit(FeatureMatrix.fromColumns({ a, b }), labels);
    const calibrator = new CalibratedClassifier({ prefit: model });
    const straight = await calibrator.fit(FeatureMatrix.fromColumns({ a, b }), labels);
    const turned = await calibrator.fit(FeatureMatrix.fromColumns({ other: a, b, a }), labels);
    expect(turned.curves).toEqual(straight.curves);
  });

  it("nests in a Pipeline and in cross-validation", async () => {
    const scaled = await new Scaler().fit(rows);
    const model = await new LogisticRegression().fit(scaled.transform(rows.slice(0, 60)), labels.slice(0, 60));
    const inside = new Pipeline([
      ["scale", new Scaler()],
      ["calibrate", new CalibratedClassifier({ prefit: model })],
    ]);
    const fitted = await inside.fit(later.X, later.y);
    expect(fitted.predict(later.X)).toHaveLength(60);
    const calibrator = new CalibratedClassifier({ prefit: model });
    expect((await crossValidate(calibrator, scaled.transform(later.X), later.y, { folds: 3 })).mean()).toBeGreaterThan(
      0.8,
    );
  });

  it("reads words as the model does within a Pipeline and a search, and refuses words that steps before may have changed", async () => {
    const towns = (all: string[]) => rows.map(([a, b], i) => ({ a: a!, town: all[(b! + i) % all.length]! }));
    const model = await new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new LogisticRegression()],
    ]).fit(towns(["Bonn", "Kiel", "Ulm"]), labels);
    const calibrator = new CalibratedClassifier({ prefit: model });
    const other = towns(["Ulm", "Aachen", "Kiel", "Bonn"]);
    const expected = (await calibrator.fit(other, labels)).predictProbabilities(other).toRows();
    const wrapped = await new Pipeline([["model", calibrator]]).fit(other, labels);
    expect(wrapped.predictProbabilities(other).toRows()).toEqual(expected);
    const searched = await new GridSearch({ estimator: calibrator, space: { method: ["sigmoid"] }, folds: 2 }).fit(
      other,
      labels,
    );
    expect(searched.predictProbabilities(other).toRows()).toEqual(expected);
    const behind = new Pipeline([
      ["impute", new Imputer()],
      ["model", calibrator],
    ]);
    await expect(behind.fit(other, labels)).rejects.toThrow("the model's own Pipeline");
  });

  it("refuses what cannot be calibrated, in one sentence each", async () => {
    const model = await new LogisticRegression().fit(rows, labels);
    const calibrator = new CalibratedClassifier({ prefit: model });
    await expect(
      calibrator.fit(
        rows,
        labels.map((label) => `${label}!`),
      ),
    ).rejects.toThrow("no!");
    await expect(
      calibrator.fit(
        rows.map(([a]) => [a!]),
        labels,
      ),
    ).rejects.toThrow("is missing now");
    const yes = labels.map((label, i) => [label, i] as const).filter(([label]) => label === "yes");
    await expect(
      calibrator.fit(
        yes.map(([, i]) => rows[i]!),
        yes.map(([label]) => label),
      ),
    ).rejects.toThrow("label");
    const three = await new NaiveBayes().fit(
      rows,
      rows.map(([a]) => ["a", "b", "c"][a! % 3]!),
    );
    const lacking = rows.map(([a]) => ["a", "b"][a! % 2]!);
    await expect(new CalibratedClassifier({ prefit: three }).fit(rows, lacking)).rejects.toThrow(
      'no row has the label "c"',
    );
    expect(() => calibrator.with({ "estimator.c": 1 } as never)).toThrow('no path "estimator.c"');
    const scaler = await new Scaler().fit(rows);
    expect(() => new CalibratedClassifier({ prefit: scaler as never })).toThrow("expected a fitted classifier");
    expect(() => new CalibratedClassifier({} as never)).toThrow("expected a classifier");
    expect(() => new CalibratedClassifier({ prefit: model, estimator: new NaiveBayes() } as never)).toThrow("not both");
  });
});
