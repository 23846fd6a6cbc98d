import type { BestClusters, ClusterChoice } from "./choice.js";
import { kneeOf } from "./knee.js";

/** Stabilities nearer than this are the same for all purposes. */
const SAME_STABILITY = 0.02;
/** Telling customers apart better by less than this, in Cramér's V or in the AUC, is nothing. */
const SAME_FIT = 0.02;

/** Numbers of clusters none of which is empty; all of them where each has an empty one. */
export function wholeOnly(rows: readonly ClusterChoice[]): readonly ClusterChoice[] {
  const whole = rows.filter(({ jaccard, smallest }) => smallest > 0 && !jaccard.some(Number.isNaN));
  const filled = whole.length > 0 ? whole : rows.filter(({ smallest }) => smallest > 0);
  return filled.length > 0 ? filled : rows;
}

/** What each criterion prefers, among numbers of clusters none of which is empty. */
export function bestOf(rows: readonly ClusterChoice[]): BestClusters {
  const choices = wholeOnly(rows);
  // NaN is never best: it is above nothing, and stays out.
  const by = (score: (choice: ClusterChoice) => number): number => {
    const known = choices.filter((choice) => !Number.isNaN(score(choice)));
    const [first] = known;
    return first === undefined
      ? Number.NaN
      : known.reduce((best, choice) => (score(choice) > score(best) ? choice : best), first).k;
  };
  const steadiest = Math.max(...choices.map(({ stability }) => stability));
  return {
    knee: kneeOf(choices),
    silhouette: by(({ silhouette }) => silhouette),
    calinskiHarabasz: by(({ calinskiHarabasz }) => calinskiHarabasz),
    daviesBouldin: by(({ daviesBouldin }) => -daviesBouldin),
    gap: Number.isNaN(steadiest) ? Number.NaN : by(({ gap }) => gap),
    stability: choices.findLast(({ stability }) => stability >= steadiest - SAME_STABILITY)?.k ?? Number.NaN,
    ...(choices[0]!.auc === undefined ? {} : { customers: plateauOf(choices) }),
  };
}

/** The fewest clusters from which on more tell customers from the rest no better: by less than 0.02, or by less than the standard error of the difference. */
function plateauOf(choices: readonly ClusterChoice[]): number {
  const gains = (name: "cramersV" | "auc", one: ClusterChoice, than: ClusterChoice): boolean => {
    const error = Math.sqrt(one.spread[name]! ** 2 + than.spread[name]! ** 2);
    return one[name]! - than[name]! > Math.max(SAME_FIT, error);
  };
  const isBetter = (one: ClusterChoice, than: ClusterChoice): boolean =>
    gains("cramersV", one, than) || gains("auc", one, than);
  return choices.find((choice, at) => !choices.slice(at + 1).some((more) => isBetter(more, choice)))!.k;
}
