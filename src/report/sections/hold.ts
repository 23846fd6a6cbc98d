import { FEWEST_SHOWN } from "../../disclosure/index.js";
import { type Context, hiddenNote, NOT_SHOWN, people } from "../context.js";
import { bar, dot, drawing, line, linear } from "../page/draw.js";
import { figure, type TableColumn } from "../page/figure.js";
import { type Content, type Html, html } from "../page/html.js";
import { data, indexDigits, percent, ratio } from "../page/numbers.js";
import type { ReportedMigration, ReportedStability, SegmentMove, SegmentStability } from "../results.js";
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
  return figure<SegmentStability>({
    id: "stability",
    title: "Does each segment come out again",
    answer:
      weakest.jaccard < UNSTABLE
        ? html`${context.name(weakest.segment)} does not hold: its Jaccard is ${data(ratio(weakest.jaccard))}.`
        : html`Every segment holds; the least, with a Jaccard of ${data(ratio(weakest.jaccard))}, is ${context.name(weakest.segment)}.`,
    columns: [
      { label: "Segment", kind: "name", cell: ({ segment }) => context.name(segment) },
      { label: "Jaccard", kind: "number", cell: ({ jaccard }) => data(ratio(jaccard)) },
      ...(segments.some(({ interval }) => interval !== undefined) ? [RANGE] : []),
      {
        label: "Jaccard, drawn",
        kind: "chart",
        axis: scale.axis,
        cell: ({ jaccard, interval }) =>
          interval === undefined
            ? drawing(bar(0, scale.place(jaccard), "whole"))
            : drawing(
                line(scale.place(interval[0]), scale.place(interval[1]), "interval"),
                dot(scale.place(jaccard), jaccard < UNSTABLE ? "hollow" : "filled"),
              ),
      },
    ],
    rows: segments,
    note: html`The Jaccard is the share of people who stay together when the segments are made again from other draws: 1 is all; below ${UNSTABLE} a segment should not be relied on.`,
  });
}

const RANGE: TableColumn<SegmentStability> = {
  label: "95 of 100 draws",
  kind: "number",
  cell: ({ jaccard, interval }) =>
    interval === undefined
      ? "–"
      : html`<span class="interval">${data(ratio(interval[0], indexDigits(jaccard)))} to ${data(ratio(interval[1], indexDigits(jaccard)))}</span>`,
};

export interface ShownMove extends SegmentMove {
  readonly rows: number;
  readonly hidden: Hidden;
}

function migrationFigure({ moves }: ReportedMigration, context: Context): Html {
  const shown = shownMoves(moves, context);
  const open = shown.filter(({ hidden, rows }) => hidden === undefined && rows > 0);
  const scale = linear(open.map(({ rows }) => rows));
  const largest = open
    .filter((move) => !stays(move))
    .reduce<ShownMove | undefined>(
      (best, move) => (best === undefined || move.rows > best.rows ? move : best),
      undefined,
    );
  // Where a segment stays under another number, those before are of another model, whose names are not known.
  const renumbered = moves.some((move) => stays(move) && move.before !== move.after);
  const before = ({ before: segment }: ShownMove): Html =>
    renumbered && segment !== null
      ? html`<span class="key">Former ${context.key(segment)}</span>`
      : context.name(segment);
  const now = (move: ShownMove): Content => {
    if (stays(move) && !renumbered) return "stays";
    return html`${context.name(move.after)}${stays(move) ? " (stays)" : ""}`;
  };
  return figure<ShownMove>({
    id: "migration",
    title: "Who moved since the former model",
    answer:
      largest === undefined
        ? "No move from one segment to another is large enough to be shown."
        : html`The largest move: ${people(largest.rows, undefined)} people from ${before(largest)} to ${context.name(largest.after)}.`,
    columns: [
      { label: "Before", kind: "name", cell: before },
      { label: "Now", kind: "text", cell: now },
      { label: "People", kind: "number", cell: ({ rows, hidden }) => people(rows, hidden) },
      ...(open.some(({ share }) => share != null) ? [SHARE] : []),
      {
        label: "People, drawn",
        kind: "chart",
        axis: scale.axis,
        cell: ({ rows, hidden }) => (hidden === undefined ? drawing(bar(0, scale.place(rows), "whole")) : drawing()),
      },
    ],
    rows: shown.filter(isListed),
    note: unlistedNote(shown),
    hidden: hiddenNote(context),
  });
}

/** Who stayed, and moves that may be shown: dozens of rows that say nothing would stand between them. */
function isListed(move: ShownMove): boolean {
  return isThere(move) && (move.hidden === undefined || stays(move));
}

function isThere({ rows }: ShownMove): boolean {
  return rows > 0 || Number.isNaN(rows);
}

function unlistedNote(moves: readonly ShownMove[]): Content {
  const left = moves.filter((move) => isThere(move) && !isListed(move)).length;
  if (left === 0) return undefined;
  return `${left === 1 ? "One move of fewer than" : `${left} moves of fewer than`} ${FEWEST_SHOWN} people, or by which such a number could be worked out, ${left === 1 ? "is" : "are"} not listed.`;
}

function stays({ before, after, stays: same }: SegmentMove): boolean {
  return same ?? before === after;
}

/** The share of the segment before, and under it its interval. */
const SHARE: TableColumn<ShownMove> = {
  label: "of those before",
  kind: "number",
  cell: ({ share, interval, hidden }) =>
    share == null || hidden !== undefined
      ? NOT_SHOWN
      : html`${data(percent(share, 1))}${interval == null ? undefined : html`<span class="spread"><span class="interval">${data(percent(interval[0], 1))} to ${data(percent(interval[1], 1))}</span></span>`}`,
};

/** Every move with whether it may be shown: sums by segment before and after are known. */
export function shownMoves(moves: readonly SegmentMove[], { shared }: Context): ShownMove[] {
  const before = [...new Set(moves.map((move) => move.before))];
  const after = [...new Set(moves.map((move) => move.after))];
  const found = before.map((from) =>
    after.map(
      (to) => moves.find((move) => move.before === from && move.after === to) ?? { before: from, after: to, rows: 0 },
    ),
  );
  // Where some are hidden already, those that protect them are too.
  const open = found.every((row) => row.every(({ rows }) => rows !== null));
  const hidden = shared && open ? hideSmallIn(found.map((row) => row.map(({ rows }) => rows!))) : undefined;
  return found.flatMap((row, i) =>
    row.map((move, j) => ({
      ...move,
      rows: move.rows ?? Number.NaN,
      hidden: move.rows === null ? "protects" : hidden?.[i]?.[j],
    })),
  );
}
