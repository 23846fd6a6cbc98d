import { readFileSync } from "node:fs";
import { FeatureMatrix, KMeans } from "kindred";
import { serve, threads } from "../harness/serve.js";

const [path, size, clusters, work] = process.argv.slice(2) as [string, string, string, "steps" | "restarts"];
const [rows, columns] = size.split("x").map(Number) as [number, number];
const bytes = readFileSync(path);
const values = new Float32Array(bytes.buffer, bytes.byteOffset, rows * columns);
const names = Array.from({ length: columns }, (_, j) => `x${j}`);
const x = FeatureMatrix.dense(rows, names, values);
const job = threads === undefined ? {} : { threads };
/** Twenty steps from the same centres, or the default: ten starts to the end. */
const options =
  work === "steps"
    ? { init: x.slice(0, Number(clusters)), maxIterations: 20, tolerance: 0, order: "none" as const }
    : { seed: 1 };

await serve(async () => {
  const fitted = await new KMeans({ clusters: Number(clusters), ...options }).fit(x, job);
  return { inertia: fitted.inertia, iterations: fitted.iterations };
});
