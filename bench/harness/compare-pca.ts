import { compare } from "./compare.js";
import { codesFile, floatsFile } from "./data.js";

const ROWS = 891_221;
const COLUMNS = 366;

/** Principal components beside scikit-learn's, which work on float32. */
export async function comparePCA(
  title: string,
  storage: "codes" | "floats",
  work: "scale-and-fit" | "fit" | "transform",
  goal: number,
): Promise<void> {
  const path = storage === "codes" ? codesFile(ROWS, COLUMNS) : floatsFile(ROWS, COLUMNS, 20);
  const args = [path, String(ROWS), String(COLUMNS), storage, work];
  await compare({
    title: `${title}, ${ROWS.toLocaleString("en")} x ${COLUMNS} ${storage === "codes" ? "codes" : "float32"}`,
    ours: { name: "kindred", script: "ours/pca.ts", args },
    peers: [
      { name: "scikit-learn, float32", script: "peers/pca.py", args },
      { name: "kindred, one thread", script: "ours/pca.ts", args, threads: 1 },
    ],
    rounds: 3,
    goal,
  });
}
