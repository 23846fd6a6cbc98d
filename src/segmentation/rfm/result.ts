import type { Table } from "apache-arrow";
import { printed } from "../../errors/index.js";
import { tableFromRows } from "../../table/index.js";
import type { RfmSegment } from "./business-segments.js";
import type { RfmRows } from "./read-log.js";
import type { AllBreaks } from "./scores.js";

/** Everything that `rfm` found. */
export interface RfmFound {
  readonly table: Table;
  readonly scores: Table;
  readonly segments: readonly RfmSegment[];
  readonly breaks: AllBreaks;
  readonly reference: string;
  readonly window: number | undefined;
  readonly returns: "subtract" | "ignore";
  readonly rows: RfmRows;
  readonly withoutPurchase: number;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const amount = (value: number): string => Math.round(value).toLocaleString("en-US");

/** Recency, frequency and monetary of each customer, their scores, and the segments that they make. */
export class RfmResult {
  static {
    printed(RfmResult.prototype);
  }

  /** One row a customer: the id (whose role the Schema knows, so that it never becomes a feature), and the features asked for. Ready for a Pipeline. */
  readonly table: Table;
  /** The same customers in the same order: the id, `recencyScore`, `frequencyScore`, `monetaryScore` and `segment`. */
  readonly scores: Table;
  /** The segments that have customers, at most eight, the best customers first. */
  readonly segments: readonly RfmSegment[];
  /** Where scores change. As option `breaks` of a later log they give scores that mean the same. */
  readonly breaks: AllBreaks;
  /** The day that recency is counted to. */
  readonly reference: string;
  /** How many days before the reference count; all where undefined. */
  readonly window: number | undefined;
  /** What became of amounts below 0. */
  readonly returns: "subtract" | "ignore";
  /** What became of the rows of the log. */
  readonly rows: RfmRows;
  /** How many customers had rows in the window and no purchase: they are in no table. */
  readonly withoutPurchase: number;

  constructor(found: RfmFound) {
    this.table = found.table;
    this.scores = found.scores;
    this.segments = found.segments;
    this.breaks = found.breaks;
    this.reference = found.reference;
    this.window = found.window;
    this.returns = found.returns;
    this.rows = found.rows;
    this.withoutPurchase = found.withoutPurchase;
  }

  /** The segments as a Table: one row a segment. */
  toTable(): Table {
    const names = [
      "name",
      "customers",
      "share",
      "revenue",
      "revenueShare",
      "recency",
      "frequency",
      "monetary",
    ] as const;
    return tableFromRows(
      names,
      this.segments.map((segment) => names.map((name) => segment[name])),
    );
  }

  /** The segments, and what became of the rows, as text. */
  toText(): string {
    const head = ["segment", "customers", "share", "revenue", "share", "days", "purchases", "spent"];
    const lines = this.segments.map((one) => [
      one.name,
      one.customers.toLocaleString("en-US"),
      percent(one.share),
      amount(one.revenue),
      percent(one.revenueShare),
      one.recency.toLocaleString("en-US"),
      one.frequency.toLocaleString("en-US"),
      amount(one.monetary),
    ]);
    const widths = head.map((_, j) => Math.max(...[head, ...lines].map((line) => line[j]!.length)));
    const shown = [head, ...lines].map((line) =>
      line.map((cell, j) => (j === 0 ? cell.padEnd(widths[j]!) : cell.padStart(widths[j]!))).join("  "),
    );
    return [...shown, "Days, purchases and what was spent are medians.", this.#rowsText()].join("\n");
  }

  #rowsText(): string {
    const { read, purchases, ...others } = this.rows;
    const words: { readonly [K in keyof typeof others]: string } = {
      returns: this.returns === "subtract" ? "returns, subtracted" : "returns, left out",
      free: "of amount 0",
      withoutCustomer: "without a customer",
      withoutDate: "without a date",
      withoutAmount: "without an amount",
      before: "before the window",
      after: "from the reference on",
    };
    const count = (rows: number): string => rows.toLocaleString("en-US");
    const parts = (Object.keys(words) as (keyof typeof words)[])
      .filter((key) => others[key] > 0)
      .map((key) => `${count(others[key])} ${words[key]}`);
    const window = this.window === undefined ? "" : `, ${this.window} days back`;
    const rest = this.withoutPurchase === 0 ? "" : ` ${count(this.withoutPurchase)} customers bought nothing in it.`;
    return `Reference ${this.reference}${window}. Of ${count(read)} rows ${[`${count(purchases)} are purchases`, ...parts].join(", ")}.${rest}`;
  }
}
