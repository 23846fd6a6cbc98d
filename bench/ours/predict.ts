import { writeFileSync } from "node:fs";
import { FeatureEncoder, Imputer, KMeans, PCA, Pipeline, Scaler } from "kindred";
import { gapsTable } from "../harness/matrix.js";
import { serve, threads } from "../harness/serve.js";

/** Rows that the pipeline is fitted on. */
const FITTED = 100_000;
/** People who are asked about one by one. */
const ONES = 2000;

const [path, rows, columns, work] = process.argv.slice(2) as [string, string, string, "all" | "one"];
const table = gapsTable(path, Number(rows), Number(columns));
const pipeline = new Pipeline([
  ["impute", new Imputer({ strategy: "mostFrequent" })],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
  ["reduce", new PCA({ components: 150 })],
  ["cluster", new KMeans({ clusters: 8, starts: 1, seed: 1 })],
]);
const fitted = await pipeline.fit(table.slice(0, FITTED));
const { impute, scale, reduce, cluster } = fitted.steps;

// What was learned, for the other side, and the labels that it should come to.
const labels = fitted.predict(table);
writeFileSync(`${path}.labels`, labels);
writeFileSync(
  `${path}.model.json`,
  JSON.stringify({
    fills: Object.values(impute.fills),
    centers: [...scale.centers],
    scales: [...scale.scales],
    mean: [...reduce.mean],
    components: reduce.components.toRows(),
    centroids: cluster.centroids.toRows(),
  }),
);

const records = table
  .slice(0, ONES)
  .toArray()
  .map((record) => record.toJSON() as Record<string, number | null>);
const lists = records.map((record) => Object.values(record));
const predict = fitted.row("predict");

/** The median time of one call, in microseconds, and how many labels differ from those of all rows at once. */
function oneByOne(people: readonly (Record<string, number | null> | (number | null)[])[]): [number, number] {
  let differing = 0;
  const times = people.map((person, i) => {
    const from = performance.now();
    const label = predict(person);
    const took = performance.now() - from;
    if (label !== labels[i]) differing++;
    return took;
  });
  return [1000 * times.sort((a, b) => a - b)[times.length >> 1]!, differing];
}

await serve(async () => {
  if (work === "one") {
    const [record, differing] = oneByOne(records);
    const [list] = oneByOne(lists);
    return { "median us, as a record": record, "as an array": list, differing };
  }
  const found = await fitted.bulk("predict", table, threads === undefined ? {} : { threads }).collect();
  return { rows: found.length, differing: labels.reduce((sum, label, i) => sum + Number(label !== found[i]), 0) };
});
