import type { Table } from "apache-arrow";
import { type Label, type Labels, labelAt, type Numbers } from "../matrix/index.js";
import { tableFromRows } from "../table/index.js";

/** One person on the list. */
export interface Prospect {
  /** The row it came from. */
  readonly row: number;
  /** Who it is. */
  readonly id: Label;
  /** How good it is. */
  readonly score: number;
  /** What became of the row: on the list for its score, or to explore. */
  readonly outcome: string;
}

/** How many rows had an outcome. */
export interface WaterfallStep {
  /** The reason of a suppression, or what else became of the rows. */
  readonly outcome: string;
  /** How many. */
  readonly rows: number;
}

/** A list of prospects, and what became of every other row. */
export interface ProspectList {
  /** Those to contact, the best first. */
  readonly prospects: readonly Prospect[];
  /** Those held back at random to measure against. */
  readonly control: readonly Prospect[];
  /** Every outcome with its rows; together all rows that came in. */
  readonly waterfall: readonly WaterfallStep[];
  /** What became of a row. */
  outcomeOf(row: number): string;
  /** Every row in its order, with id, score and outcome. */
  toTable(): Table;
  /** The waterfall as text. */
  toText(): string;
}

/** What a list is made from. */
export interface ProspectParts {
  readonly ids: Labels;
  readonly scores: Numbers;
  readonly outcomes: readonly string[];
  readonly outcome: Uint8Array;
  readonly chosen: readonly number[];
  readonly control: readonly number[];
}

/** A list that prints itself. */
export class ProspectTable implements ProspectList {
  readonly prospects: readonly Prospect[];
  readonly control: readonly Prospect[];
  readonly waterfall: readonly WaterfallStep[];
  readonly #parts: ProspectParts;

  constructor(parts: ProspectParts) {
    this.#parts = parts;
    const prospect = (row: number): Prospect => ({
      row,
      id: labelAt(parts.ids, row) as Label,
      score: parts.scores[row]!,
      outcome: this.outcomeOf(row),
    });
    this.prospects = parts.chosen.map(prospect);
    this.control = parts.control.map(prospect);
    const counts = new Float64Array(parts.outcomes.length);
    for (const place of parts.outcome) counts[place]! += 1;
    this.waterfall = parts.outcomes
      .map((outcome, place) => ({ outcome, rows: counts[place]! }))
      .filter((step) => step.rows > 0);
  }

  outcomeOf(row: number): string {
    return this.#parts.outcomes[this.#parts.outcome[row]!]!;
  }

  toTable(): Table {
    const { ids, scores } = this.#parts;
    const idOf = (row: number): string | number => {
      const id = labelAt(ids, row);
      return typeof id === "number" ? id : String(id);
    };
    return tableFromRows(
      ["id", "score", "outcome"],
      Array.from({ length: ids.length }, (_, row) => [idOf(row), scores[row]!, this.outcomeOf(row)]),
    );
  }

  toText(): string {
    const width = Math.max(...this.waterfall.map((step) => step.outcome.length), 0);
    const line = (name: string, rows: number): string =>
      `${name.padEnd(width)}  ${rows.toLocaleString("en-US").padStart(12)}`;
    return [
      line("rows in", this.#parts.ids.length),
      ...this.waterfall.map((step) => line(step.outcome, step.rows)),
    ].join("\n");
  }
}
