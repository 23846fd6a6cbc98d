import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  crossValidate,
  Ensemble,
  FeatureEncoder,
  GradientBoosting,
  GridSearch,
  gainsTable,
  integers,
  LogisticRegression,
  logUniform,
  NaiveBayes,
  Pipeline,
  RandomSearch,
  RepeatedStratifiedKFold,
  Scaler,
} from "kindred";
import { readCsv } from "kindred/io";

const DATA = process.env["KINDRED_DATA"] ?? "../shared/data";
const REPEATS = Number(process.env["KINDRED_BENCH_REPEATS"] ?? 2);

/** COIL 2000, nested: a rank average of three models, each of which tunes itself inside every fold that scores it. */
export async function run(): Promise<void> {
  const path = join(DATA, "coil2000/ticdata2000.csv");
  if (!existsSync(path)) return console.log(`COIL 2000: there is no ${path}`);
  const table = await readCsv(path);
  const names = table.schema.fields.map((field) => field.name);
  const own = Object.fromEntries(names.filter((name) => name.startsWith("M")).map((name) => [name, "drop" as const]));
  const linear = new Pipeline([
    ["encode", new FeatureEncoder({ columns: { MOSTYPE: "oneHot", MOSHOOFD: "oneHot" } })],
    ["scale", new Scaler()],
    ["model", new LogisticRegression()],
  ]);
  const bayes = new Pipeline([
    ["encode", new FeatureEncoder()],
    ["model", new NaiveBayes()],
  ]);
  const boosting = new Pipeline([
    ["encode", new FeatureEncoder()],
    ["model", new GradientBoosting({ learningRate: 0.05, minSamplesLeaf: 50, columnSample: 0.3 })],
  ]);
  const ensemble = new Ensemble(
    [
      ["linear", new RandomSearch({ estimator: linear, space: { "model.c": logUniform(1e-4, 1e-1) }, trials: 6 })],
      ["bayes", new GridSearch({ estimator: bayes, grid: { "encode.columns": [{}, own], "model.smoothing": [1, 3] } })],
      [
        "boosting",
        new RandomSearch({
          estimator: boosting,
          space: { "model.maxLeaves": integers(2, 8), "model.iterations": integers(40, 200, { log: true }) },
          trials: 8,
        }),
      ],
    ],
    { average: "ranks" },
  );
  const start = performance.now();
  const nested = await crossValidate(ensemble, table, "CARAVAN", {
    folds: new RepeatedStratifiedKFold({ folds: 5, repeats: REPEATS, seed: 1 }),
  });
  const [top] = gainsTable(table.getChild("CARAVAN")!, nested.predictions, { bins: 5 });
  const share = top!.cumulativePositives;
  console.log(
    `COIL 2000, ${REPEATS} x 5 folds, everything tuned inside them (${((performance.now() - start) / 1000).toFixed(0)} s)`,
  );
  console.log(nested.toText());
  console.log(
    `${(238 * share).toFixed(1)} ± ${(238 * Math.sqrt((share * (1 - share)) / 348)).toFixed(1)} expected hits in the top fifth`,
  );
}
