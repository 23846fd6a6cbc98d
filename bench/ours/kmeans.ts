import { KMeans } from "kindred";
import { floatsMatrix } from "../harness/matrix.js";
import { serve, threads } from "../harness/serve.js";

const [path, size, clusters, work] = process.argv.slice(2) as [string, string, string, "steps" | "starts"];
const [rows, columns] = size.split("x").map(Number) as [number, number];
const x = floatsMatrix(path, rows, columns);
const job = threads === undefined ? {} : { threads };
/** Twenty steps from the same centroids, or the default: ten starts to the end. */
const options =
  work === "steps"
    ? { init: x.slice(0, Number(clusters)), maxIterations: 20, tolerance: 0, order: "none" as const }
    : { seed: 1 };

await serve(async () => {
  const fitted = await new KMeans({ clusters: Number(clusters), ...options }).fit(x, job);
  return { inertia: fitted.inertia, iterations: fitted.iterations };
});
