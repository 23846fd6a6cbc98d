import { areaUnderRoc, aucInterval } from "../engine/numeric/statistics/index.js";
import { KindredError, type Printable, printed } from "../errors/index.js";
import type { Label, Labels, MatrixLike, Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { type ClassProbabilities, classProbabilities, isMatrixLike } from "./class-probabilities.js";
import { type BinaryOptions, binaryRows, byScore, checkedWeights, demandBoth, scoresCheck, shown } from "./truth.js";

/** Options of `rocAuc`. */
export interface RocAucOptions extends BinaryOptions {
  /** For several classes: the mean of each class's area against all others, plainly or by how many rows each class has. */
  readonly average?: "macro" | "weighted";
  /** For rows x classes: the labels in the order of the columns; by default the columns' names say them. */
  readonly classes?: readonly Label[];
}

const checkAuc = optionsCheck<RocAucOptions>("rocAuc", {
  positive: check.label,
  sampleWeight: check.numbers,
  average: check.oneOf("macro", "weighted"),
  classes: check.labels,
});

/**
 * The area under the ROC curve: how likely a positive row has a higher score than another; equal scores count half. Of several classes the mean
 * area of each class against the others, where `average` asks for it.
 *
 * @param scores - One a row, or the probability of each class, as `predictProbabilities` gives them.
 * @throws KindredError where the truth has one class, or more than two and neither `positive` nor `average` is given.
 *
 * @example
 * ```ts
 * import { rocAuc } from "kindred";
 *
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * rocAuc(["no", "yes"], [0.2, 0.9], { positive: "yes" }); // 1
 * const three = [[0.7, 0.2, 0.1], [0.2, 0.5, 0.3], [0.1, 0.3, 0.6], [0.5, 0.2, 0.3]];
 * rocAuc([0, 1, 2, 1], three, { classes: [0, 1, 2], average: "macro" }); // 0.875
 * ```
 */
export function rocAuc(truth: Labels, scores: Numbers | MatrixLike, options: RocAucOptions = {}): number {
  checkArguments("rocAuc", { truth: [truth, check.labels], scores: [scores, check.data] });
  checkAuc(options);
  const where = "rocAuc";
  const { average, classes } = options;
  if (!isMatrixLike(scores)) {
    if (average !== undefined)
      throw refusal("average is given and the scores are one a row", "Pass the probability of each class");
    return ofBinary(truth, scores, options, where);
  }
  const given = classProbabilities(truth, scores, classes, where);
  if (average !== undefined) return ofClasses(truth, given, average, options, where);
  const positive = options.positive ?? given.classes.find((label) => label === 1 || label === true);
  if (given.classes.length > 2 && options.positive === undefined)
    throw refusal(
      `there are ${given.classes.length} classes, and none is named as the positive one`,
      'Say which label is { positive }, or use { average: "macro" } or "weighted"',
    );
  const at = given.classes.indexOf(positive as Label);
  if (positive === undefined || at < 0)
    throw refusal(`the classes are ${given.classes.map(shown).join(", ")}`, "Say which of them is { positive }");
  return ofBinary(truth, given.matrix.column(at), { ...options, positive }, where);
}

function ofBinary(truth: Labels, scores: Numbers, options: BinaryOptions, where: string): number {
  const rows = binaryRows(truth, scores, options, where);
  demandBoth(rows, where);
  return areaUnderRoc(rows.scores, rows.hits, rows.weights);
}

function ofClasses(
  truth: Labels,
  { classes, matrix }: ClassProbabilities,
  average: "macro" | "weighted",
  { sampleWeight }: RocAucOptions,
  where: string,
): number {
  if (average !== "macro" && average !== "weighted")
    throw refusal(`average is ${JSON.stringify(average)}`, 'Use "macro" or "weighted"');
  const weights = checkedWeights(sampleWeight, matrix.rows, where);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let [area, shares] = [0, 0];
  classes.forEach((positive, c) => {
    const rows = binaryRows(truth, matrix.column(c), { positive, sampleWeight: weights }, where);
    demandBoth(rows, where, positive);
    const share = average === "macro" ? 1 : rows.positives / all;
    area += share * areaUnderRoc(rows.scores, rows.hits, rows.weights);
    shares += share;
  });
  return area / shares;
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where: "rocAuc", problem, fix });
}

/** An AUC with what it may be off by. */
export interface AucEstimate extends Printable {
  /** The area under the ROC curve. */
  readonly auc: number;
  /** The standard error of E. DeLong and others (1988); 0 where every positive row lies above all others: then look at the interval. */
  readonly standardError: number;
  /** The 95 % interval, which is wide where positive rows are few, and not of equal reach on both sides. */
  readonly interval: readonly [number, number];
}

const checkEstimate = optionsCheck<NonNullable<Parameters<typeof rocAucEstimate>[2]>>("rocAucEstimate", {
  positive: check.label,
});

/**
 * The AUC with its standard error (E. DeLong and others, 1988): two models whose AUCs differ by less than that do not differ clearly. The interval
 * is of the form of a score interval (R. Newcombe, 2006), so that it holds from three positive rows on, and at an order without a fault.
 *
 * @throws KindredError where the truth has one class.
 *
 * @example
 * ```ts
 * import { rocAucEstimate } from "kindred";
 *
 * rocAucEstimate([0, 0, 1, 1, 1], [0.1, 0.4, 0.35, 0.8, 0.7]).standardError;
 * ```
 */
export function rocAucEstimate(
  truth: Labels,
  scores: Numbers,
  options: Omit<BinaryOptions, "sampleWeight"> = {},
): AucEstimate {
  checkArguments("rocAucEstimate", { truth: [truth, check.labels], scores: [scores, scoresCheck] });
  checkEstimate(options);
  const rows = binaryRows(truth, scores, options, "rocAucEstimate");
  demandBoth(rows, "rocAucEstimate");
  const { positives } = rows;
  const above = placements(rows.scores, rows.hits);
  const auc = above.positive.reduce((sum, value) => sum + value, 0) / positives;
  const spread = (values: readonly number[], mean: number): number =>
    values.length < 2
      ? 0
      : values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length;
  const variance = spread(above.positive, auc) + spread(above.negative, auc);
  return printedEstimate({
    auc,
    standardError: Math.sqrt(variance),
    interval: aucInterval(auc, variance, positives, rows.negatives, 0.95),
  });
}

/** An estimate that prints itself. */
export function printedEstimate(estimate: Omit<AucEstimate, "toText">): AucEstimate {
  const { auc, standardError, interval } = estimate;
  const [low, high] = interval.map((value) => value.toFixed(3));
  return printed(estimate, () => `AUC ${auc.toFixed(3)} ± ${standardError.toFixed(3)}, 95 % from ${low} to ${high}`);
}

/** For each positive row the share of negatives below it, and for each negative row the share of positives above it. */
function placements(scores: Float64Array, hits: Uint8Array): { positive: number[]; negative: number[] } {
  const order = byScore(scores);
  const total = hits.reduce((sum, hit) => sum + hit, 0);
  const others = hits.length - total;
  const positive: number[] = [];
  const negative: number[] = [];
  let hitsAbove = 0;
  let missesAbove = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let tied = 0;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) tied += hits[order[to++]!]!;
    const tiedOthers = to - from - tied;
    for (let n = 0; n < tied; n++) positive.push((others - missesAbove - tiedOthers / 2) / others);
    for (let n = 0; n < tiedOthers; n++) negative.push((hitsAbove + tied / 2) / total);
    hitsAbove += tied;
    missesAbove += tiedOthers;
    from = to;
  }
  return { positive, negative };
}
