import { KindredError, type Printable, printed, textTable } from "../errors/index.js";
import type { Label, Labels, Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { checkedWeights, checkLengths, distinctLabels, labelOf, shown, someOf } from "./truth.js";

/** Options of scores of predicted labels. */
export interface LabelOptions {
  /** One weight a row, at least 0. */
  readonly sampleWeight?: Numbers;
}

/** Counts of every true label against every predicted one. */
export interface ConfusionMatrix extends Printable {
  /** The labels, in order. */
  readonly labels: readonly Label[];
  /** Rows by true label, columns by predicted one. */
  readonly counts: readonly Float64Array[];
}

const checkConfusionMatrix = optionsCheck<LabelOptions>("confusionMatrix", { sampleWeight: check.numbers });

/**
 * True labels against predicted ones.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from "kindred";
 *
 * confusionMatrix([0, 1, 1], [0, 1, 0]).counts; // [[1, 0], [1, 1]]
 * ```
 */
export function confusionMatrix(truth: Labels, predicted: Labels, options: LabelOptions = {}): ConfusionMatrix {
  checkArguments("confusionMatrix", { truth: [truth, check.labels], predicted: [predicted, check.labels] });
  checkConfusionMatrix(options);
  return counted(truth, predicted, options, "confusionMatrix");
}

function counted(truth: Labels, predicted: Labels, { sampleWeight }: LabelOptions, where: string): ConfusionMatrix {
  checkLengths(truth.length, predicted.length, "predicted", where);
  const weights = checkedWeights(sampleWeight, truth.length, where);
  const [known, found] = [distinctLabels(truth, where, "truth"), distinctLabels(predicted, where, "predicted label")];
  demandOneType(known, found, where);
  const labels = [...new Set([...known, ...found])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const positions = new Map(labels.map((label, k) => [label, k]));
  const counts = labels.map(() => new Float64Array(labels.length));
  for (let i = 0; i < truth.length; i++)
    counts[positions.get(labelOf(truth, i))!]![positions.get(labelOf(predicted, i))!]! += weights[i]!;
  return printed({ labels, counts }, () =>
    textTable(["true \\ predicted", ...labels.map(String)], labels.length, (k) => [String(labels[k]), ...counts[k]!]),
  );
}

function demandOneType([label]: Set<Label>, [other]: Set<Label>, where: string): void {
  if (typeof label === typeof other) return;
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `the truth is of type ${typeof label}, such as ${shown(label!)}, and what was predicted of type ${typeof other}, such as ${shown(other!)}`,
    fix: 'Use one type for both: "1" is not 1',
  });
}

const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0);

const checkAccuracy = optionsCheck<LabelOptions>("accuracy", { sampleWeight: check.numbers });

/**
 * The share of rows whose label was predicted.
 *
 * @example
 * ```ts
 * import { accuracy } from "kindred";
 *
 * accuracy([0, 1, 1, 1], [0, 1, 0, 1]); // 0.75
 * ```
 */
export function accuracy(truth: Labels, predicted: Labels, options: LabelOptions = {}): number {
  checkArguments("accuracy", { truth: [truth, check.labels], predicted: [predicted, check.labels] });
  checkAccuracy(options);
  const { counts } = counted(truth, predicted, options, "accuracy");
  return total(counts.map((row, k) => row[k]!)) / total(counts.map(total));
}

const checkBalancedAccuracy = optionsCheck<LabelOptions>("balancedAccuracy", { sampleWeight: check.numbers });

/**
 * The mean over the true labels of the share that was predicted.
 *
 * @example
 * ```ts
 * import { balancedAccuracy } from "kindred";
 *
 * balancedAccuracy([0, 1, 1, 1], [0, 1, 0, 1]); // (1 + 2 / 3) / 2
 * ```
 */
export function balancedAccuracy(truth: Labels, predicted: Labels, options: LabelOptions = {}): number {
  checkArguments("balancedAccuracy", { truth: [truth, check.labels], predicted: [predicted, check.labels] });
  checkBalancedAccuracy(options);
  const { counts } = counted(truth, predicted, options, "balancedAccuracy");
  const recalls = counts.flatMap((row, k) => (total(row) > 0 ? [row[k]! / total(row)] : []));
  return total(recalls) / recalls.length;
}

/** Options of `f1`. */
export interface F1Options extends LabelOptions {
  /** Which label is the positive one of a binary truth; 1 or true by default. It must be named where there are more than two labels. */
  readonly positive?: Label;
  /** Of one label, or over all labels: their mean, their mean by rows, or from the sums. */
  readonly average?: "binary" | "macro" | "weighted" | "micro";
}

const checkF1 = optionsCheck<F1Options>("f1", {
  ...{ positive: check.label, sampleWeight: check.numbers },
  average: check.oneOf("binary", "macro", "weighted", "micro"),
});

/**
 * The harmonic mean of precision and recall; 0 where there is nothing to be precise about.
 *
 * @example
 * ```ts
 * import { f1 } from "kindred";
 *
 * f1([0, 1, 1, 1], [0, 1, 0, 1]); // 0.8
 * ```
 */
export function f1(truth: Labels, predicted: Labels, options: F1Options = {}): number {
  checkArguments("f1", { truth: [truth, check.labels], predicted: [predicted, check.labels] });
  checkF1(options);
  const { labels, counts } = counted(truth, predicted, options, "f1");
  const { average = "binary", positive } = options;
  const scores = labels.map((_, k) => {
    const hit = counts[k]![k]!;
    const predictedAs = total(counts.map((row) => row[k]!));
    const sum = total(counts[k]!) + predictedAs;
    return { hit, sum, f: sum === 0 ? 0 : (2 * hit) / sum, rows: total(counts[k]!) };
  });
  if (average === "binary") {
    const at = labels.indexOf(positiveLabel(labels, positive));
    return at < 0 ? 0 : scores[at]!.f;
  }
  if (average === "micro") return (2 * total(scores.map((s) => s.hit))) / total(scores.map((s) => s.sum));
  if (average === "macro") return total(scores.map((s) => s.f)) / scores.length;
  return total(scores.map((s) => s.f * s.rows)) / total(scores.map((s) => s.rows));
}

/** The positive one of the labels; it may be none of them where rows are few. */
function positiveLabel(labels: readonly Label[], positive: Label | undefined): Label {
  const fail = (problem: string, fix: string): never => {
    throw new KindredError({ code: "INVALID_PARAMETER", where: "f1", problem, fix });
  };
  if (positive !== undefined) {
    if (typeof positive === typeof labels[0]) return positive;
    return fail(
      `positive is ${shown(positive)}, and the labels are of type ${typeof labels[0]}, such as ${shown(labels[0]!)}`,
      "Name a label of the truth, of its type",
    );
  }
  if (labels.length > 2)
    return fail(
      `there are ${labels.length} labels, ${someOf(labels)}, and none is named as the positive one`,
      'Say which label is { positive }, or use { average: "macro" }, "weighted" or "micro"',
    );
  if (labels.includes(1) || labels.includes(0)) return 1;
  if (typeof labels[0] === "boolean") return true;
  return fail(`the labels are ${someOf(labels)}, neither 1 nor true`, "Say which label is { positive }");
}
