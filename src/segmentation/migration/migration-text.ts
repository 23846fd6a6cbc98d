import { type SegmentNames, withName } from "../match-segments/given-names.js";
import type { SegmentId } from "../match-segments/given-segments.js";
import type { SegmentMatch } from "../match-segments/segment-match.js";
import type { SharedMigration, SharedMove } from "./moves.js";

/** Names that people gave to former and to present segments. */
export interface BothNames {
  /** Of the former. */
  readonly before: SegmentNames;
  /** Of the present ones. */
  readonly after: SegmentNames;
}

/** How many of the largest moves stand in the text. */
const TOLD = 5;

/** A migration in sentences: who stayed, where most of those who did not went, and which segments keep their people least. */
export function migrationText(
  { moves, rows, stayed, confidence, minimum }: SharedMigration,
  match: SegmentMatch | undefined,
  everything: boolean,
  names: BothNames,
): string {
  const open = moves.filter((move): move is Open => move.rows !== null && move.rows > 0);
  const gone = open.filter(({ stays }) => !stays).sort((a, b) => b.rows - a.rows);
  const kept = open.filter(({ stays }) => stays).sort((a, b) => a.share - b.share)[0];
  return [
    stayed === null
      ? `${count(rows)} people; how many stayed in their segment is not shown.`
      : `${percent(stayed.share)} of ${count(rows)} people stayed in their segment (${intervalText(stayed.interval)}).`,
    ...(kept === undefined || kept.share === 1
      ? []
      : [
          `${capital(nameOf(kept.before, names.before))} kept its people least: ${percent(kept.share)} (${intervalText(kept.interval)}).`,
        ]),
    ...gone
      .slice(0, TOLD)
      .map(
        ({ before, after, rows: people, share, interval }) =>
          `${count(people)} people went from ${nameOf(before, names.before)} to ${nameOf(after, names.after)}: ${percent(share)} of them (${intervalText(interval)}).`,
      ),
    ...(match === undefined ? [] : [match.toText()]),
    `Intervals at ${Math.round(100 * confidence)} %.${everything || !moves.some((move) => move.rows === null) ? "" : ` Moves of fewer than ${minimum} people, and what would give such a number away, are not shown.`}`,
  ].join("\n");
}

type Open = SharedMove & {
  readonly rows: number;
  readonly share: number;
  readonly interval: readonly [number, number];
};

function nameOf(segment: SegmentId, names: SegmentNames): string {
  return segment === null ? "those set aside" : `segment ${withName(segment, names)}`;
}

function capital(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`;
}

function count(rows: number): string {
  return rows.toLocaleString("en-US");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function intervalText([low, high]: readonly [number, number]): string {
  return `${(100 * low).toFixed(1)} to ${percent(high)}`;
}
