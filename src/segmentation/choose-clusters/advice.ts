import { FEWEST_SHOWN } from "../../disclosure/index.js";
import { exp } from "../../engine/numeric/math/index.js";
import { HOLDS } from "../stability/segment-stabilities.js";
import { bestOf, wholeOnly } from "./best-clusters.js";
import type { BestClusters, ClusterAdvice, ClusterChoice } from "./choice.js";

/** A gap below this, a tenth of what is left, may come from the shape of the cloud alone. */
const CLEAR_GAP = 0.1;
/** The AUC up to which segments tell customers from others hardly better than chance. */
const TELLS_NOTHING = 0.55;

/** One advice from all criteria. */
export function adviceOf(rows: readonly ClusterChoice[], draws: number): ClusterAdvice {
  const best = bestOf(rows);
  if (draws === 0)
    return {
      clusters: null,
      natural: false,
      sentence: "No advice: nothing was drawn again, so that nothing is known of how well any number holds.",
      reasons: [preferences(best)],
    };
  const natural = naturalOf(rows);
  const useful = usefulOf(rows, best);
  const chosen = natural !== undefined && (useful === undefined || natural.k >= useful.k) ? natural : useful;
  return {
    clusters: chosen?.k ?? null,
    natural: natural !== undefined,
    sentence: sentenceOf(chosen, natural, useful),
    reasons: [
      gapReason(rows, natural),
      ...customerReasons(rows, best, useful),
      stabilityReason(chosen, rows),
      ...(chosen === undefined ? [] : [smallestReason(chosen)]),
      preferences(best),
    ],
  };
}

/**
 * The number that the data themselves suggest: among those all of whose segments come out again and that are clearly more compact than rows without
 * clusters, the fewest whose gap is within its error of the widest.
 */
function naturalOf(rows: readonly ClusterChoice[]): ClusterChoice | undefined {
  const holding = wholeOnly(rows).filter(
    ({ stability, gap, spread }) => stability >= HOLDS && gap >= CLEAR_GAP && !(gap < 2 * spread.gap),
  );
  const [first] = holding;
  if (first === undefined) return undefined;
  const widest = holding.reduce((best, choice) => (choice.gap > best.gap ? choice : best), first);
  const least = Number.isFinite(widest.gap) ? widest.gap - widest.spread.gap : widest.gap;
  return holding.find(({ gap }) => gap >= least);
}

/** The number from which on more segments tell customers no better; none where segments hardly tell them. */
function usefulOf(rows: readonly ClusterChoice[], { customers }: BestClusters): ClusterChoice | undefined {
  const found = rows.find(({ k }) => k === customers);
  return found === undefined || found.auc! <= TELLS_NOTHING ? undefined : found;
}

function sentenceOf(
  chosen: ClusterChoice | undefined,
  natural: ClusterChoice | undefined,
  useful: ClusterChoice | undefined,
): string {
  if (chosen === undefined) return "There is no natural number of clusters: choose as many as can be used.";
  if (chosen === natural) return `Make ${chosen.k} segments: the people themselves fall into as many groups.`;
  const use = `from ${useful!.k} on more segments tell customers from the rest no better`;
  return natural === undefined
    ? `Make ${chosen.k} segments: there is no natural number of clusters, and ${use}.`
    : `Make ${chosen.k} segments: people fall into ${natural.k} groups, but only ${use}.`;
}

function gapReason(rows: readonly ClusterChoice[], natural: ClusterChoice | undefined): string {
  if (natural !== undefined)
    return Number.isFinite(natural.gap)
      ? `${natural.k} clusters are ${exp(natural.gap).toFixed(2)} times as compact as they would be among people without any groups.`
      : `${natural.k} clusters hold one kind of row each: nothing is left within them.`;
  const holding = wholeOnly(rows).filter(({ stability }) => stability >= HOLDS);
  const clear = rows.filter(({ gap, spread }) => gap >= CLEAR_GAP && !(gap < 2 * spread.gap));
  if (clear.length > 0 && holding.length > 0)
    return "Numbers of clusters that come out again are no more compact than they would be among people without any groups; those that are do not come out again.";
  if (clear.length > 0) return "There is no number of clusters all of which come out again.";
  const widest = Math.max(...rows.map(({ gap }) => gap).filter((gap) => !Number.isNaN(gap)));
  return `No number of clusters is clearly more compact than it would be among people without any groups: at most ${exp(widest).toFixed(2)} times.`;
}

function customerReasons(
  rows: readonly ClusterChoice[],
  { customers }: BestClusters,
  useful: ClusterChoice | undefined,
): string[] {
  const plateau = rows.find(({ k }) => k === customers);
  if (plateau === undefined) return [];
  const figures = ({ cramersV, auc }: ClusterChoice): string =>
    `Cramér's V ${cramersV!.toFixed(2)}, AUC ${auc!.toFixed(2)}`;
  if (useful === undefined) return [`Segments hardly tell customers from the rest (${figures(plateau)}).`];
  const last = rows.at(-1)!;
  const more = last.k > plateau.k ? `; ${last.k} segments: ${figures(last)}` : "";
  return [`${plateau.k} segments tell customers from the rest with ${figures(plateau)}${more}.`];
}

function stabilityReason(chosen: ClusterChoice | undefined, rows: readonly ClusterChoice[]): string {
  if (chosen === undefined) {
    const most = wholeOnly(rows).findLast(({ stability }) => stability >= HOLDS);
    return most === undefined
      ? "With no number do all segments come out again from other people."
      : `Up to ${most.k} segments all come out again from other people (least Jaccard ${most.stability.toFixed(2)}), which draws lines through one crowd in the same places.`;
  }
  const weak = chosen.jaccard.filter((jaccard) => jaccard < HOLDS).length;
  return weak === 0
    ? `Each of the ${chosen.k} comes out again from other people: the least Jaccard is ${chosen.stability.toFixed(2)}.`
    : `${weak} of the ${chosen.k} ${weak === 1 ? "does" : "do"} not come out again from other people: the least Jaccard is ${chosen.stability.toFixed(2)}.`;
}

function smallestReason({ smallest }: ClusterChoice): string {
  return `The smallest has ${smallest < FEWEST_SHOWN ? `fewer than ${FEWEST_SHOWN}` : smallest.toLocaleString("en-US")} people.`;
}

function preferences({ silhouette, calinskiHarabasz, daviesBouldin, knee }: BestClusters): string {
  return `Silhouette prefers ${silhouette}, Calinski-Harabasz ${calinskiHarabasz}, Davies-Bouldin ${daviesBouldin}; inertia bends most at ${knee}.`;
}
