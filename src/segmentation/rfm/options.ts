import type { Progress } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";

/** A column of amounts, or two whose product is the amount. */
export type AmountColumns =
  | string
  | {
      /** The column of quantities. */
      readonly quantity: string;
      /** The column of prices. */
      readonly price: string;
    };

/** What a log says of a customer. */
export type RfmFeature = "recency" | "frequency" | "monetary" | "tenure" | "interval" | "basket";

/** Where scores change, rising: a value at a break is still below it. */
export interface RfmBreaks {
  /** Days since the last purchase. */
  readonly recency?: readonly number[] | undefined;
  /** Purchases. */
  readonly frequency?: readonly number[] | undefined;
  /** Money. */
  readonly monetary?: readonly number[] | undefined;
}

/** How a log of transactions is read. */
export interface RfmOptions {
  /** The column of who bought. Rows without are counted and left out. */
  readonly customer: string;
  /** The column of when: dates, or text that starts with one (`2011-12-09`). Days are counted in UTC. */
  readonly date: string;
  /** The column of how much, or of the quantity and the price whose product that is. */
  readonly amount: AmountColumns;
  /** The column of the order that a row belongs to. Without it purchases are counted by day. */
  readonly order?: string | undefined;
  /** The day that recency is counted to (`"2011-12-10"`); rows from that day on are left out. By default the day after the last row's. */
  readonly reference?: string | Date | undefined;
  /** How many days before the reference count; all by default. */
  readonly window?: number | undefined;
  /**
   * What amounts below 0 do. `"subtract"` (the default): they are taken off what the customer spent, and are no purchase; `"ignore"`: they are left
   * out. Amounts of 0 are no purchase either way.
   */
  readonly returns?: "subtract" | "ignore" | undefined;
  /** Frequency: distinct orders, distinct days, or rows. Orders where `order` is given, else days. */
  readonly frequency?: "orders" | "days" | "rows" | undefined;
  /** Monetary: all that was spent (the default), or the mean of a purchase. */
  readonly monetary?: "sum" | "mean" | undefined;
  /**
   * The columns of `table`: `recency` (days since the last purchase), `frequency`, `monetary`, which are the default, `tenure` (days since the
   * first purchase), `interval` (mean days between purchases, missing for one), `basket` (what a purchase came to).
   */
  readonly features?: readonly RfmFeature[] | undefined;
  /** How many scores; 5 by default. Customers are divided evenly, those of equal value together. */
  readonly quantiles?: number | undefined;
  /** Breaks for scores, where not by quantiles: your own, or the `breaks` of a former result. */
  readonly breaks?: RfmBreaks | undefined;
  /** Stops the work. */
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the rows read. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Options, checked and with defaults. */
export interface CheckedOptions {
  readonly customer: string;
  readonly date: string;
  readonly amount: AmountColumns;
  readonly order?: string | undefined;
  /** The day of reference, counted since 1970. */
  readonly reference?: number | undefined;
  readonly window?: number | undefined;
  readonly returns: "subtract" | "ignore";
  readonly frequency?: "orders" | "days" | "rows" | undefined;
  readonly monetary: "sum" | "mean";
  readonly features: readonly RfmFeature[];
  readonly quantiles: number;
  readonly breaks: RfmBreaks;
}

const DAY = 86_400_000;
const rising = z
  .array(z.number())
  .min(1)
  .max(9)
  .readonly()
  .refine((breaks) => breaks.every((one, k) => k === 0 || one >= breaks[k - 1]!), { error: "breaks must rise" })
  .optional();
const feature = z.enum(["recency", "frequency", "monetary", "tenure", "interval", "basket"]);

/** The schema of the options. */
export const rfmSchema: z.ZodType<CheckedOptions, object> = z
  .strictObject({
    customer: z.string(),
    date: z.string(),
    amount: z.union([z.string(), z.strictObject({ quantity: z.string(), price: z.string() })]),
    order: z.string().optional(),
    reference: z
      .union([z.iso.date(), z.iso.datetime(), z.date()])
      .transform((day) => Math.floor(new Date(day).getTime() / DAY))
      .optional(),
    window: z.number().int().min(1).optional(),
    returns: z.enum(["subtract", "ignore"]).default("subtract"),
    frequency: z.enum(["orders", "days", "rows"]).optional(),
    monetary: z.enum(["sum", "mean"]).default("sum"),
    features: z.array(feature).min(1).readonly().default(["recency", "frequency", "monetary"]),
    quantiles: z.number().int().min(2).max(10).default(5),
    breaks: z.strictObject({ recency: rising, frequency: rising, monetary: rising }).default({}),
  })
  .refine(({ frequency, order }) => frequency !== "orders" || order !== undefined, {
    error: 'to count orders, name their column (`order`), or count "days"',
  })
  .refine(({ features }) => new Set(features).size === features.length, { error: "a feature is named twice" });
