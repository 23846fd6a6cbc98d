import type { DatePart } from "../../engine/program/index.js";
import { recordSchema } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import type { ColumnSchema } from "../../table/index.js";

/** What a rule says of the column that it makes: its level, its direction, what its codes mean. */
export type MadeColumn = Pick<ColumnSchema, "level" | "direction" | "codes">;

/** How values of one column become those of another. Missing values stay missing, whatever the rule. */
export type RecodeHow = (
  | MapHow
  | RangesHow
  | NumberHow
  | DigitHow
  | ReverseHow
  | RecencyHow
  | DatePartHow
  | DaysBeforeHow
) & {
  /** What a value becomes of which the rule says nothing: missing, itself (for maps), or an error. */
  readonly other?: "missing" | "keep" | "error" | undefined;
  /** What is known of the new column. */
  readonly about?: MadeColumn | undefined;
};

/** Each value becomes another. */
export interface MapHow {
  /** The rule's name. */
  readonly kind: "map";
  /** By value, as the table shows it, what it becomes; null is missing. */
  readonly values: Readonly<Record<string, string | number | null>>;
}

/** Ranges of numbers become one value each. */
export interface RangesHow {
  /** The rule's name. */
  readonly kind: "ranges";
  /** The ranges; the first that holds a value counts. */
  readonly ranges: readonly ValueRange[];
}

/** The number that a word writes, `8.0` as well as `8`: for columns that are text because of a few words among their numbers. */
export interface NumberHow {
  /** The rule's name. */
  readonly kind: "number";
}

/** A part of a code of two digits: what stands before the last (of 51 the 5), or the last (the 1). */
export interface DigitHow {
  /** The rule's name. */
  readonly kind: "tens" | "units";
}

/** A scale the other way round. */
export interface ReverseHow {
  /** The rule's name. */
  readonly kind: "reverse";
  /** The scale's lowest value. */
  readonly from: number;
  /** Its highest. */
  readonly to: number;
}

/** How lately something happened, from codes that count backwards: 1 (the latest) becomes `oldest`, `oldest` becomes 1, never 0. */
export interface RecencyHow {
  /** The rule's name. */
  readonly kind: "recency";
  /** The code of what lies furthest back. */
  readonly oldest: number;
  /** Codes that say never. */
  readonly never: readonly number[];
}

/** A part of a date. */
export interface DatePartHow {
  /** The rule's name. */
  readonly kind: "datePart";
  /** Which; weekdays count from 1 for Monday. */
  readonly part: DatePart;
}

/** Days from a date to another: an age in days. */
export interface DaysBeforeHow {
  /** The rule's name. */
  readonly kind: "daysBefore";
  /** The date counted to, such as `"2017-12-31"`. */
  readonly date: string;
}

/** Numbers between two ends, both included; open where an end is left out. */
export interface ValueRange {
  /** The lowest number. */
  readonly from?: number | undefined;
  /** The highest. */
  readonly to?: number | undefined;
  /** What they become. */
  readonly value: string | number | null;
}

/** One column, and the columns that are made of it. */
export interface RecodeRule {
  /** The column that is read. */
  readonly column: string;
  /** The columns that are made, by name, in order. They stand where `column` stood. */
  readonly into: Readonly<Record<string, RecodeHow>>;
  /** Does `column` stay beside them? Default: no. */
  readonly keep?: boolean | undefined;
}

const value = z.union([z.string(), z.number(), z.null()]);
const finite = z.number();
const step = z.number().int();
/** The schema of what a rule says of the column that it makes. */
export const madeColumnSchema: z.ZodType<MadeColumn> = z
  .strictObject({
    level: z.enum(["nominal", "ordinal", "numeric", "binary"]).optional(),
    direction: z.enum(["up", "down"]).optional(),
    codes: recordSchema(z.string()).optional(),
  })
  .transform((given) => given as MadeColumn);
const common = { other: z.enum(["missing", "error"]).optional(), about: madeColumnSchema.optional() };

const range = z
  .strictObject({ from: finite.optional(), to: finite.optional(), value })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    error: "a range starts after its end",
  });

const how = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("map"),
    values: recordSchema(value),
    ...common,
    other: z.enum(["missing", "keep", "error"]).optional(),
  }),
  z.strictObject({ kind: z.literal("ranges"), ranges: z.array(range).min(1), ...common }),
  z.strictObject({ kind: z.enum(["number", "tens", "units"]), ...common }),
  z
    .strictObject({ kind: z.literal("reverse"), from: finite, to: finite, ...common })
    .refine(({ from, to }) => from < to, { error: "a scale ends at its start or before it" }),
  z.strictObject({
    kind: z.literal("recency"),
    oldest: step.min(1),
    never: z.array(step).default([]),
    ...common,
  }),
  z.strictObject({
    kind: z.literal("datePart"),
    part: z.enum(["year", "quarter", "month", "day", "weekday"]),
    ...common,
  }),
  z.strictObject({ kind: z.literal("daysBefore"), date: z.iso.date(), ...common }),
]);

/** The schema of a rule. */
export const recodeRule: z.ZodType<RecodeRule, object> = z.strictObject({
  column: z.string(),
  into: recordSchema<unknown>(how, z.string().min(1)),
  keep: z.boolean().optional(),
}) as unknown as z.ZodType<RecodeRule, object>;
