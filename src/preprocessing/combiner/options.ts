import type { Comparison } from "../../engine/program/index.js";
import * as z from "../../options/schemas.js";
import { type MadeColumn, madeColumnSchema } from "../recoder/rule.js";

/** What every rule of a Combiner says. */
interface NamedRule {
  /** The column that is made. */
  readonly name: string;
  /** What is known of it. */
  readonly about?: MadeColumn | undefined;
}

/** One number out of any number of columns. */
export interface FoldRule extends NamedRule {
  /**
   * The sum, mean, smallest or largest of the parts; or whether any, or all, of them are true (not 0): 1 or 0.
   */
  readonly kind: "sum" | "mean" | "min" | "max" | "any" | "all";
  /** The parts: columns that come in, or that a rule before this one made. */
  readonly of: readonly string[];
  /**
   * What a missing part does. `"propagate"` (the default): the result is missing, unless the other parts decide it (one true part decides `any`,
   * one false part `all`). `"skip"`: it is left out, and the result is missing where all parts are.
   */
  readonly missing?: "propagate" | "skip" | undefined;
}

/** The first column less the second; of two dates the days between them. */
export interface DifferenceRule extends NamedRule {
  /** The rule's name. */
  readonly kind: "difference";
  /** What is subtracted from, and what is subtracted. */
  readonly of: readonly [string, string];
}

/** The first column over the second. */
export interface RatioRule extends NamedRule {
  /** The rule's name. */
  readonly kind: "ratio";
  /** Numerator and denominator. */
  readonly of: readonly [string, string];
  /** What the result is where the denominator is 0; missing by default. */
  readonly zero?: number | undefined;
}

/** 1 where the first column compares so with the second, else 0. */
export interface CompareRule extends NamedRule {
  /** The rule's name. */
  readonly kind: "compare";
  /** What is compared, and with what. */
  readonly of: readonly [string, string];
  /** How. */
  readonly by: Comparison;
}

/** How one column is made of several. */
export type CombineRule = FoldRule | DifferenceRule | RatioRule | CompareRule;

/** Options of Combiner. */
export interface CombinerOptions {
  /** What is made, in order. A rule may use what those before it made. */
  readonly rules: readonly CombineRule[];
  /** Do the columns that rules use stay? All others stay in any case. */
  readonly keep: boolean;
}

const named = { name: z.string().min(1), about: madeColumnSchema.optional() };
const two = z.tuple([z.string(), z.string()]).readonly();

const rule: z.ZodType<CombineRule> = z.discriminatedUnion("kind", [
  z.strictObject({
    ...named,
    kind: z.enum(["sum", "mean", "min", "max", "any", "all"]),
    of: z.array(z.string()).min(1).readonly(),
    missing: z.enum(["propagate", "skip"]).optional(),
  }),
  z.strictObject({ ...named, kind: z.literal("difference"), of: two }),
  z.strictObject({ ...named, kind: z.literal("ratio"), of: two, zero: z.number().optional() }),
  z.strictObject({ ...named, kind: z.literal("compare"), of: two, by: z.enum(["<", "<=", "=", "!=", ">=", ">"]) }),
]);

/** The schema of Combiner's options. */
export const combinerParams: z.ZodType<CombinerOptions, object> = z.strictObject({
  rules: z.array(rule).default([]),
  keep: z.boolean().default(true),
});
