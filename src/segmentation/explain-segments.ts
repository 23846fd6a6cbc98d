import { FEWEST_SHOWN } from "../disclosure/index.js";
import type { SegmentStatistics } from "../estimator/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import type { Schema } from "../table/index.js";
import { columnProfiles } from "./column-profiles.js";
import { type ExplainableModel, explainedModel } from "./explained-model.js";
import {
  ExplainedSegment,
  explanationsOf,
  type SegmentComponent,
  type SegmentExplanations,
  type SegmentTrait,
  traitOf,
} from "./segment-explanation.js";
import { NEARLY_NONE } from "./segment-words.js";

/** Options of `explainSegments`. */
export interface ExplainOptions {
  /** How many traits and how many components a segment is described by; 5 by default. */
  readonly top?: number;
  /** Segments of fewer training rows are not described, nor by columns that fewer of them know; 30 by default. */
  readonly minimum?: number;
  /** Roles, directions and meanings of the columns; by default those that the model was fitted with. */
  readonly schema?: Schema;
}

const WHERE = "explainSegments";

const checkExplain = optionsCheck<ExplainOptions>("explainSegments", {
  top: check.whole(1),
  minimum: check.whole(1),
  schema: check.schema,
});

/**
 * What sets each segment apart, in the words of the original columns: means, medians and shares of its training rows against those of all training rows, in
 * standard deviations of these. The model keeps them, so nothing else is needed. They are of the columns that the model was fitted on, less those it
 * does not look at, after the steps that say which codes are unknown or make columns of codes, and before any value was filled in.
 *
 * @param fitted - A fitted clusterer of any kind, or a fitted Pipeline that ends in one, just fitted or loaded.
 * @returns One explanation a segment, in an array that has `toText` and `toTable` of its own.
 * @throws KindredError where the model keeps nothing of segments.
 *
 * @example
 * ```ts
 * import { explainSegments, FeatureMatrix, KMeans, Pipeline, Scaler } from "kindred";
 *
 * const people = FeatureMatrix.fromColumns({ AGE: [20, 21, 22, 60, 61, 62], CARS: [1, 0, 1, 2, 1, 1] });
 * const fitted = await new Pipeline([
 *   ["scale", new Scaler()],
 *   ["cluster", new KMeans({ clusters: 2 })],
 * ]).fit(people);
 * const [first, second] = explainSegments(fitted, { top: 1, minimum: 1 });
 * first!.traits[0]!.column; // "AGE"
 * console.log(first!.toText(), second!.toText());
 * explainSegments(fitted, { minimum: 1 }).toTable().numRows; // 4
 * ```
 */
export function explainSegments(fitted: ExplainableModel, options: ExplainOptions = {}): SegmentExplanations {
  checkArguments("explainSegments", { fitted: [fitted, check.fitted] });
  checkExplain(options);
  const { top = 5, minimum = FEWEST_SHOWN } = options;
  const { statistics, ids, schema, isUsed, loadings } = explainedModel(fitted, WHERE);
  const profiles = columnProfiles(statistics, options.schema ?? schema, minimum, isUsed);
  const weight: ArrayLike<number> = statistics.weight ?? statistics.people;
  const all = Array.from(weight).reduce((sum, one) => sum + one, 0);
  const explained = Array.from(statistics.people, (people, s) => {
    const name = statistics.names?.[s];
    return new ExplainedSegment({
      segment: ids[s]!,
      ...(name == null ? {} : { name }),
      rows: people,
      share: weight[s]! / all,
      components: people < minimum ? [] : componentsOf(statistics, s, loadings, top),
      traits: leadersFirst(profiles[s]!.map(traitOf)).slice(0, top),
    });
  });
  return explanationsOf(explained);
}

/** What says something new before what says the same again; what says nothing last. */
function leadersFirst(traits: readonly SegmentTrait[]): SegmentTrait[] {
  const telling = traits.filter(({ strength }) => strength !== 0);
  const isLeader = ({ sameAs, strength }: SegmentTrait): boolean =>
    sameAs === undefined && Math.abs(strength) >= NEARLY_NONE;
  return [...telling.filter(isLeader), ...telling.filter((trait) => !isLeader(trait))];
}

/** A segment's strongest components, where the model projects. */
function componentsOf(
  { components }: SegmentStatistics,
  segment: number,
  loadings: readonly string[],
  top: number,
): SegmentComponent[] {
  if (components === undefined) return [];
  const { names, means, overall } = components;
  return names
    .map((component, c) => ({
      component,
      score: overall[2 * c + 1]! > 0 ? (means[segment * names.length + c]! - overall[2 * c]!) / overall[2 * c + 1]! : 0,
      loadings: loadings[c]!,
    }))
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, top);
}
