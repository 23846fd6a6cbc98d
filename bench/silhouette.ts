import { compare } from "./harness/compare.js";
import { floatsFile } from "./harness/data.js";

/** The silhouette of 20,000 rows in float64: all pairs of them. */
export async function run(): Promise<void> {
  const args = [floatsFile(20_000, 50, 12, 3), "20000x50", "8"];
  await compare({
    title: "silhouette, 20000 x 50, 8 clusters",
    ours: { name: "kindred", script: "ours/silhouette.ts", args },
    peers: [{ name: "scikit-learn", script: "peers/silhouette.py", args }],
    rounds: 3,
    goal: 0.5,
  });
}
