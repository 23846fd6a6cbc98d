import type { Table } from "apache-arrow";
import { FEWEST_SHOWN, hiddenNote, NOT_SHOWN } from "../../disclosure/index.js";
import { printed } from "../../errors/index.js";
import { tableFromRows } from "../../table/index.js";
import type { Audience } from "../compare-segments/summary.js";
import { type RfmSegment, type SharedRfmSegment, sharedSegments } from "./business-segments.js";
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

type Words = (value: number) => string;
const percent: Words = (share) => `${(100 * share).toFixed(1)} %`;
const number: Words = (value) => value.toLocaleString("en-US");
const amount: Words = (value) => number(Math.round(value));
/** The columns of the segments as text, behind their names. */
const COLUMNS: readonly (readonly [head: string, figure: Exclude<keyof RfmSegment, "name">, words: Words])[] = [
  ["customers", "customers", number],
  ["share", "share", percent],
  ["revenue", "revenue", amount],
  ["share", "revenueShare", percent],
  ["days", "recency", number],
  ["purchases", "frequency", number],
  ["spent", "monetary", amount],
];

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

  /** The segments as others may see them: figures of fewer than 30 customers, and what would give such a number away, are null. */
  shared(): readonly SharedRfmSegment[] {
    return sharedSegments(this.segments);
  }

  /** The segments as a Table: one row a segment. For others by default. */
  toTable(audience: Audience = "shared"): Table {
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
      this.#segmentsFor(audience).map((segment) => names.map((name) => segment[name])),
    );
  }

  /** What others may see, for JSON: the segments, without the rows of customers. */
  toJSON(): Pick<RfmResult, "breaks" | "reference" | "returns" | "rows" | "withoutPurchase"> & {
    /** The segments as others may see them. */
    readonly segments: readonly SharedRfmSegment[];
    /** How many days before the reference count; null where all do. */
    readonly window: number | null;
  } {
    const { breaks, reference, window = null, returns, rows, withoutPurchase } = this;
    return { segments: this.shared(), breaks, reference, window, returns, rows, withoutPurchase };
  }

  #segmentsFor(audience: Audience): readonly SharedRfmSegment[] {
    return audience === "operator" ? this.segments : this.shared();
  }

  /** The segments, and what became of the rows, as text. For others by default. */
  toText(audience: Audience = "shared"): string {
    const head = ["segment", ...COLUMNS.map(([title]) => title)];
    const segments = this.#segmentsFor(audience);
    const lines = segments.map((segment) => [
      segment.name,
      ...COLUMNS.map(([, figure, words]) => {
        const value = segment[figure];
        return value === null ? NOT_SHOWN : words(value);
      }),
    ]);
    const hidden = segments.some(({ customers }) => customers === null) ? [hiddenNote(FEWEST_SHOWN)] : [];
    const widths = head.map((_, j) => Math.max(...[head, ...lines].map((line) => line[j]!.length)));
    const shown = [head, ...lines].map((line) =>
      line.map((cell, j) => (j === 0 ? cell.padEnd(widths[j]!) : cell.padStart(widths[j]!))).join("  "),
    );
    return [...shown, ...hidden, "Days, purchases and what was spent are medians.", this.#rowsText()].join("\n");
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
