import { compare } from "./harness/compare.js";
import { answersFile, codesFile } from "./harness/data.js";

const COLUMNS = 366;
/** One number of rows alone, where asked for. */
const ROWS = process.env["KINDRED_ROWS"];

/** How fast boosting learns from rows of codes, beside LightGBM and scikit-learn's HistGradientBoosting; `KINDRED_ROWS` names one size of the three. */
export async function run(): Promise<void> {
  for (const [rows, rounds] of [
    [4_300, 5],
    [43_000, 5],
    [430_000, 2],
  ] as const) {
    if (ROWS !== undefined && rows !== Number(ROWS)) continue;
    const args = [codesFile(rows, COLUMNS), answersFile(rows, COLUMNS), String(rows), String(COLUMNS)];
    await compare({
      title: `GradientBoosting, ${rows.toLocaleString("en-US")} x ${COLUMNS}, 100 trees of 31 leaves`,
      ours: { name: "kindred", script: "ours/boosting.ts", args },
      peers: [
        { name: "HistGradientBoosting", script: "peers/boosting.py", args: [...args, "hist"] },
        { name: "LightGBM", script: "peers/boosting.py", args: [...args, "lightgbm"] },
        { name: "kindred, one thread", script: "ours/boosting.ts", args, threads: 1 },
      ],
      rounds,
      goal: 0.7,
    });
  }
}
