import type { ShownSegment } from "./compared.js";
import type { Context } from "./context.js";
import type { ProfiledColumn, ReportedProfile, SegmentId } from "./results.js";
import { shownProfiles } from "./shown-profiles.js";
import { wardOrder } from "./ward.js";

/** Columns of the heat map; the rest are in a table behind it. */
const COLUMNS = 30;
/** Effects that differ by less look alike in a heat map: it prints one digit. */
const ALIKE = 0.15;

/** How strongly each segment has what a column measures. */
export interface HeatRow {
  /** The column. */
  readonly column: string;
  /** One effect a segment, in standard deviations; more of what the column measures is positive. */
  readonly effects: readonly (number | undefined)[];
  /** The largest of them, whatever its sign. */
  readonly most: number;
}

/** All segments and columns in an order in which those that are alike are neighbors. */
export interface Heat {
  /** The segments. */
  readonly ids: readonly SegmentId[];
  /** The columns that tell most; of those that say much the same one. */
  readonly first: readonly HeatRow[];
  /** The others, the most telling first. */
  readonly rest: readonly HeatRow[];
}

/** What each segment has more and less of, of segments that may be shown. */
export function heatOf(profile: ReportedProfile, segments: readonly ShownSegment[], context: Context): Heat {
  const shown = [...shownProfiles(profile, segments, context).values()].filter(({ columns }) => columns.length > 0);
  const bySegment = shown.map(({ columns }) => new Map(columns.map((column) => [column.column, column])));
  const names = [...new Set(shown.flatMap(({ columns }) => columns.map(({ column }) => column)))];
  const all = names.map((column) =>
    rowOf(
      column,
      bySegment.map((columns) => effectOf(columns.get(column))),
    ),
  );
  all.sort((a, b) => b.most - a.most || (a.column < b.column ? -1 : 1));
  const order = wardOrder(shown.map((_, s) => all.map(({ effects }) => effects[s] ?? 0)));
  const rows = all.map(({ column, effects }) =>
    rowOf(
      column,
      order.map((s) => effects[s]),
    ),
  );
  const first: HeatRow[] = [];
  for (const row of rows)
    if (first.length < COLUMNS && isLeader(row.column, bySegment) && !first.some((other) => areAlike(row, other)))
      first.push(row);
  const near = wardOrder(first.map(({ effects }) => effects.map((effect) => effect ?? 0)));
  return {
    ids: order.map((s) => shown[s]!.segment),
    first: near.map((i) => first[i]!),
    rest: rows.filter((row) => !first.includes(row)),
  };
}

/** Do two rows show much the same everywhere? */
function areAlike(a: HeatRow, b: HeatRow): boolean {
  return a.effects.every((effect, s) => Math.abs((effect ?? 0) - (b.effects[s] ?? 0)) < ALIKE);
}

/** Is there no column that says the same, and more, of the segment that this one tells most of? */
function isLeader(column: string, segments: readonly ReadonlyMap<string, ProfiledColumn>[]): boolean {
  const sizeIn = (segment: ReadonlyMap<string, ProfiledColumn>): number => Math.abs(segment.get(column)?.effect ?? 0);
  const most = segments.reduce((best, segment) => (sizeIn(segment) > sizeIn(best) ? segment : best));
  return most.get(column)?.sameAs === undefined;
}

function rowOf(column: string, effects: readonly (number | undefined)[]): HeatRow {
  return { column, effects, most: Math.max(...effects.map((effect) => Math.abs(effect ?? 0))) };
}

/** More is positive, whichever way the codes run. Nothing is said of names none of whose values may be. */
function effectOf(column: ProfiledColumn | undefined): number | undefined {
  if (column === undefined || !Number.isFinite(column.effect)) return undefined;
  const { effect, more, mean, values } = column;
  if ((mean === null || Number.isNaN(mean)) && values.length === 0) return undefined;
  return more === undefined ? effect : more ? Math.abs(effect) : -Math.abs(effect);
}
