import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { GradientBoosting, rocAuc } from "kindred";
import { foldsOf, MARKETING } from "../test/classifier/marketing-data.js";

/** AUCs of peers in ten times five folds, as scripts/fixtures/boosting_quality.py found them. */
interface Reference {
  readonly repeats: readonly { readonly lightgbm: number[]; readonly histGradientBoosting: number[] }[];
}

const REFERENCE = new URL("../test/fixtures/boosting-quality.json", import.meta.url);
/** The 97.5 % quantile of Student's t with 49 degrees of freedom. */
const T = 2.01;

/** How well boosting ranks rows of real data, beside LightGBM and HistGradientBoosting under the same settings, fold by fold. */
export async function run(): Promise<void> {
  const reference = JSON.parse(readFileSync(REFERENCE, "utf8")) as Record<string, Reference>;
  const folder = resolve(process.env["KINDRED_DATA"] ?? "../shared/data");
  for (const [set, { repeats }] of Object.entries(reference)) {
    const { x, y, categorical } = MARKETING[set]!(join(folder, set));
    const ours: number[] = [];
    for (let repeat = 0; repeat < repeats.length; repeat++) {
      const fold = foldsOf(y, repeat);
      const rows = Array.from(fold.keys());
      for (let k = 0; k < 5; k++) {
        const [train, test] = [rows.filter((i) => fold[i] !== k), rows.filter((i) => fold[i] === k)];
        const labels = train.map((i) => y[i]!);
        const fitted = await new GradientBoosting({
          learningRate: 0.1,
          maxLeaves: 31,
          categorical: [...categorical],
        }).fit(x.take(train), labels);
        const scores = fitted.predictProbabilities(x.take(test)).column("1");
        ours.push(
          rocAuc(
            test.map((i) => y[i]!),
            scores,
          ),
        );
      }
    }
    console.log(`\n${set}, AUC in ${ours.length} folds: ours ${mean(ours).toFixed(4)}`);
    for (const peer of ["lightgbm", "histGradientBoosting"] as const) {
      const theirs = repeats.flatMap((repeat) => repeat[peer]);
      const apart = ours.map((auc, k) => auc - theirs[k]!);
      // Folds share training rows: their differences hang together (C. Nadeau, Y. Bengio, 2003).
      const error = Math.sqrt(variance(apart) * (1 / apart.length + 1 / 4));
      const interval = [-T, T].map((t) => (mean(apart) + t * error).toFixed(4)).join(" to ");
      const difference = `${mean(apart).toFixed(4)} (95 %: ${interval}; goal: at least -0.003)`;
      console.log(`  ${peer} ${mean(theirs).toFixed(4)}: ours less theirs ${difference}`);
    }
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
