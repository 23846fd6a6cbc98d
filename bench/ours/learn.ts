import { readFileSync } from "node:fs";
import { KMeans, LogisticRegression, PCA, Scaler } from "kindred";
import { serve, threads } from "../harness/serve.js";

// The same rows, as arrays, that other libraries in JavaScript are given.
const [work, path, size] = process.argv.slice(2) as [keyof typeof WORK, string, string];
const [rows, columns] = size.split("x").map(Number) as [number, number];
const bytes = readFileSync(path);
const values = new Float32Array(bytes.buffer, bytes.byteOffset, rows * columns);
const x = Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)));
const labels = x.map((row) => (row[0]! + row[1]! > row[2]! ? 1 : 0));
const options = threads === undefined ? {} : { threads };

const WORK = {
  pca: () => new PCA().fit(x, options),
  kmeans: () =>
    new KMeans({ clusters: 8, init: x.slice(0, 8), maxIterations: 20, tolerance: 0, order: "none" }).fit(x, options),
  scale: async () => (await new Scaler().fit(x, options)).transform(x),
  logistic: () => new LogisticRegression().fit(x, labels, options),
};

await serve(async () => {
  await WORK[work]();
  return undefined;
});
