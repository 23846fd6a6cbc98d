/**
 * How often every interval that the library prints holds the truth, and how often every test finds what is not there. Writes docs/intervals.md.
 *
 *   npm run coverages -- [trials] [seed]
 */
import { writeFileSync } from "node:fs";
import { STATEMENTS, tried } from "./statements.js";

const [trials = 2000, seed = 1] = process.argv.slice(2).map(Number);
/** No interval may hold the truth less often at its stated conditions. */
const LEAST = 0.93;

const lines: Record<"interval" | "test" | "power", string[]> = { interval: [], test: [], power: [] };
let failed = 0;
for (const statement of STATEMENTS) {
  const found = await tried(statement, Math.min(trials, statement.trials ?? trials), seed);
  const error = Math.sqrt((statement.nominal * (1 - statement.nominal)) / found.trials);
  const holds =
    statement.kind === "interval"
      ? found.share >= LEAST
      : statement.kind === "test"
        ? found.share <= 1 - LEAST + Number.EPSILON
        : Math.abs(found.share - statement.nominal) < 0.1;
  if (!holds) failed++;
  lines[statement.kind].push(
    `| ${statement.printed} | ${statement.conditions} | ${found.share.toFixed(3)} ± ${error.toFixed(3)} | ${found.trials.toLocaleString("en-US")} |`,
  );
  console.log(`${holds ? "  " : "! "}${found.share.toFixed(3)}  ${statement.printed}: ${statement.conditions}`);
}

const table = (head: string, rows: readonly string[]): string =>
  [`| What is printed | Conditions | ${head} | Trials |`, "|---|---|---|---|", ...rows].join("\n");
writeFileSync(
  "docs/intervals.md",
  `# Intervals and tests, tried

Every interval and every test that the library prints was tried on made-up data whose truth is known. This page is written by \`npm run coverages\` (${trials.toLocaleString("en-US")} trials, fewer where one takes long; seed ${seed}), which fails where an interval holds the truth less often than ${LEAST} or a test finds more than ${(1 - LEAST).toFixed(2)} of what is not there. Behind ± stands the standard error of so many trials.

## Intervals

All are of 95 %. Exact and score intervals of rare responses hold the truth more often than that: counts are whole numbers, and no interval of them can be right at every rate.

${table("Holds the truth", lines.interval)}

## Tests

All are at 5 % but for the warning of \`crossValidate\`, which stands for less than one in a thousand: how often they find something where there is nothing.

${table("Finds what is not there", lines.test)}

## Power

How often an effect of the size that \`campaignPower\` gives for 80 % is found.

${table("Finds what is there", lines.power)}

## What they rest on

- **Rates**: C. Clopper, E. Pearson, "The use of confidence or fiducial limits", Biometrika 26 (1934). **Differences of rates**: R. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998), method 10. **Ratios of rates**, lifts and indices: P. Koopman, "Confidence intervals for the ratio of two binomial proportions", Biometrics 40 (1984).
- **AUC**: the form of R. Newcombe, "Confidence intervals for an effect size measure based on the Mann-Whitney statistic", Statistics in Medicine 25 (2006), scaled to the variance of E. DeLong and others, Biometrics 44 (1988). Where positives spread less than others, or few are left to order, it is wider than it need be.
- **Differences of models in folds**: C. Nadeau, Y. Bengio, "Inference for the generalization error", Machine Learning 52 (2003), with Student's t. Folds of the same rows divided again add no degrees of freedom beyond those of each division. Two folds tell next to nothing.
- **Stability indices** of drift, over the sum of the inverse numbers of rows, are about chi-squared; what counts as changed is rarer than three in a hundred by chance, above three times the mean by chance, and at least 0.1.
- **Rows set aside**: two-sample Kolmogorov-Smirnov tests, careful where there are ties, and chi-squared.
- **Qini coefficient**: the infinitesimal jackknife, by groups.
- Rows count as independent everywhere but in \`compareSegments\` with \`cluster\`.
`,
);
console.log(failed === 0 ? "docs/intervals.md written: all hold" : `docs/intervals.md written: ${failed} do not hold`);
process.exitCode = failed === 0 ? 0 : 1;
