import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDemographics } from "../examples/demographics/index.js";
import { compare } from "./harness/compare.js";

const ROWS = Number(process.env["KINDRED_BENCH_ROWS"] ?? 891_221);

/** From the raw population file to scaled numbers: the whole preparation at full size. */
export async function run(): Promise<void> {
  const folder = join(tmpdir(), "kindred-bench", `demographics-${ROWS}`);
  if (!existsSync(join(folder, "population.csv")))
    await makeDemographics({ folder, rows: { population: ROWS, customers: 10, mailing: 10, test: 10 } });
  await compare({
    title: `Preparing ${ROWS.toLocaleString("en-US")} x 366: read, clean, filter, recode, impute, encode, scale`,
    ours: { name: "kindred", script: "ours/prepare.ts", args: [folder] },
    peers: [{ name: "pandas + scikit-learn", script: "peers/prepare.py", args: [folder] }],
    rounds: 1,
    goal: 0.2,
  });
}
