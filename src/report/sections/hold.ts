import { type Context, hiddenNote, people } from "../context.js";
import { bar, drawing, linear } from "../page/draw.js";
import { figure } from "../page/figure.js";
import { type Html, html } from "../page/html.js";
import { data, ratio } from "../page/numbers.js";
import type { ReportedMigration, ReportedStability, SegmentId, SegmentMove, SegmentStability } from "../results.js";
import { type Hidden, hideSmallIn } from "../small-cells.js";
import { UNSTABLE } from "./answer.js";

/** Will the segments hold: how often each comes out again, and who moved since a former model. */
export function holdSection(
  stability: ReportedStability | undefined,
  migration: ReportedMigration | undefined,
  context: Context,
): Html | undefined {
  if (stability === undefined && migration === undefined) return undefined;
  return html`<section id="hold" aria-labelledby="hold-title"><h2 id="hold-title">Will it hold</h2>
${stability === undefined ? undefined : stabilityFigure(stability, context)}${migration === undefined ? undefined : migrationFigure(migration, context)}</section>
`;
}

function stabilityFigure({ segments }: ReportedStability, context: Context): Html {
  const scale = linear([0, 1]);
  const weakest = segments.reduce((low, one) => (one.jaccard < low.jaccard ? one : low));
  const verdict = weakest.jaccard < UNSTABLE ? "does not hold" : "holds least, and holds";
  return figure<SegmentStability>({
    id: "stability",
    title: "Does each segment come out again",
    answer: html`${context.name(weakest.segment)} ${verdict}: its Jaccard is ${data(ratio(weakest.jaccard))}.`,
    columns: [
      { label: "Segment", kind: "name", cell: ({ segment }) => context.name(segment) },
      { label: "Jaccard", kind: "number", cell: ({ jaccard }) => data(ratio(jaccard)) },
      {
        label: "Jaccard, drawn",
        kind: "chart",
        axis: scale.axis,
        cell: ({ jaccard }) => drawing(bar(0, scale.place(jaccard), "whole")),
      },
    ],
    rows: segments,
    note: html`The Jaccard is the share of people who stay together when the segments are made again from other draws: 1 is all; below ${UNSTABLE} a segment should not be relied on.`,
  });
}

export interface ShownMove extends SegmentMove {
  readonly hidden: Hidden;
}

function migrationFigure({ moves }: ReportedMigration, context: Context): Html {
  const shown = shownMoves(moves, context);
  const open = shown.filter(({ hidden, rows }) => hidden === undefined && rows > 0);
  const scale = linear(open.map(({ rows }) => rows));
  const changed = open.filter(({ before, after }) => before !== after);
  const largest = changed.reduce<ShownMove | undefined>(
    (best, move) => (best === undefined || move.rows > best.rows ? move : best),
    undefined,
  );
  return figure<ShownMove>({
    id: "migration",
    title: "Who moved since the former model",
    answer:
      largest === undefined
        ? "No group of people that may be shown moved."
        : html`The largest move: ${people(largest.rows, undefined)} people from ${context.name(largest.before)} to ${context.name(largest.after)}.`,
    columns: [
      { label: "Before", kind: "name", cell: ({ before }) => context.name(before) },
      { label: "Now", kind: "text", cell: ({ after }) => context.name(after) },
      { label: "People", kind: "number", cell: ({ rows, hidden }) => people(rows, hidden) },
      {
        label: "People, drawn",
        kind: "chart",
        axis: scale.axis,
        cell: ({ rows, hidden }) => (hidden === undefined ? drawing(bar(0, scale.place(rows), "whole")) : drawing()),
      },
    ],
    rows: shown.filter(({ rows }) => rows > 0),
    note: hiddenNote(context),
  });
}

/** Every move with whether it may be shown: sums by segment before and after are known. */
export function shownMoves(moves: readonly SegmentMove[], { shared }: Context): ShownMove[] {
  const before = [...new Set(moves.map((move) => move.before))];
  const after = [...new Set(moves.map((move) => move.after))];
  const rowsOf = (from: SegmentId, to: SegmentId): number =>
    moves.filter((move) => move.before === from && move.after === to).reduce((sum, { rows }) => sum + rows, 0);
  const table = before.map((from) => after.map((to) => rowsOf(from, to)));
  const hidden = shared ? hideSmallIn(table) : table.map((row) => row.map((): Hidden => undefined));
  return before.flatMap((from, i) =>
    after.map((to, j) => ({ before: from, after: to, rows: table[i]![j]!, hidden: hidden[i]![j] })),
  );
}
