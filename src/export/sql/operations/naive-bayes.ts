import type { ClassEvidence, NaiveBayesOperation } from "../../program.js";
import type { Column } from "../column.js";
import type { SqlContext } from "../context.js";
import { balancedSum } from "../linear.js";
import { softmax } from "./arithmetic.js";
import type { Translate } from "./translate.js";

export const naiveBayes: Translate<NaiveBayesOperation> = ({ priors, columns: evidence }, columns, context) => {
  const scores = Array.from(priors, (prior, k) => {
    const terms = evidence.flatMap((own, j) => term(own, columns[j]!, k, priors.length, context));
    return context.define(balancedSum([context.dialect.double(prior), ...terms])).sql;
  });
  return softmax(scores, context);
};

/** What a column's value adds to the logarithm of a class. Missing and infinite values, and categories never seen, add nothing. */
function term(evidence: ClassEvidence, column: Column, k: number, classes: number, context: SqlContext): string[] {
  const { dialect } = context;
  const n = dialect.number;
  if (evidence.kind === "none") return [];
  const { sql } = context.number(column);
  if (evidence.kind === "gaussian") {
    const variance = evidence.variances[k]!;
    // biome-ignore lint/plugin: a constant of the query, which is compared to 1e-9
    const constant = -0.5 * Math.log(2 * Math.PI * variance);
    const apart = `(${sql} - ${n(evidence.means[k]!)})`;
    const limit = Number.MAX_VALUE;
    return [
      `CASE WHEN ${sql} BETWEEN ${n(-limit)} AND ${n(limit)} THEN ${n(constant)} - ${apart} * ${apart} * ${n(0.5 / variance)} ELSE ${dialect.double(0)} END`,
    ];
  }
  const { values, logs } = evidence;
  const whens = Array.from(
    values,
    (value, v) =>
      `WHEN ${sql} = ${n(value)} THEN ${v === 0 ? dialect.double(logs[v * classes + k]!) : n(logs[v * classes + k]!)}`,
  );
  return whens.length === 0 ? [] : [`CASE ${whens.join(" ")} ELSE ${n(0)} END`];
}
