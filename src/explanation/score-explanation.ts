import type { Table } from "apache-arrow";
import { KindredError, printed } from "../errors/index.js";
import type { FeatureMatrix, Label, Numbers } from "../matrix/index.js";
import { tableFromRows } from "../table/index.js";
import { PersonExplanation } from "./person-explanation.js";
import { type ColumnContribution, contributionText, summaryOf } from "./source-summary.js";
import type { SourceValues } from "./source-values.js";

/** What an explanation is made from. @internal */
export interface ScoreParts {
  readonly rows: Int32Array;
  readonly base: number;
  readonly positive: Label;
  readonly contributions: FeatureMatrix;
  readonly probabilities: Numbers;
  readonly sources: readonly SourceValues[];
  readonly minimum: number;
  readonly binary: boolean;
}

/** What each source column adds to scores: for all people together, and for one. */
export class ScoreExplanation {
  static {
    printed(ScoreExplanation.prototype);
  }

  /** The source columns, those that move scores most first. */
  readonly columns: readonly ColumnContribution[];
  /** What each source adds to the log odds: rows x sources. */
  readonly contributions: FeatureMatrix;
  /** The log odds that contributions start from. */
  readonly base: number;
  /** The rows of the input that are explained, in their order. */
  readonly rows: Int32Array;
  /** The class whose score is explained. */
  readonly positive: Label;
  readonly #parts: ScoreParts;

  /** @internal */
  constructor(parts: ScoreParts) {
    this.#parts = parts;
    this.contributions = parts.contributions;
    this.base = parts.base;
    this.rows = parts.rows;
    this.positive = parts.positive;
    const found = parts.sources.map((source, j) => summaryOf(source, parts.contributions.column(j), parts.minimum));
    const total = found.reduce((sum, { meanAbsolute }) => sum + meanAbsolute, 0);
    this.columns = found
      .map((column) => ({ ...column, share: total === 0 ? 0 : column.meanAbsolute / total }))
      .sort((a, b) => b.meanAbsolute - a.meanAbsolute);
  }

  /**
   * Why one person has the score that they have.
   *
   * @param row - Their row in the input.
   * @throws KindredError where the row was not explained.
   */
  person(row: number): PersonExplanation {
    const { rows, contributions, probabilities, sources, base, positive, binary } = this.#parts;
    // Where everybody is explained a row stands at its own place.
    const at = rows[row] === row ? row : rows.indexOf(row);
    if (at < 0)
      throw new KindredError({
        code: "INVALID_INPUT",
        where: "ScoreExplanation.person",
        problem: `row ${row} was not explained`,
        fix: "Name one of `rows`, or explain all rows",
        got: row,
      });
    const added = contributions.take([at]).toRows()[0]!;
    const reasons = sources
      .map(({ column, values, show }, j) => ({
        column,
        ...(values === undefined ? {} : { value: show(values[at]!) }),
        contribution: added[j]!,
      }))
      .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
    return new PersonExplanation({ row, base, positive, probability: probabilities[at]!, reasons, binary });
  }

  /** One row a source: its name, the mean absolute contribution, its share of all, the direction, and the correlation behind it. */
  toTable(): Table {
    return tableFromRows(
      ["column", "meanAbsolute", "share", "direction", "correlation"],
      this.columns.map(({ column, meanAbsolute, share, direction, correlation }) => [
        column,
        meanAbsolute,
        share,
        direction,
        Number.isNaN(correlation) ? null : correlation,
      ]),
    );
  }

  /**
   * The summary as text, one line a source.
   *
   * @param top - How many sources; 15 by default.
   */
  toText(top = 15): string {
    const left = this.columns.length - top;
    return [
      `What moves the log odds of ${JSON.stringify(this.positive)}, on average over ${this.rows.length.toLocaleString("en-US")} people:`,
      ...this.columns.slice(0, top).map(contributionText),
      ...(left > 0 ? [`and ${left} more`] : []),
    ].join("\n");
  }
}
