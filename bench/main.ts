/**
 * Runs the benchmarks: all of them, or those named. `KINDRED_PYTHON` names a Python with scikit-learn, LightGBM, pandas and polars, without
 * which only our own times are shown.
 *
 *     KINDRED_PYTHON=.venv/bin/python npm run bench -- pca kmeans
 */
import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const all = readdirSync(folder).flatMap((file) =>
  file.endsWith(".ts") && file !== "main.ts" ? [file.slice(0, -3)] : [],
);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}. There are: ${all.join(", ")}.`);
  process.exit(1);
}
console.log(`${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}`);
for (const name of wanted.length > 0 ? wanted : all) {
  const { run } = (await import(`./${name}.js`)) as { run: () => Promise<void> };
  await run();
}
