import { valueAt } from "../../matrix/index.js";
import { log } from "../numeric/math/index.js";
import { addArrays, listed, type NamedArrays, type Reducer } from "./reducer.js";

/** Log odds of scores are counted in bins of this width, up to this size; bins at the ends hold all beyond. */
const LOG_ODDS_PER_BIN = 1 / 512;
const MAX_LOG_ODDS = 16;
/** Bins of scores. */
export const SCORE_BINS: number = (2 * MAX_LOG_ODDS) / LOG_ODDS_PER_BIN;
/** Probabilities are kept this far from 0 and 1. */
const MIN_PROBABILITY = Number.EPSILON;

/** How {@link answerCounts} is to count answers of a model with some classes, one of them the positive one (`params`). */
export function countingOf(classes: number, positive: number): NamedArrays {
  return { classes: Int32Array.of(classes), positive: Int32Array.of(positive) };
}

/**
 * What a model's probabilities, a column a class, say of rows whose class is known: rows by score of the positive class, in bins of equal log odds, those
 * of that class behind the others (`scores`); rows by class and by the likeliest class (`decided`); and sums of the logarithm of the true class's
 * probability and of squared errors of the positive one's, the number of rows without a probability or a class, and the sum of all weights (`sums`).
 */
export const answerCounts: Reducer = /* @__PURE__ */ listed({
  name: "answerCounts",
  blockRows: 16_384,
  init: (_, { classes }) => ({
    scores: new Float64Array(2 * SCORE_BINS),
    decided: new Float64Array(classes![0]! ** 2),
    sums: new Float64Array(4),
  }),
  add({ scores, decided, sums }, { x, y, w }, params) {
    const [classes, positive] = [params.classes![0]!, params.positive![0]!];
    const values = new Float64Array(classes);
    for (let i = 0; i < x.rows; i++) {
      const weight = w === undefined ? 1 : w[i]!;
      const truth = y![i]!;
      let [total, likeliest] = [0, 0];
      for (let c = 0; c < classes; c++) {
        values[c] = valueAt(x.stores[c]!, i);
        total += values[c]!;
        if (values[c]! > values[likeliest]!) likeliest = c;
      }
      sums![3]! += weight;
      if (Number.isNaN(total) || Number.isNaN(truth)) {
        sums![2]! += 1;
        continue;
      }
      const p = values[positive]!;
      const isHit = truth === positive;
      const given = classes === 2 ? (isHit ? p : 1 - p) : values[truth]! / total;
      sums![0]! += weight * log(within(given));
      sums![1]! += weight * (p - (isHit ? 1 : 0)) ** 2;
      decided![truth * classes + likeliest]! += weight;
      scores![(isHit ? SCORE_BINS : 0) + binOfScore(p)]! += weight;
    }
  },
  merge: addArrays,
});

function within(p: number): number {
  return Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, p));
}

function binOfScore(p: number): number {
  const bounded = within(p);
  const at = Math.floor((log(bounded / (1 - bounded)) + MAX_LOG_ODDS) / LOG_ODDS_PER_BIN);
  return Math.min(SCORE_BINS - 1, Math.max(0, at));
}
