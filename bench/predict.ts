import { compare } from "./harness/compare.js";
import { gapsFile } from "./harness/data.js";

const ROWS = Number(process.env["KINDRED_ROWS"] ?? 891_221);
const COLUMNS = 366;

/**
 * A fitted pipeline from codes with gaps to clusters, 366 columns to 150 components to 8 centroids: how fast it predicts all rows, and one
 * person at a time. scikit-learn's is given what ours learned, so that every label can be compared.
 */
export async function run(): Promise<void> {
  const path = gapsFile(ROWS, COLUMNS);
  for (const [work, title, goal] of [
    [
      "all",
      `Imputer, Scaler, PCA(150), KMeans(8): predict ${ROWS.toLocaleString("en")} x ${COLUMNS} codes with gaps`,
      0.3,
    ],
    ["one", "the same, 2,000 people one by one", undefined],
  ] as const) {
    const args = [path, String(ROWS), String(COLUMNS), work];
    await compare({
      title,
      ours: { name: "kindred", script: "ours/predict.ts", args },
      peers: [
        { name: "scikit-learn, float32", script: "peers/predict.py", args },
        ...(work === "all" ? [{ name: "kindred, one thread", script: "ours/predict.ts", args, threads: 1 }] : []),
      ],
      rounds: 3,
      ...(goal === undefined ? {} : { goal }),
    });
  }
}
