import { inputOf } from "../../estimator/index.js";
import { segmentsOf } from "../explained-model.js";
import { type GivenSegments, isModel, type SegmentId } from "./given-segments.js";

/** Names that people gave to segments, by id. */
export type SegmentNames = Readonly<Record<number, string>>;

/** The names that people gave to a model's segments; none where labels are given. */
export function givenNames(given: GivenSegments, where: string): SegmentNames {
  if (!isModel(given) || inputOf(given).segments === undefined) return {};
  const { statistics, ids } = segmentsOf(given, where);
  return Object.fromEntries(
    Array.from(ids, (id, s) => [id, statistics.names?.[s]] as const).filter(
      (one): one is [number, string] => one[1] != null,
    ),
  );
}

/** A segment's id, with the name that people gave it. */
export function withName(segment: NonNullable<SegmentId>, names: SegmentNames): string {
  const name = names[Number(segment)];
  return name === undefined ? String(segment) : `${segment} ("${name}")`;
}
