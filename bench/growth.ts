/**
 * How cost grows with rows, columns, components and clusters, on codes of 891,221 x 366 and parts of them; medians of three runs after one
 * to warm up. Prints the seconds and draws them into docs/growth.svg.
 *
 *     npm run bench -- growth
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type FeatureMatrix, KMeans, PCA, Pipeline, Scaler } from "kindred";
import { codesFile } from "./harness/data.js";
import { codesMatrix } from "./harness/matrix.js";
import { type Curve, type Panel, plot } from "./harness/plot.js";

const ROWS = 891_221;
const COLUMNS = 366;
const PICTURE = fileURLToPath(new URL("../docs/growth.svg", import.meta.url));

export async function run(): Promise<void> {
  const path = codesFile(ROWS, COLUMNS);
  const all = codesMatrix(path, ROWS, COLUMNS);
  const rows = [25_000, 50_000, 100_000, 200_000, 400_000, ROWS];
  const columns = [25, 50, 100, 200, COLUMNS];
  const some = all.slice(0, 200_000);
  const panels: Panel[] = [
    {
      title: `rows, of ${COLUMNS} columns`,
      curves: {
        "Scaler and PCA(50), fit": await curve(rows, (n) => reduce(all.slice(0, n), 50)),
        "KMeans(8), 10 Lloyd steps": await curve(rows, (n) => steps(all.slice(0, n), 8)),
      },
    },
    {
      title: `columns, of ${ROWS.toLocaleString("en")} rows`,
      curves: {
        "Scaler and PCA(20), fit": await curve(columns, (n) => reduce(codesMatrix(path, ROWS, n), 20)),
        "KMeans(8), 10 Lloyd steps": await curve(columns, (n) => steps(codesMatrix(path, ROWS, n), 8)),
      },
    },
    {
      title: "components, of 200,000 x 366",
      curves: {
        "Scaler and PCA, fit": await curve([5, 20, 50, 150, 300], (n) => reduce(some, n)),
        "PCA, transform": await transforms(some, [5, 20, 50, 150, 300]),
      },
    },
    {
      title: "clusters, of 200,000 x 366",
      curves: {
        "KMeans, 10 Lloyd steps": await curve([2, 4, 8, 16, 32, 64, 128], (n) => steps(some, n)),
      },
    },
  ];
  for (const { title, curves } of panels) {
    console.log(`\n${title}`);
    for (const [name, points] of Object.entries(curves))
      console.log(`  ${name}: ${points.map(([n, seconds]) => `${n} ${seconds.toFixed(3)} s`).join(", ")}`);
  }
  writeFileSync(PICTURE, plot(panels));
  console.log(`drawn into ${PICTURE}`);
}

async function curve(sizes: readonly number[], prepare: (size: number) => () => Promise<unknown>): Promise<Curve> {
  const points: [number, number][] = [];
  for (const size of sizes) points.push([size, await median(prepare(size))]);
  return points;
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    const from = performance.now();
    await work();
    times.push((performance.now() - from) / 1000);
  }
  return times.slice(1).sort((a, b) => a - b)[1]!;
}

function reduce(x: FeatureMatrix, components: number): () => Promise<unknown> {
  return () =>
    new Pipeline([
      ["scale", new Scaler()],
      ["reduce", new PCA({ components })],
    ]).fit(x);
}

function steps(x: FeatureMatrix, clusters: number): () => Promise<unknown> {
  const init = x.slice(0, clusters);
  return () => new KMeans({ clusters, init, maxIterations: 10, tolerance: 0, order: "none" }).fit(x);
}

async function transforms(x: FeatureMatrix, sizes: readonly number[]): Promise<Curve> {
  const points: [number, number][] = [];
  for (const components of sizes) {
    const fitted = await new PCA({ components }).fit(x.slice(0, 20_000));
    points.push([components, await median(() => fitted.bulk("transform", x).collect())]);
  }
  return points;
}
