import { compare } from "./harness/compare.js";
import { floatsFile } from "./harness/data.js";

/** How far groups scatter: they run into each other. */
const SPREAD = 3;

/** Beside other libraries in JavaScript, at sizes that they finish: rows given as arrays on both sides. */
export async function run(): Promise<void> {
  await against("scale", ["danfojs", "scikitjs"], 50_000, 50);
  await against("pca", ["ml-pca"], 20_000, 200);
  await against("kmeans", ["ml-kmeans"], 200_000, 150);
  await against("kmeans", ["scikitjs"], 20_000, 50);
  await against("logistic", ["scikitjs"], 20_000, 50);
}

async function against(work: string, libraries: readonly string[], rows: number, columns: number): Promise<void> {
  const about = [work, floatsFile(rows, columns, 12, SPREAD), `${rows}x${columns}`];
  await compare({
    title: `${work}, ${rows.toLocaleString("en")} x ${columns}, rows as arrays`,
    ours: { name: "kindred", script: "ours/learn.ts", args: about },
    peers: libraries.map((name) => ({ name, script: "peers/javascript/learn.mjs", args: [name, ...about] })),
    rounds: 3,
    goal: 0.1,
  });
}
