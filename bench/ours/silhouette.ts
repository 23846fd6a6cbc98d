import { readFileSync } from "node:fs";
import { FeatureMatrix, silhouette } from "kindred";
import { serve, threads } from "../harness/serve.js";

const [path, size, clusters] = process.argv.slice(2) as [string, string, string];
const [rows, columns] = size.split("x").map(Number) as [number, number];
const bytes = readFileSync(path);
const values = Float64Array.from(new Float32Array(bytes.buffer, bytes.byteOffset, rows * columns));
const names = Array.from({ length: columns }, (_, j) => `x${j}`);
const x = FeatureMatrix.dense(rows, names, values);
/** Clusters by the sign of the first columns: what the score says of them does not matter here. */
const labels = Int32Array.from({ length: rows }, (_, i) => {
  let label = 0;
  for (let j = 0; 2 ** j < Number(clusters); j++) label = 2 * label + (values[i * columns + j]! > 0 ? 1 : 0);
  return label;
});

await serve(async () => ({ score: await silhouette(x, labels, threads === undefined ? {} : { threads }) }));
