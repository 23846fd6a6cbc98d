import { Int8, Table, vectorFromArray } from "apache-arrow";
import { FeatureEncoder, GradientBoosting, Imputer, KMeans, load, PCA, Pipeline, Scaler } from "kindred";

const ROWS = 5000;
const COLUMNS = 366;
const ROUNDS = 15;

/** What models of the reference width weigh as documents, and how long one takes from its text to a model that answers. */
export async function run(): Promise<void> {
  const code = (i: number, j: number): number | null =>
    (i * 31 + j * 17) % 20 === 0 ? null : 1 + ((i * (j + 3) * 7919 + ((i * j) >> 3)) % 5);
  const columns = Array.from({ length: COLUMNS }, (_, j) => [
    `COLUMN_${j}`,
    vectorFromArray(
      Array.from({ length: ROWS }, (_, i) => code(i, j)),
      new Int8(),
    ),
  ]);
  const table = new Table(Object.fromEntries(columns));
  const labels = Array.from({ length: ROWS }, (_, i) =>
    (code(i, 1) ?? 0) + (code(i, 7) ?? 0) + ((i * 7919) % 11) > 9 ? 1 : 0,
  );
  const segments = new Pipeline([
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    ["scale", new Scaler()],
    ["reduce", new PCA({ components: 150 })],
    ["cluster", new KMeans({ clusters: 8, starts: 1, maxIterations: 10, seed: 1 })],
  ]);
  const responses = new Pipeline([
    ["encode", new FeatureEncoder()],
    ["model", new GradientBoosting({ iterations: 200, maxLeaves: 31, learningRate: 0.1, seed: 1 })],
  ]);
  show("segments: imputer, encoder, scaler, PCA 150, k-means 8", JSON.stringify(await segments.fit(table)));
  show("responses: encoder, 200 boosted trees of 31 leaves", JSON.stringify(await responses.fit(table, labels)));
}

function show(name: string, text: string): void {
  load(text);
  const before = process.cpuUsage();
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    load(text);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const busy = process.cpuUsage(before).user / 1000 / ROUNDS;
  const [least, middle] = [times[0]!, times[ROUNDS >> 1]!].map((time) => time.toFixed(0)) as [string, string];
  console.log(
    `${name}: ${(text.length / 1e6).toFixed(2)} MB, loaded in ${middle} ms (median of ${ROUNDS}, the least ${least} ms; ${busy.toFixed(0)} ms of processor time)`,
  );
}
