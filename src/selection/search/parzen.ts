import { exp, log } from "../../engine/numeric/math/index.js";
import type { Random } from "../../engine/numeric/random/index.js";
import { type Dimension, fromScale, isRange, sampleFrom, scaleOf, toScale } from "./distributions.js";
import { type Candidate, type CandidateSet, sampleUntried } from "./space.js";

/** How many values are drawn for each proposal. Few: the more, the greedier, and a first impression of a list of values then lasts. */
const DRAWS = 8;

/** How often a candidate is proposed again that was tried. */
const PROPOSALS = 8;

/** The next candidate that was not tried: as `proposed`, or drawn at random where that gives only such as were. There must be one. */
export function proposedUntried(
  space: Readonly<Record<string, Dimension>>,
  bestFirst: readonly Candidate[],
  tried: CandidateSet,
  random: Random,
): Candidate {
  for (let proposal = 0; proposal < PROPOSALS; proposal++) {
    const candidate = proposed(space, bestFirst, random);
    if (!tried.has(candidate)) return candidate;
  }
  return sampleUntried(space, tried, random);
}

/** A candidate: for each path the value, among some drawn from where good ones lie, that is likeliest among them against the others. */
export function proposed(
  space: Readonly<Record<string, Dimension>>,
  bestFirst: readonly Candidate[],
  random: Random,
): Candidate {
  const count = Math.ceil(Math.sqrt(bestFirst.length));
  return Object.fromEntries(
    Object.entries(space).map(([path, dimension]): [string, unknown] => {
      const values = bestFirst.map((candidate) => candidate[path]);
      const good = densityOf(dimension, values.slice(0, count));
      const other = densityOf(dimension, values.slice(count));
      let best: unknown;
      let most = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < DRAWS; k++) {
        const value = good.draw(random);
        const gain = good.log(value) - other.log(value);
        if (gain <= most) continue;
        best = value;
        most = gain;
      }
      return [path, best];
    }),
  );
}

/** Where values lie. */
interface Density {
  draw(random: Random): unknown;
  /** The logarithm of the density. */
  log(value: unknown): number;
}

function densityOf(dimension: Dimension, values: readonly unknown[]): Density {
  if (!isRange(dimension)) return shares(dimension, values);
  const [low, high] = scaleOf(dimension);
  const points = values.map((value) => toScale(value as number, dimension)).sort((a, b) => a - b);
  // Each point's kernel reaches as far as the farther of its neighbors; the whole range is one more kernel, so that nothing is impossible.
  const widest = high - low;
  const narrowest = widest / Math.min(100, points.length + 2);
  const widths = points.map((point, k) =>
    Math.min(widest, Math.max(narrowest, point - (points[k - 1] ?? low), (points[k + 1] ?? high) - point)),
  );
  return {
    draw(random) {
      const k = random.below(points.length + 1);
      if (k === points.length) return sampleFrom(dimension, random);
      for (let attempt = 0; attempt < 100; attempt++) {
        const at = points[k]! + widths[k]! * random.normal();
        if (at >= low && at <= high) return fromScale(at, dimension);
      }
      return fromScale(points[k]!, dimension);
    },
    log(value) {
      const at = toScale(value as number, dimension);
      let sum = 1 / widest;
      points.forEach((point, k) => {
        const apart = (at - point) / widths[k]!;
        sum += exp(-0.5 * apart * apart) / (widths[k]! * Math.sqrt(2 * Math.PI));
      });
      return log(sum / (points.length + 1));
    },
  };
}

/** The share of each of some values, as if each had been seen once more. */
function shares(list: readonly unknown[], values: readonly unknown[]): Density {
  const weights = list.map((value) => 1 + values.filter((seen) => seen === value).length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    draw(random) {
      let left = random.uniform() * total;
      const at = weights.findIndex((weight) => {
        left -= weight;
        return left < 0;
      });
      return list[at < 0 ? list.length - 1 : at];
    },
    log: (value) => log(weights[list.indexOf(value)]! / total),
  };
}
