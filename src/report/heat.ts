import type { ShownSegment } from "./compared.js";
import type { Context } from "./context.js";
import type { ProfiledColumn, ReportedProfile, SegmentId } from "./results.js";
import { shownProfiles } from "./shown-profiles.js";
import { wardOrder } from "./ward.js";

/** Columns of the heat map; the rest are in a table behind it. */
const COLUMNS = 30;

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
  /** The columns that tell most. */
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
  const first = rows.slice(0, COLUMNS);
  const near = wardOrder(first.map(({ effects }) => effects.map((effect) => effect ?? 0)));
  return {
    ids: order.map((s) => shown[s]!.segment),
    first: near.map((i) => first[i]!),
    rest: rows.slice(COLUMNS),
  };
}

function rowOf(column: string, effects: readonly (number | undefined)[]): HeatRow {
  return { column, effects, most: Math.max(...effects.map((effect) => Math.abs(effect ?? 0))) };
}

/** More is positive, whichever way the codes run. */
function effectOf(column: ProfiledColumn | undefined): number | undefined {
  if (column === undefined || !Number.isFinite(column.effect)) return undefined;
  const { effect, more } = column;
  return more === undefined ? effect : more ? Math.abs(effect) : -Math.abs(effect);
}
