// Other libraries in JavaScript at the work of bench/ours/learn.ts, on rows as arrays, which is what they take.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { serve } from "../../harness/serve.ts";

const require = createRequire(import.meta.url);
const [library, work, path, size] = process.argv.slice(2);
const [rows, columns] = size.split("x").map(Number);
const bytes = readFileSync(path);
const values = new Float32Array(bytes.buffer, bytes.byteOffset, rows * columns);
const x = Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)));
const labels = x.map((row) => (row[0] + row[1] > row[2] ? 1 : 0));

/** What a library does to get a piece of work done. */
const WORK = {
  "ml-pca": {
    async pca() {
      const { PCA } = await import("ml-pca");
      new PCA(x, { method: "covarianceMatrix" });
    },
  },
  "ml-kmeans": {
    async kmeans() {
      const { kmeans } = await import("ml-kmeans");
      kmeans(x, 8, { initialization: x.slice(0, 8), maxIterations: 20, tolerance: 0 });
    },
  },
  scikitjs: {
    kmeans: () => new (scikit().KMeans)({ nClusters: 8, nInit: 1, maxIter: 20, tol: 0 }).fit(x),
    scale: () => new (scikit().StandardScaler)().fitTransform(x).dispose(),
    logistic: () => new (scikit().LogisticRegression)({ penalty: "l2" }).fit(x, labels),
  },
  danfojs: {
    scale() {
      const { DataFrame, StandardScaler } = require("danfojs");
      new StandardScaler().fitTransform(new DataFrame(x));
    },
  },
};

function scikit() {
  const found = require("scikitjs");
  found.setBackend(require("@tensorflow/tfjs"));
  return found;
}

await serve(async () => {
  await WORK[library][work]();
});
