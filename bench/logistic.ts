import { compare } from "./harness/compare.js";
import { codesFile, labelsFile } from "./harness/data.js";

const ROWS = 891_221;
const COLUMNS = 100;

/** How fast logistic regression finds its optimum. */
export async function run(): Promise<void> {
  const codes = codesFile(ROWS, COLUMNS);
  const data = [codes, labelsFile(codes, ROWS), String(ROWS), String(COLUMNS)];
  await compare({
    title: `LogisticRegression on codes, ${ROWS.toLocaleString("en")} x ${COLUMNS}`,
    ours: { name: "kindred", script: "ours/logistic.ts", args: data },
    peers: [
      { name: "scikit-learn, newton-cholesky", script: "peers/logistic.py", args: [...data, "newton-cholesky"] },
      { name: "scikit-learn, lbfgs", script: "peers/logistic.py", args: [...data, "lbfgs"] },
      { name: "kindred, one thread", script: "ours/logistic.ts", args: data, threads: 1 },
    ],
    rounds: 3,
    goal: 0.5,
  });
}
