import { compare } from "./harness/compare.js";
import { floatsFile } from "./harness/data.js";

/** How far groups scatter: so far that they run into each other, as those of people do. */
const SPREAD = 3;

/** Twenty Lloyd steps, and ten starts to the end, beside scikit-learn, of which the latter takes minutes there. */
export async function run(): Promise<void> {
  await against(891_221, 150, 8, "steps", 1);
  await against(891_221, 150, 20, "steps", 1);
  await against(891_221, 50, 8, "steps", 1);
  await against(200_000, 150, 8, "starts", 0.4);
}

async function against(
  rows: number,
  columns: number,
  clusters: number,
  work: "steps" | "starts",
  goal: number,
): Promise<void> {
  const size = `${rows}x${columns}`;
  const args = [floatsFile(rows, columns, 12, SPREAD), size, String(clusters), work];
  await compare({
    title: `k-means, ${rows} x ${columns}, k ${clusters}, ${work}`,
    ours: { name: "kindred", script: "ours/kmeans.ts", args },
    peers: [
      { name: "scikit-learn", script: "peers/kmeans.py", args },
      { name: "kindred, one thread", script: "ours/kmeans.ts", args, threads: 1 },
    ],
    rounds: 3,
    cold: work === "starts",
    goal,
  });
}
