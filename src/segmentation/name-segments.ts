import type { SegmentExplanation, SegmentTrait } from "./segment-explanation.js";

/**
 * Short names for segments, from what sets them apart most: as many traits as it takes to tell them from each other, two at least. A
 * machine's names: a start for better ones.
 *
 * @param explanations - What `explainSegments` gave.
 * @returns One name a segment, all different, in their order.
 *
 * @example
 * ```ts
 * import { explainSegments, FeatureMatrix, KMeans, nameSegments } from "kindred";
 *
 * const people = FeatureMatrix.fromColumns({ AGE: [20, 21, 60, 61], CARS: [2, 2, 0, 0] });
 * const fitted = await new KMeans({ clusters: 2, seed: 1 }).fit(people);
 * nameSegments(explainSegments(fitted, { minimum: 1 })).sort(); // ["less AGE, more CARS", "more AGE, less CARS"]
 * ```
 */
export function nameSegments(explanations: readonly SegmentExplanation[]): string[] {
  const most = Math.max(2, ...explanations.map((explanation) => explanation.traits.length));
  for (let traits = 2; traits <= most; traits++) {
    const names = explanations.map((explanation) => nameOf(explanation, traits));
    if (new Set(names).size === names.length) return names;
  }
  return explanations.map((explanation) => `${nameOf(explanation, 2)} (${explanation.segment})`);
}

function nameOf({ traits, segment }: SegmentExplanation, count: number): string {
  return traits.length === 0 ? `segment ${segment}` : traits.slice(0, count).map(word).join(", ");
}

function word({ column, category, meaning, more, nominal }: SegmentTrait): string {
  if (category !== undefined) return `${more ? "" : "not "}${column} ${category}`;
  if (nominal && meaning === undefined) return `other ${column}`;
  return meaning === undefined ? `${more ? "more" : "less"} ${column}` : `${column}: ${meaning}`;
}
