import type { ShownSegment } from "./compared.js";
import type { Context } from "./context.js";
import type { ProfiledSegment, ReportedProfile, SegmentId } from "./results.js";
import { hideSmall } from "./small-cells.js";

/** The profiles that may be shown: of no segment that is hidden anywhere. */
export function shownProfiles(
  profile: ReportedProfile | undefined,
  segments: readonly ShownSegment[],
  context: Context,
): ReadonlyMap<SegmentId, ProfiledSegment> {
  const all = profile?.segments ?? [];
  const few = context.shared ? hideSmall(all.map(({ rows }) => rows)) : [];
  const hidden = new Set(segments.filter((one) => one.hiddenPeople !== undefined).map((one) => one.segment));
  const shown = all.filter((one, s) => few[s] === undefined && !(context.shared && hidden.has(one.segment)));
  return new Map(shown.map((one) => [one.segment, one]));
}
