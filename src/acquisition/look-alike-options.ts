import type { FitInput, JobOptions } from "../estimator/index.js";
import type { Label, Labels } from "../matrix/index.js";
import type { Correction } from "./positive-unlabelled.js";

/** The ids of both files, by which people are found who are in both. */
export interface BothIds {
  /** Who each row of the population is. */
  readonly population: Labels;
  /** Who each row of the customer file is. */
  readonly customers: Labels;
  /** Are ids that differ by case, spaces or leading zeros different people (`"ignore"`), or a mistake (`"refuse"`, the default)? */
  readonly spelling?: "refuse" | "ignore";
}

/** A mailing of the past, with who responded. */
export interface LabelledMailing {
  /** People contacted, in the columns of the other files. */
  readonly X: FitInput;
  /** Who responded. */
  readonly y: Labels;
  /** Which label is the response; 1 or true by default. */
  readonly positive?: Label;
  /** How much one of them counts beside one customer; 1 by default. */
  readonly weight?: number;
}

/** Options of `lookAlike`. */
export interface LookAlikeOptions extends JobOptions {
  /** People in general. */
  readonly population: FitInput;
  /** The customers, in the same columns. */
  readonly customers: FitInput;
  /**
   * Are there customers among the population? `"none"`: no. Ids: a person with an id of a customer is no example of a stranger, and is scored
   * by a model that has not seen the customer either. Without it customers among the population count as strangers, and a note of the result states this.
   */
  readonly overlap?: "none" | BothIds;
  /** A mailing to learn from as well. */
  readonly mailing?: LabelledMailing;
  /**
   * Strangers are unlabelled, not unlike: `"none"`, the default, leaves scores as they are and claims no share; `{ prior }` takes the share of
   * kindred people; `"elkanNoto"` gives a bound that the share is at most, which is far too high where columns tell little: with half of the owners of a
   * caravan policy hidden among 5,600 strangers it gave 38.3 % where 3.1 % was true. With a mailing there is no correction: its labels are of another kind.
   */
  readonly correction?: Correction;
  /** Into how many folds people are divided, so that no person is scored by a model that learned from them; 5 by default. */
  readonly folds?: number;
  /** How many rows to learn the missing values from at most; 100,000 by default. */
  readonly missingnessRows?: number;
  /** Seed of the folds. */
  readonly seed?: number;
}
