import { KindredError } from "../errors/index.js";
import type { Fitted } from "../estimator/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import type { ExplainableModel } from "./explained-model.js";
import { segmentsBy } from "./stability/refit.js";

/** Options of `renumberSegments`. */
export interface RenumberOptions {
  /**
   * From here on no id was ever used: a segment that appears later gets an id from here on. By default one more than the highest that the model knows of;
   * say it where higher ones were used by models before it.
   */
  readonly next?: number;
}

const WHERE = "renumberSegments";
const MAX_ID = 2 ** 31 - 2;

const checkRenumber = optionsCheck<RenumberOptions>(WHERE, { next: check.whole(1) });

/**
 * A copy of a model under other ids of its segments, as those that lists and other systems know. All that it gives has them: `predict`, the columns of
 * `transform` and of probabilities, centroids and counts (in the order of the ids), explanations and names, exports, and its JSON. Ids may have gaps.
 * `SegmentMatch.renumber` does it for a model that was made again.
 *
 * @param fitted - A fitted clusterer, or a fitted Pipeline that ends in one, whose last step gets the ids too.
 * @param ids - By id as it is now the id from now on; segments that are not named keep theirs.
 * @returns A copy of the model; the one given is unchanged.
 * @throws KindredError for a segment that the model does not have, or an id that two would have.
 *
 * @example
 * ```ts
 * import { FeatureMatrix, KMeans, renumberSegments } from "kindred";
 *
 * const people = FeatureMatrix.fromColumns({ AGE: [20, 21, 22, 60, 61] });
 * const fitted = await new KMeans({ clusters: 2, seed: 1 }).fit(people);
 * const renumbered = renumberSegments(fitted, { 0: 7, 1: 3 });
 * renumbered.predict(people); // Int32Array [7, 7, 7, 3, 3]
 * renumbered.ids; // Int32Array [3, 7]
 * renumbered.centroids.toRows(); // [[60.5], [21]]
 * ```
 */
export function renumberSegments<M extends ExplainableModel>(
  fitted: M,
  ids: Readonly<Record<number, number>>,
  options: RenumberOptions = {},
): M {
  checkArguments(WHERE, { fitted: [fitted, check.fitted], ids: [ids, check.anyObject] });
  checkRenumber(options);
  const known = idsOf(fitted, WHERE);
  for (const segment of Object.keys(ids))
    if (!known.ids.includes(Number(segment)))
      throw refusal(`there is no segment ${segment}`, `Its segments are ${known.ids.join(", ")}`);
  const next = known.ids.map((id) => {
    const given = ids[id] ?? id;
    if (Number.isInteger(given) && given >= 0 && given <= MAX_ID) return given;
    throw refusal(`segment ${id} would be ${String(given)}`, `Give a whole number from 0 to ${MAX_ID}`);
  });
  const twin = next.find((id, s) => next.indexOf(id) < s);
  if (twin !== undefined) throw refusal(`two segments would be ${twin}`, "Give each an id of its own");
  return (fitted as unknown as Fitted).withSegmentIds({
    ids: Int32Array.from(next),
    next: Math.max(known.next, options.next ?? 0, 1 + Math.max(...next)),
  }) as unknown as M;
}

/** The ids that a model's segments have, by position, and the first that was never used. */
export interface KnownIds {
  readonly ids: readonly number[];
  readonly next: number;
}

/** The ids of a model's segments. @throws KindredError where it has no segments, or does not know how many. */
export function idsOf(model: ExplainableModel, where: string): KnownIds {
  const known = knownIds(model, where);
  if (known !== undefined) return known;
  throw new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: `the fitted ${model.kind} does not know how many segments it has`,
    fix: "Pass what `fit` of a clusterer, or of a Pipeline that ends in one, gave (not a step of it)",
  });
}

/** The same, where the model knows. */
export function knownIds(model: ExplainableModel, where: string): KnownIds | undefined {
  segmentsBy(model, where);
  const { segmentIds, segmentCount } = model as unknown as Fitted;
  if (segmentIds !== undefined) return { ids: Array.from(segmentIds.ids), next: segmentIds.next };
  if (segmentCount === undefined) return undefined;
  return { ids: Array.from({ length: segmentCount }, (_, position) => position), next: segmentCount };
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
}
