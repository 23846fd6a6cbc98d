import { FEWEST_SHOWN } from "../../disclosure/index.js";
import { exactInterval } from "../../engine/numeric/statistics/index.js";
import type { DataInput, Fitted } from "../../estimator/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { givenNames } from "../match-segments/given-names.js";
import { bothSegments, type GivenSegments, isModel, type SegmentId } from "../match-segments/given-segments.js";
import { matchOf } from "../match-segments/index.js";
import type { Move } from "./moves.js";
import { SegmentMigration } from "./segment-migration.js";

/** Options of `migration`. */
export interface MigrationOptions {
  /**
   * Do the segments before and after have ids of their own, as those of two models have? Then they are matched by their people first, and who is in the
   * matched segment has stayed. By default where two models are given of which the present one was not renumbered; labels, and segments under the ids of
   * a former model, are taken to have the same ids.
   */
  readonly match?: boolean;
  /** How sure the intervals are; 0.95 by default. */
  readonly confidence?: number;
  /** What is shown to others tells no number of fewer people than this; 30 by default. */
  readonly minimum?: number;
}

const WHERE = "migration";

const checkMigration = optionsCheck<MigrationOptions>("migration", {
  match: check.flag,
  confidence: check.between(0, 1),
  minimum: check.whole(1),
});

/**
 * Who stays and who goes where: the same people under former and present segments, which may be those of two models, or of one model at two times. Each
 * move has its share of the people of the segment before, with the exact interval of that share.
 *
 * `moves` holds every figure. What is printed, tabulated or written as JSON tells no number of fewer people than `minimum`, nor any from which one
 * follows, unless it is asked for `"operator"`. Where models are given, its text has the names that people gave to their segments.
 *
 * @param before - The former segment of each person, null where set aside; or the former model.
 * @param after - The present segment of each person, in the same order; or the present model.
 * @param rows - The people whom models are asked about; not needed where both are labels.
 * @throws KindredError where there is not one label a person for both, or a model is given without rows.
 *
 * @example
 * ```ts
 * import { migration } from "kindred";
 *
 * const before = Array.from({ length: 1000 }, (_, i) => (i < 600 ? 0 : 1));
 * const after = before.map((segment, i) => (i % 10 === 0 ? 1 : segment));
 * const moved = migration(before, after);
 * moved.stayed; // 940 people
 * console.log(moved.toText()); // who stayed, and where the others went
 * ```
 */
export function migration(
  before: GivenSegments,
  after: GivenSegments,
  rows?: DataInput,
  options: MigrationOptions = {},
): SegmentMigration {
  checkArguments("migration", {
    before: [before, check.data],
    after: [after, check.data],
    rows: [rows, check.data.optional()],
  });
  checkMigration(options);
  const { confidence = 0.95, minimum = FEWEST_SHOWN, match = areStrangers(before, after) } = options;
  const both = bothSegments(before, after, rows, WHERE);
  const names = { before: givenNames(before, WHERE), after: givenNames(after, WHERE) };
  const found = match ? matchOf(both, names.before) : undefined;
  const stays = (from: SegmentId, to: SegmentId): boolean =>
    from === null || to === null || found === undefined
      ? from === to
      : found.pairs.some((pair) => pair.before === from && pair.after === to);
  const { former, present, counts } = both;
  const moves = former.flatMap((from, s) => {
    const total = counts[s]!.reduce((sum, people) => sum + people, 0);
    return present.map((to, t): Move => {
      const people = counts[s]![t]!;
      return {
        before: from,
        after: to,
        stays: stays(from, to),
        rows: people,
        share: people / total,
        interval: exactInterval(people, total, confidence),
      };
    });
  });
  return new SegmentMigration({ moves, former, present, confidence, minimum, match: found, names });
}

/** Are these two models, each with ids of its own? */
function areStrangers(before: GivenSegments, after: GivenSegments): boolean {
  return isModel(before) && isModel(after) && (after as unknown as Fitted).segmentIds === undefined;
}
