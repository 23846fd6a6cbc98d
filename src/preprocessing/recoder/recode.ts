import type { DatePart } from "../../engine/program/index.js";
import type { MadeColumn, RecodeHow, RecodeRule, ValueRange } from "./rule.js";

/** Options of a step of a rule. */
export interface RecodeOptions {
  /** What a value becomes of which the rule says nothing: missing, or an error. */
  readonly other?: "missing" | "error";
  /** What is known of the new column. */
  readonly about?: MadeColumn;
}

/** A rule under construction: every verb gives a rule that makes one more column. */
export class RecodeBuilder implements RecodeRule {
  readonly column: string;
  readonly into: Readonly<Record<string, RecodeHow>>;
  readonly keep: boolean;

  /** @internal */
  constructor(column: string, into: Readonly<Record<string, RecodeHow>>, keep: boolean) {
    this.column = column;
    this.into = into;
    this.keep = keep;
  }

  /** Each value, as the table shows it, becomes another; null is missing. Others become missing, or stay, or are an error. */
  map(
    name: string,
    values: Readonly<Record<string, string | number | null>>,
    options: Omit<RecodeOptions, "other"> & { readonly other?: "missing" | "keep" | "error" } = {},
  ): RecodeBuilder {
    return this.#with(name, { kind: "map", values, ...options });
  }

  /** Ranges of numbers, their ends included, become one value each; the first that fits counts. */
  ranges(name: string, ranges: readonly ValueRange[], options: RecodeOptions = {}): RecodeBuilder {
    return this.#with(name, { kind: "ranges", ranges, ...options });
  }

  /** The number that a word writes (`8.0` is 8): for columns that are text because of a few words among their numbers. */
  number(name: string, options: RecodeOptions = {}): RecodeBuilder {
    return this.#with(name, { kind: "number", ...options });
  }

  /** What stands before the last digit of a code: of 51 the 5. */
  tens(name: string, options: RecodeOptions = {}): RecodeBuilder {
    return this.#with(name, { kind: "tens", ...options });
  }

  /** The last digit of a code: of 51 the 1. */
  units(name: string, options: RecodeOptions = {}): RecodeBuilder {
    return this.#with(name, { kind: "units", ...options });
  }

  /** A scale the other way round: what was `from` becomes `to`. Its direction turns, and meanings go with their codes. */
  reverse(name: string, from: number, to: number, options: RecodeOptions = {}): RecodeBuilder {
    return this.#with(name, { kind: "reverse", from, to, ...options });
  }

  /** How lately something happened: codes that count backwards from 1 to `oldest` rise instead, and those for never become 0. */
  recency(name: string, oldest: number, never: readonly number[], options: RecodeOptions = {}): RecodeBuilder {
    return this.#with(name, { kind: "recency", oldest, never, ...options });
  }

  /** A part of a date (a date, or text such as `2015-04-21`). */
  datePart(name: string, part: DatePart, options: RecodeOptions = {}): RecodeBuilder {
    return this.#with(name, { kind: "datePart", part, ...options });
  }

  /** Days from a date to the date given, as `"2017-12-31"`. */
  daysBefore(name: string, date: string, options: RecodeOptions = {}): RecodeBuilder {
    return this.#with(name, { kind: "daysBefore", date, ...options });
  }

  /** The same rule, and the column that it reads stays. */
  keeping(): RecodeBuilder {
    return new RecodeBuilder(this.column, this.into, true);
  }

  #with(name: string, how: RecodeHow): RecodeBuilder {
    return new RecodeBuilder(this.column, { ...this.into, [name]: how }, this.keep);
  }
}

/**
 * Starts a rule for a Recoder: what is made of one column.
 *
 * @param column - The column that is read.
 *
 * @example
 * ```ts
 * import { recode } from "kindred";
 *
 * const rule = recode("CAMEO_INTL_2015").tens("WEALTH", { about: { direction: "down" } }).units("LIFE_STAGE");
 * Object.keys(rule.into); // ["WEALTH", "LIFE_STAGE"]
 * ```
 */
export function recode(column: string): RecodeBuilder {
  return new RecodeBuilder(column, {}, false);
}
