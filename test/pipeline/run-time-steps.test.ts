import {
  crossValidate,
  FeatureEncoder,
  GridSearch,
  gainsTable,
  KindredError,
  KMeans,
  LogisticRegression,
  load,
  loadEstimator,
  onWarning,
  PCA,
  Pipeline,
  Scaler,
  type Step,
  TimeSplit,
  tableFrom,
  type Warning,
} from "kindred";
import { describe, expect, it } from "vitest";

const X = Array.from({ length: 60 }, (_, i) => [i % 10, (i * 7) % 6]);
const y = X.map(([a, b]) => (a! + b! > 8 ? "yes" : "no"));

describe("Pipeline.of", () => {
  it("is the Pipeline of the same steps", async () => {
    const steps: Step[] = [["scale", new Scaler()]];
    steps.push(["reduce", new PCA({ components: 1 })], ["cluster", new KMeans({ clusters: 2, seed: 1 })]);
    const fitted = await Pipeline.of(steps).fit(X);
    const typed = new Pipeline([
      ["scale", new Scaler()],
      ["reduce", new PCA({ components: 1 })],
      ["cluster", new KMeans({ clusters: 2, seed: 1 })],
    ]);
    expect(JSON.stringify(fitted)).toBe(JSON.stringify(await typed.fit(X)));
    expect(load(JSON.stringify(fitted)).predict(X)).toEqual(fitted.predict(X));
  });

  it("is searched, tested and refused as any other", async () => {
    const chosen = Pipeline.of([
      ["scale", new Scaler()],
      ["model", new LogisticRegression()],
    ]);
    expect((await crossValidate(chosen, X, y, { folds: 3, threads: 1 })).mean()).toBeGreaterThan(0.9);
    const search = new GridSearch({ estimator: chosen, space: { "model.c": [0.1, 1] }, folds: 3 });
    expect((await search.fit(X, y, { threads: 1 })).trials).toHaveLength(2);
    expect(() => Pipeline.of([])).toThrow("there are no steps");
    expect(() => Pipeline.of([["a.b", new Scaler()]])).toThrow(KindredError);
    expect(() =>
      Pipeline.of([
        ["a", new LogisticRegression()],
        ["b", new Scaler()],
      ]),
    ).toThrow("is a classifier");
  });
});

describe("GridSearch", () => {
  it("takes space as its siblings do, and grid as before, also from documents", () => {
    const space = { c: [0.1, 1] };
    const search = new GridSearch({ estimator: new LogisticRegression(), space });
    const former = new GridSearch({ estimator: new LogisticRegression(), grid: space });
    expect(JSON.stringify(former)).toBe(JSON.stringify(search));
    expect(search.params.space).toEqual(space);
    expect(JSON.stringify(loadEstimator(JSON.stringify(search)))).toBe(JSON.stringify(search));
  });
});

describe("What is printed", () => {
  it("gives the slices of gainsTable as text, and leaves them a list", () => {
    const gains = gainsTable([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1], { bins: 2 });
    expect(gains.toText().split("\n")).toHaveLength(3);
    expect(gains.toText()).toContain("50.0 %");
    expect(Object.keys(gains)).toEqual(["0", "1"]);
    expect(JSON.parse(JSON.stringify(gains))).toHaveLength(2);
  });

  it("says that losses are negated, and recommends TimeSplit to nobody who uses it", async () => {
    const drifting = y.map((_, i) => ((i % 10 === 3) === i < 20 ? "yes" : "no"));
    const logLoss = await crossValidate(new LogisticRegression(), X, drifting, {
      folds: new TimeSplit({ folds: 2 }),
      scoring: ["logLoss"],
      threads: 1,
    });
    expect(logLoss.toText()).toContain("logLoss (negated: nearer 0 is better): -");
    expect(logLoss.warnings.join()).toContain("more than chance");
    expect(logLoss.warnings.join()).not.toContain("TimeSplit");
  });
});

describe("Warnings", () => {
  it("of a fit go to its own function, and to that of all others where it has none", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ name: `n${i}`, age: i % 7 }));
    const own: Warning[] = [];
    const all: Warning[] = [];
    const before = onWarning((warning) => all.push(warning));
    try {
      const encoder = new FeatureEncoder();
      await encoder.fit(rows, { onWarning: (warning) => own.push(warning) });
      expect(own).toMatchObject([{ code: "COLUMNS", where: "FeatureEncoder.fit" }]);
      expect(own[0]!.message).toContain('"name"');
      expect(all).toEqual([]);
      await encoder.fit(rows);
      expect(all).toEqual(own);
    } finally {
      onWarning(before);
    }
  });
});

describe("A target among the features", () => {
  it("is refused where labels are a column of the Table that is fitted", async () => {
    const table = tableFrom(X.map(([a, b], i) => ({ a, b, bought: y[i] })));
    const model = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new LogisticRegression()],
    ]);
    await expect(model.fit(table, table.getChild("bought")!)).rejects.toThrow('column "bought" holds the labels');
    await expect(model.fit(table, y)).rejects.toThrow('Pass its name, "bought"');
    expect((await model.fit(table, "bought")).inputColumns).toEqual(["a", "b"]);
  });
});
