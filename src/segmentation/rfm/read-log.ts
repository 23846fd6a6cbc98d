import type { Table } from "apache-arrow";
import { yieldToEventLoop } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import type { Label } from "../../matrix/index.js";
import { batchesOf, byCodePoint, isSource, type ReadBatch, type Source } from "../../table/index.js";
import { type LogBatch, logBatch, WHERE } from "./log-batch.js";
import type { CheckedOptions, RfmOptions } from "./options.js";

/** What a log says of one customer. */
export interface CustomerLog {
  readonly customer: Label;
  /** Days since 1970. */
  first: number;
  last: number;
  amount: number;
  /** Purchases, as they are counted. */
  purchases: number;
  /** The orders or days seen, where they are counted once each. */
  readonly seen: Set<Label> | undefined;
}

/** What became of the rows of a log. */
export interface RfmRows {
  /** All rows. */
  readonly read: number;
  /** Rows that are purchases. */
  readonly purchases: number;
  /** Rows of amounts below 0. */
  readonly returns: number;
  /** Rows of the amount 0. */
  readonly free: number;
  /** Rows without a customer, without a date, and without an amount. */
  readonly withoutCustomer: number;
  /** Rows without a date. */
  readonly withoutDate: number;
  /** Rows without an amount. */
  readonly withoutAmount: number;
  /** Rows before the window, and from the reference on. */
  readonly before: number;
  /** Rows after the reference date. */
  readonly after: number;
}

/** A log, customer by customer. */
export interface ReadLog {
  /** In the order of their ids. Those who only returned are not among them. */
  readonly customers: readonly CustomerLog[];
  /** How many customers have rows in the window and no purchase among them. */
  readonly withoutPurchase: number;
  /** The day of reference, counted since 1970. */
  readonly reference: number;
  readonly rows: RfmRows;
}

type Job = Pick<RfmOptions, "signal" | "onProgress">;

/** One pass over the rows; a pass before it finds the last day, where a window counts back from there. */
export async function readLog(log: Table | Source, options: CheckedOptions, job: Job): Promise<ReadLog> {
  let { reference } = options;
  if (reference === undefined && options.window !== undefined)
    reference = (await eachBatch(log, options, job, new LastDay())).day + 1;
  const reader = await eachBatch(log, options, job, new LogReader(options, reference));
  return reader.result();
}

interface BatchVisitor {
  add(batch: LogBatch): void;
}

async function eachBatch<V extends BatchVisitor>(
  log: Table | Source,
  options: CheckedOptions,
  { signal, onProgress }: Job,
  visitor: V,
): Promise<V> {
  signal?.throwIfAborted();
  const yieldNow = yieldToEventLoop(signal);
  const total = isSource(log) ? undefined : log.numRows;
  let done = 0;
  for await (const batch of isSource(log) ? batchesOf(log, WHERE) : slices(log)) {
    const read = logBatch(batch, options);
    visitor.add(read);
    done += read.rows;
    onProgress?.({ step: WHERE, done, total: total ?? done });
    await yieldNow();
  }
  return visitor;
}

/** Rows of a table that are read at once. */
const SLICE_ROWS = 65_536;

function* slices(table: Table): Iterable<ReadBatch> {
  for (let from = 0; from < Math.max(1, table.numRows); from += SLICE_ROWS)
    yield { data: table.slice(from, from + SLICE_ROWS), where: WHERE };
}

/** The last day of a log. */
class LastDay implements BatchVisitor {
  day = Number.NEGATIVE_INFINITY;

  add(batch: LogBatch): void {
    for (let i = 0; i < batch.rows; i++) {
      const day = batch.day(i);
      if (day > this.day) this.day = day;
    }
  }
}

class LogReader implements BatchVisitor {
  readonly #options: CheckedOptions;
  readonly #reference: number | undefined;
  readonly #customers = new Map<Label, CustomerLog>();
  readonly #counts: { -readonly [K in keyof RfmRows]: number };
  #last = Number.NEGATIVE_INFINITY;

  constructor(options: CheckedOptions, reference: number | undefined) {
    this.#options = options;
    this.#reference = reference;
    this.#counts = {
      read: 0,
      purchases: 0,
      returns: 0,
      free: 0,
      withoutCustomer: 0,
      withoutDate: 0,
      withoutAmount: 0,
      before: 0,
      after: 0,
    };
  }

  add(batch: LogBatch): void {
    const counts = this.#counts;
    const { window } = this.#options;
    const to = this.#reference ?? Number.POSITIVE_INFINITY;
    const from = window === undefined ? Number.NEGATIVE_INFINITY : to - window;
    counts.read += batch.rows;
    for (let i = 0; i < batch.rows; i++) {
      const day = batch.day(i);
      if (day > this.#last) this.#last = day;
      const customer = batch.customer(i);
      const amount = batch.amount(i);
      if (customer === undefined) counts.withoutCustomer++;
      else if (Number.isNaN(day)) counts.withoutDate++;
      else if (!Number.isFinite(amount)) counts.withoutAmount++;
      else if (day < from) counts.before++;
      else if (day >= to) counts.after++;
      else this.#addRow(this.#customer(customer), day, amount, batch, i);
    }
  }

  #customer(customer: Label): CustomerLog {
    let found = this.#customers.get(customer);
    if (found === undefined) {
      const seen = this.#by() === "rows" ? undefined : new Set<Label>();
      found = {
        customer,
        first: Number.POSITIVE_INFINITY,
        last: Number.NEGATIVE_INFINITY,
        amount: 0,
        purchases: 0,
        seen,
      };
      this.#customers.set(customer, found);
    }
    return found;
  }

  #by(): "orders" | "days" | "rows" {
    return this.#options.frequency ?? (this.#options.order === undefined ? "days" : "orders");
  }

  #addRow(own: CustomerLog, day: number, amount: number, batch: LogBatch, row: number): void {
    const counts = this.#counts;
    if (amount === 0) {
      counts.free++;
      return;
    }
    if (amount < 0) {
      counts.returns++;
      if (this.#options.returns === "subtract") own.amount += amount;
      return;
    }
    counts.purchases++;
    own.amount += amount;
    own.first = Math.min(own.first, day);
    own.last = Math.max(own.last, day);
    // A purchase without an order is one of its day.
    const by = this.#by() === "orders" ? (batch.order(row) ?? `day ${day}`) : day;
    if (own.seen === undefined) own.purchases++;
    else own.seen.add(by);
  }

  result(): ReadLog {
    const all = [...this.#customers.values()];
    const customers = all.filter(({ first }) => Number.isFinite(first));
    for (const one of customers) if (one.seen !== undefined) one.purchases = one.seen.size;
    if (customers.length === 0)
      throw new KindredError({
        code: "EMPTY_INPUT",
        where: WHERE,
        problem: `none of ${this.#counts.read} rows is a purchase (an amount above 0 of a known customer, within the window)`,
        fix: "Look at the columns that are named, at `reference` and at `window`",
      });
    return {
      customers: customers.sort((a, b) => byLabel(a.customer, b.customer)),
      withoutPurchase: all.length - customers.length,
      reference: this.#reference ?? this.#last + 1,
      rows: { ...this.#counts },
    };
  }
}

function byLabel(a: Label, b: Label): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return byCodePoint(String(a), String(b));
}
