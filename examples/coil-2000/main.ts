/** COIL 2000: compares two models in the same folds and says how many holders of the policy a mailing to a fifth of the people would reach. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  crossValidate,
  FeatureEncoder,
  GradientBoosting,
  gainsTable,
  load,
  NaiveBayes,
  Pipeline,
  Schema,
  StratifiedKFold,
} from "kindred";
import { readCsv } from "kindred/io";

const TARGET = "CARAVAN";
const folder = process.env["KINDRED_DATA"];
const file = folder === undefined ? undefined : join(folder, "coil2000", "ticdata2000.csv");
if (file === undefined || !existsSync(file)) {
  console.log(
    `skipped: ${file === undefined ? "KINDRED_DATA is not set" : `there is no ${file}`}. README.md says how to get the data.`,
  );
  process.exit(0);
}

const table = await readCsv(file);
// Types of customers are numbered, and their order means nothing; all other codes are bands from low to high.
const schema = Schema.infer(table).with({ MOSTYPE: { level: "nominal" }, MOSHOOFD: { level: "nominal" } });
const people = schema.attach(table);
const bayes = new Pipeline([
  ["encode", new FeatureEncoder()],
  ["model", new NaiveBayes()],
]);
const boosting = new Pipeline([
  ["encode", new FeatureEncoder()],
  ["model", new GradientBoosting({ learningRate: 0.05, maxLeaves: 6, minSamplesLeaf: 50, columnSample: 0.3, seed: 1 })],
]);

const options = { folds: new StratifiedKFold({ folds: 5, seed: 1 }), positive: 1 };
const tested = [
  ["naive Bayes", bayes, await crossValidate(bayes, people, TARGET, options)],
  ["gradient boosting", boosting, await crossValidate(boosting, people, TARGET, options)],
] as const;
for (const [name, , result] of tested) {
  const { auc, interval } = result.aucEstimate;
  console.log(`${name}: AUC ${auc.toFixed(3)}, 95 % from ${interval[0].toFixed(3)} to ${interval[1].toFixed(3)}`);
}
const [first, second] = tested;
const difference = second[2].differenceFrom(first[2], "rocAuc");
console.log(`boosting less Bayes: ${difference.difference.toFixed(3)} ± ${difference.standardError.toFixed(3)}`);

const [best, pipeline, result] = second[2].aucEstimate.auc > first[2].aucEstimate.auc ? second : first;
const top = gainsTable(people.getChild(TARGET)!, result.predictions, { bins: 5 })[0]!;
const reached = 100 * top.cumulativePositives;
console.log(
  `A letter to the best fifth by ${best} reaches ${reached.toFixed(0)} % of the holders of the policy; by chance it would be 20 %.`,
);

const fitted = await pipeline.fit(people, TARGET);
const again = load(JSON.stringify(fitted));
const same = again.predict(people).length === people.numRows;
console.log(
  `The model is one document of ${(JSON.stringify(fitted).length / 1024).toFixed(0)} KiB; loaded again it scores ${same ? "everybody" : "not everybody"}.`,
);
