import { KindredError } from "../../errors/index.js";
import type { DataInput } from "../../estimator/index.js";
import { isSource, noSource } from "../../table/index.js";
import { type KnownIds, knownIds } from "../renumber-segments.js";
import { type SegmentLabels, segmentAt, segmentOrder } from "../segment-labels.js";
import { type SegmentModel, segmentsBy } from "../stability/refit.js";

/** A segment's id; null for rows set aside. */
export type SegmentId = number | string | null;

/** The segment of each row, or a fitted model that gives it. */
export type GivenSegments = SegmentLabels | SegmentModel;

/** The same people in former and in present segments. */
export interface BothSegments {
  readonly before: readonly SegmentId[];
  readonly after: readonly SegmentId[];
  /** The segments of each, in order. */
  readonly former: readonly SegmentId[];
  readonly present: readonly SegmentId[];
  /** Former x present: people. */
  readonly counts: readonly Float64Array[];
  /** The ids of the models, where models were given that know them. */
  readonly known: { readonly before: KnownIds | undefined; readonly after: KnownIds | undefined };
}

/** The same rows under both. @throws KindredError where a model has no rows to look at, or there are more labels of one than of the other. */
export function bothSegments(
  before: GivenSegments,
  after: GivenSegments,
  rows: DataInput | undefined,
  where: string,
): BothSegments {
  const [first, second] = [labelsOf(before, rows, where), labelsOf(after, rows, where)];
  if (first.length !== second.length)
    throw new KindredError({
      code: "WRONG_LENGTH",
      where,
      problem: `there are ${first.length} labels before and ${second.length} after`,
      fix: "Give the former and the present segment of the same people, in the same order",
      expected: first.length,
      got: second.length,
    });
  if (first.length === 0)
    throw new KindredError({ code: "EMPTY_INPUT", where, problem: "there are no rows", fix: "Give at least one" });
  const former = [...new Set(first)].sort(segmentOrder);
  const present = [...new Set(second)].sort(segmentOrder);
  const [rowOf, columnOf] = [positions(former), positions(present)];
  const counts = former.map(() => new Float64Array(present.length));
  first.forEach((segment, i) => {
    counts[rowOf.get(segment)!]![columnOf.get(second[i]!)!]! += 1;
  });
  const known = (given: GivenSegments): KnownIds | undefined => (isModel(given) ? knownIds(given, where) : undefined);
  return {
    before: first,
    after: second,
    former,
    present,
    counts,
    known: { before: known(before), after: known(after) },
  };
}

/** Are these segments that a model gives? */
export function isModel(given: GivenSegments): given is SegmentModel {
  return typeof given === "object" && "kind" in given && "inputColumns" in given;
}

function labelsOf(given: GivenSegments, rows: DataInput | undefined, where: string): SegmentId[] {
  if (isSource(given) || isSource(rows)) throw noSource(where);
  if (!isModel(given)) return Array.from({ length: given.length }, (_, i) => segmentAt(given, i));
  const model = segmentsBy(given, where);
  if (rows === undefined)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: "a model was given and no rows",
      fix: "Give the rows of people whose segments are compared, or the labels that both models give them",
    });
  const labels = model.predict(rows);
  return Array.from({ length: labels.length }, (_, i) => segmentAt(labels, i));
}

function positions(segments: readonly SegmentId[]): Map<SegmentId, number> {
  return new Map(segments.map((segment, s) => [segment, s]));
}
