/** The area under the ROC curve: how likely a hit has a higher score than a miss, by weight; equal scores count half. NaN where a score is. */
export function areaUnderRoc(scores: Float64Array, hits: ArrayLike<number>, weights: ArrayLike<number>): number {
  // A score that is no number equals none, itself neither, so that ties of it would never end.
  if (scores.some(Number.isNaN)) return Number.NaN;
  const order = new Uint32Array(scores.length).map((_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let area = 0;
  let missesBelow = 0;
  let hitsBelow = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    let hit = 0;
    let miss = 0;
    for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++)
      if (hits[order[to]!] === 1) hit += weights[order[to]!]!;
      else miss += weights[order[to]!]!;
    area += hit * (missesBelow + miss / 2);
    missesBelow += miss;
    hitsBelow += hit;
  }
  return area / (missesBelow * hitsBelow);
}
