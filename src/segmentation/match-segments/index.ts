import type { DataInput } from "../../estimator/index.js";
import { check, checkArguments } from "../../options/index.js";
import { bestAssignment } from "./assignment.js";
import { givenNames, type SegmentNames } from "./given-names.js";
import { type BothSegments, bothSegments, type GivenSegments, type SegmentId } from "./given-segments.js";
import { SegmentMatch, type SegmentPair } from "./segment-match.js";

const WHERE = "matchSegments";
/** A Jaccard of a third: as where each of two segments has half of its people in the other. */
const SAME = 1 / 3;
/** A segment goes into another, or comes out of it, where half of its people do. */
const MOST = 0.5;

/**
 * Which segments of a model made again are those of the former model? Each former segment is paired with at most one present one, so that the sum of
 * their Jaccards (the people in both over the people in either) is the largest possible; pairs that share less than a Jaccard of one third are
 * none. Present segments get the ids of their pairs, and new ids where they have none. What became of the others is named: segments that went into
 * one another, and those that came apart (after M. Spiliopoulou and others, "MONIC: modeling and monitoring cluster transitions", 2006).
 *
 * @param before - The former segment of each row, or the former model.
 * @param after - The present segment of each row, or the present model.
 * @param rows - The people whom models are asked about; not needed where both are labels.
 * @throws KindredError where there is not one label a row for both, or a model is given without rows.
 *
 * `renumber` gives the present model under the former ids, `relabel` labels alone.
 *
 * @example
 * ```ts
 * import { matchSegments } from "kindred";
 *
 * const before = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2];
 * const after = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
 * const match = matchSegments(before, after);
 * match.idOf(1); // 0: present segment 1 is former segment 0
 * match.merges[0]!.before; // [1, 2] went into present segment 0
 * match.relabel(after).slice(0, 5); // [0, 0, 0, 0, 1]
 * ```
 */
export function matchSegments(before: GivenSegments, after: GivenSegments, rows?: DataInput): SegmentMatch {
  checkArguments("matchSegments", {
    before: [before, check.data],
    after: [after, check.data],
    rows: [rows, check.data.optional()],
  });
  return matchOf(bothSegments(before, after, rows, WHERE), givenNames(before, WHERE));
}

/**
 * The match of segments whose people were counted.
 *
 * @param names - Those that people gave to former segments.
 */
export function matchOf(both: BothSegments, names: SegmentNames = {}): SegmentMatch {
  const { former, present, counts } = knownOnly(both);
  const ofFormer = counts.map(total);
  const ofPresent = present.map((_, t) => counts.reduce((sum, row) => sum + row[t]!, 0));
  const pairOf = (s: number, t: number): SegmentPair => {
    const people = counts[s]![t]!;
    return {
      before: former[s]!,
      after: present[t]!,
      rows: people,
      jaccard: people / (ofFormer[s]! + ofPresent[t]! - people),
      ofBefore: people / ofFormer[s]!,
      ofAfter: people / ofPresent[t]!,
    };
  };
  const all = former.map((_, s) => present.map((__, t) => pairOf(s, t)));
  const columns = bestAssignment(all.map((row) => row.map(({ jaccard }) => jaccard)));
  const pairs = columns.flatMap((t, s) => (t >= 0 && all[s]![t]!.jaccard >= SAME ? [all[s]![t]!] : []));
  return new SegmentMatch({
    pairs,
    merges: present.flatMap((segment, t) => {
      const from = former.filter((_, s) => all[s]![t]!.ofBefore >= MOST);
      return from.length > 1 ? [{ before: from, after: segment }] : [];
    }),
    splits: former.flatMap((segment, s) => {
      const into = present.filter((_, t) => all[s]![t]!.ofAfter >= MOST);
      return into.length > 1 ? [{ before: segment, after: into }] : [];
    }),
    former,
    present,
    known: both.known,
    names,
  });
}

/** Without rows that either set aside: those are no segment of a model. */
function knownOnly({ former, present, counts }: BothSegments): {
  former: (number | string)[];
  present: (number | string)[];
  counts: Float64Array[];
} {
  const isKnown = (segment: SegmentId): segment is number | string => segment !== null;
  const columns = present.flatMap((segment, t) => (segment === null ? [] : [t]));
  const rows = former.flatMap((segment, s) => (segment === null ? [] : [s]));
  const kept = rows.map((s) => Float64Array.from(columns, (t) => counts[s]![t]!));
  // A segment whose people are all set aside on the other side has no one to be matched by.
  const shown = rows.map((_, s) => total(kept[s]!) > 0);
  const there = columns.map((_, t) => kept.some((row) => row[t]! > 0));
  return {
    former: former.filter(isKnown).filter((_, s) => shown[s]),
    present: present.filter(isKnown).filter((_, t) => there[t]),
    counts: kept.filter((_, s) => shown[s]).map((row) => row.filter((_, t) => there[t])),
  };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
