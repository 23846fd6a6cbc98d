import {
  CalibratedClassifier,
  chooseClusters,
  compareSegments,
  crossValidate,
  FeatureEncoder,
  FeatureMatrix,
  GradientBoosting,
  Imputer,
  KMeans,
  LogisticRegression,
  load,
  matchSegments,
  PCA,
  Pipeline,
  profileSegments,
  Scaler,
  tableFrom,
} from "../../../src/index.js";
import { parseCsv } from "../../../src/io/index.js";
import { segmentationReport } from "../../../src/report/index.js";

/** What a program does that segments and scores, on a page of a strict policy; each answer shows that it was done. */
export const answers: Promise<object> = (async () => {
  const count = 240;
  const csv = Array.from({ length: count }, (_, i) => `${20 + (i % 3) * 20 + (i % 7)},${"abc"[i % 3]},${i % 5}`);
  const table = parseCsv(`AGE,ZONE,CARS\n${csv.join("\n")}\n`);
  const answered = Array.from({ length: count }, (_, i) => Number(i % 3 === 0 ? i % 4 !== 0 : i % 4 === 0));
  const steps = [
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    ["scale", new Scaler()],
  ] as const;
  const segments = new Pipeline([
    ...steps,
    ["reduce", new PCA({ components: 2 })],
    ["cluster", new KMeans({ clusters: 3, seed: 1 })],
  ]);
  const fitted = await segments.fit(table);
  const labels = fitted.predict(table);
  const again = load(JSON.stringify(fitted), { as: segments });
  const encoded = (await new Pipeline(steps).fit(table)).transform(table);
  const scorer = new Pipeline([...steps, ["model", new LogisticRegression()]]);
  const scores = await crossValidate(scorer, table, answered, { folds: 3 });
  const boosted = await new CalibratedClassifier({ estimator: new GradientBoosting({ iterations: 5 }), folds: 2 }).fit(
    encoded,
    answered,
  );
  const comparison = compareSegments({ population: labels, customers: labels.slice(0, 100), overlap: "none" });
  const choice = await chooseClusters(encoded, { from: 2, to: 4, bootstraps: 2 });
  const profile = profileSegments(table, labels);
  return {
    segments: new Set(labels).size,
    loaded: again.predict(table).every((label, i) => label === labels[i]),
    row: fitted.row("predict")({ AGE: 20, ZONE: "a", CARS: 0 }) === labels[0],
    matched: matchSegments(fitted, again, table).renumber(again).predict(table)[0] === labels[0],
    folds: scores.folds.length,
    probabilities: boosted.predictProbabilities(encoded).rows,
    view: encoded.view.pick(0, null).get(0) === encoded.toRows()[0]![0],
    columns: FeatureMatrix.fromColumns({ A: [1, 2] }).toTable().numCols,
    records: tableFrom([
      { NAME: "x", AT: null },
      { NAME: null, AT: 1 },
    ]).numRows,
    results: [comparison.toTable().numRows, choice.toTable().numRows, profile.toTable().numRows > 3],
    page: segmentationReport({ comparison, profile, choice, model: fitted }).includes("The answer"),
  };
})();
Object.assign(globalThis, { answers });
