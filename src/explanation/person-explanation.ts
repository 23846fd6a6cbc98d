import { exp } from "../engine/numeric/math/index.js";
import { printed } from "../errors/index.js";
import type { Label } from "../matrix/index.js";

/** What one column added to one person's score. */
export interface Reason {
  /** The source column. */
  readonly column: string;
  /** What the person holds in it, with its meaning where that is known; absent where the source mixes several columns. */
  readonly value?: string;
  /** What it adds to the log odds. */
  readonly contribution: number;
}

/** What it is made from. @internal */
export interface PersonParts extends Pick<PersonExplanation, "row" | "base" | "positive" | "probability" | "reasons"> {
  readonly binary: boolean;
}

/** Why one person has the score that they have. */
export class PersonExplanation {
  static {
    printed(PersonExplanation.prototype);
  }

  /** The row of the input. */
  readonly row: number;
  /** The log odds that the reasons start from. */
  readonly base: number;
  /** The class whose score it is. */
  readonly positive: Label;
  /** The probability that the model gives. */
  readonly probability: number;
  /** Every source column, what moves the score most first. */
  readonly reasons: readonly Reason[];

  readonly #binary: boolean;

  /** @internal */
  constructor({ binary, ...parts }: PersonParts) {
    this.row = parts.row;
    this.base = parts.base;
    this.positive = parts.positive;
    this.probability = parts.probability;
    this.reasons = parts.reasons;
    this.#binary = binary;
  }

  /** The log odds: the base and all reasons together. */
  get score(): number {
    return this.reasons.reduce((sum, { contribution }) => sum + contribution, this.base);
  }

  /**
   * The reasons in sentences: by which factor each changes the odds.
   *
   * @param top - How many reasons are named; 5 by default.
   */
  toText(top = 5): string {
    const named = this.reasons.slice(0, top).filter(({ contribution }) => contribution !== 0);
    const rest = this.reasons.slice(top).reduce((sum, { contribution }) => sum + contribution, 0);
    // Of more than two classes the raw score of one is no probability by itself.
    const start = this.#binary ? `; where nothing is known: ${percent(1 / (1 + exp(-this.base)))}` : "";
    return [
      `Probability of ${JSON.stringify(this.positive)}: ${percent(this.probability)}${start}.`,
      ...named.map(({ column, value, contribution }) => {
        const held = value === undefined ? "" : ` (${value})`;
        return `${column}${held} ${contribution > 0 ? "raises" : "lowers"} the odds: × ${exp(contribution).toFixed(2)}`;
      }),
      ...(this.reasons.length > top ? [`all other columns: × ${exp(rest).toFixed(2)}`] : []),
    ].join("\n");
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
