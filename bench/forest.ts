import { compare } from "./harness/compare.js";
import { answersFile, codesFile } from "./harness/data.js";

const [ROWS, COLUMNS] = [43_000, 50];
/** The answers depend on columns of the whole table, of which the first are learned from. */
const ALL = 366;

/** How fast a forest of 100 whole trees learns from rows of codes, scores out of bag and all, beside scikit-learn's; predicting them is within the time. */
export async function run(): Promise<void> {
  const args = [codesFile(ROWS, ALL), answersFile(ROWS, ALL), String(ROWS), String(COLUMNS)];
  await compare({
    title: `RandomForest, ${ROWS.toLocaleString("en-US")} x ${COLUMNS}, 100 trees, out-of-bag scores, and all rows predicted`,
    ours: { name: "kindred", script: "ours/forest.ts", args },
    peers: [{ name: "RandomForestClassifier", script: "peers/forest.py", args }],
    rounds: 3,
    goal: 1,
  });
}
