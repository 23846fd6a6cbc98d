import { compare } from "./harness/compare.js";
import { slopeFile } from "./harness/data.js";

const ROWS = 20_000;
const COLUMNS = 5000;

/** How fast the leading components of a table are found whose covariance matrix is too wide to decompose. */
export async function run(): Promise<void> {
  const args = [slopeFile(ROWS, COLUMNS), String(ROWS), String(COLUMNS)];
  await compare({
    title: `PCA(50) by random directions, ${ROWS.toLocaleString("en")} x ${COLUMNS} float32`,
    ours: { name: "kindred", script: "ours/randomized-pca.ts", args },
    peers: [{ name: "scikit-learn, randomized", script: "peers/randomized_pca.py", args }],
    rounds: 3,
  });
}
