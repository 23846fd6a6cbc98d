import type { Table } from "apache-arrow";
import { hideTable } from "../../disclosure/index.js";
import { exactInterval } from "../../engine/numeric/statistics/index.js";
import { PrintedResult } from "../../errors/index.js";
import { tableFromRows } from "../../table/index.js";
import type { Audience } from "../compare-segments/summary.js";
import type { SegmentId } from "../match-segments/given-segments.js";
import type { SegmentMatch } from "../match-segments/segment-match.js";
import { type BothNames, migrationText } from "./migration-text.js";
import type { Move, SharedMigration, Stayed } from "./moves.js";

/** What a migration is made of. */
export interface MigrationParts {
  /** Who went where. */
  readonly moves: readonly Move[];
  /** The former ids. */
  readonly former: readonly SegmentId[];
  /** The present ids. */
  readonly present: readonly SegmentId[];
  /** The confidence of the intervals. */
  readonly confidence: number;
  /** Fewer people than this are hidden. */
  readonly minimum: number;
  /** How ids were matched. */
  readonly match: SegmentMatch | undefined;
  /** Names that people gave to the segments of each. */
  readonly names: BothNames;
}

/** Who stayed and who went where. */
export class SegmentMigration extends PrintedResult {
  /** Every pair of segments, by segment before. */
  readonly moves: readonly Move[];
  /** How many people. */
  readonly rows: number;
  /** How many of them stayed in their segment. */
  readonly stayed: Stayed;
  /** How sure the intervals are. */
  readonly confidence: number;
  /** What is shown to others tells no number of fewer people than this. */
  readonly minimum: number;
  /** Which present segments are which former ones, where they were matched. */
  readonly match: SegmentMatch | undefined;
  readonly #parts: MigrationParts;

  constructor(parts: MigrationParts) {
    super();
    const { moves, confidence, minimum, match } = parts;
    const [rows, stayed] = [sumOf(moves), sumOf(moves.filter(({ stays }) => stays))];
    this.moves = moves;
    this.rows = rows;
    this.stayed = { rows: stayed, share: stayed / rows, interval: exactInterval(stayed, rows, confidence) };
    this.confidence = confidence;
    this.minimum = minimum;
    this.match = match;
    this.#parts = parts;
  }

  /** What others may see: no number of fewer people than `minimum`, and none from which one follows. */
  shared(): SharedMigration {
    const { former, present } = this.#parts;
    const { moves, minimum, rows, confidence } = this;
    const table = former.map((_, s) => moves.slice(s * present.length, (s + 1) * present.length));
    const hidden = hideTable(
      table.map((row) => row.map((move) => move.rows)),
      minimum,
      present.map(() => false),
    ).flat();
    const isShown = !moves.some(({ stays }, at) => stays && hidden[at]);
    return {
      moves: moves.map((move, at) => (hidden[at] ? { ...move, rows: null, share: null, interval: null } : move)),
      rows,
      stayed: isShown ? this.stayed : null,
      confidence,
      minimum,
    };
  }

  /** The migration in sentences, with the names that people gave to the segments of models. For others by default. */
  toText(audience: Audience = "shared"): string {
    const everything = audience === "operator";
    return migrationText(everything ? this : this.shared(), this.match, everything, this.#parts.names);
  }

  /** One row a pair of segments. For others by default. */
  toTable(audience: Audience = "shared"): Table {
    const { moves }: SharedMigration = audience === "operator" ? this : this.shared();
    return tableFromRows(
      ["before", "after", "stays", "rows", "share", "low", "high"],
      moves.map(({ before, after, stays, rows, share, interval }) => [
        nameOf(before),
        nameOf(after),
        stays ? "yes" : "no",
        rows,
        share,
        interval?.[0] ?? null,
        interval?.[1] ?? null,
      ]),
    );
  }

  /** What others may see, for JSON. */
  toJSON(): SharedMigration {
    return this.shared();
  }
}

function nameOf(segment: SegmentId): string {
  return segment === null ? "set aside" : String(segment);
}

function sumOf(moves: readonly Move[]): number {
  return moves.reduce((sum, { rows }) => sum + rows, 0);
}
