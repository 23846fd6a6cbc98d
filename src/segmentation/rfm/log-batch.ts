import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { type ColumnStore, type FeatureMatrix, isTable, type Label, valueAt } from "../../matrix/index.js";
import { planOfTable, type ReadBatch, readTable } from "../../table/index.js";
import type { CheckedOptions } from "./options.js";

/** The rows of a batch, as far as they matter; undefined or NaN where a value is missing. */
export interface LogBatch {
  readonly rows: number;
  customer(row: number): Label | undefined;
  /** Days since 1970. */
  day(row: number): number;
  amount(row: number): number;
  order(row: number): Label | undefined;
}

const DAY = 86_400_000;
export const WHERE = "rfm";

/** Reads a batch of transactions. @throws KindredError where columns are missing or hold something else. */
export function logBatch({ data, where }: ReadBatch, options: CheckedOptions): LogBatch {
  const { customer, date, amount, order } = options;
  const amounts = typeof amount === "string" ? [amount] : [amount.quantity, amount.price];
  const names = [...new Set([customer, date, ...amounts, ...(order === undefined ? [] : [order])])];
  const { rows, stores } = readColumns(data, names, where);
  const store = (name: string): ColumnStore => stores[names.indexOf(name)]!;
  const numbers = amounts.map((name) => {
    if (store(name).labels === undefined) return store(name);
    throw new KindredError({
      code: "NOT_A_NUMBER",
      where: WHERE,
      problem: `column "${name}" holds text, and amounts are numbers`,
      fix: "Read it as numbers, for instance with { decimal } or { types } of readCsv",
      column: name,
    });
  });
  return {
    rows,
    customer: labelReader(store(customer), customer),
    day: dayReader(store(date), date),
    amount: (row) => numbers.reduce((product, own) => product * valueAt(own, row), 1),
    order: order === undefined ? () => undefined : labelReader(store(order), order),
  };
}

function readColumns(
  batch: Table | FeatureMatrix,
  names: readonly string[],
  where: string,
): { readonly rows: number; readonly stores: readonly ColumnStore[] } {
  if (isTable(batch)) {
    const table = batch as Table;
    return readTable(table, planOfTable(table, names, where), where);
  }
  const matrix = batch as FeatureMatrix;
  return { rows: matrix.rows, stores: names.map((name) => matrix.stores[matrix.indexOf(name)]!) };
}

function labelReader(store: ColumnStore, name: string): (row: number) => Label | undefined {
  const { labels } = store;
  return (row) => {
    const value = valueAt(store, row);
    if (Number.isNaN(value)) return undefined;
    if (labels !== undefined) return labels[value] === "" ? undefined : labels[value];
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      throw new KindredError({
        code: "INVALID_INPUT",
        where: WHERE,
        problem: `column "${name}" holds ${value}, which no number tells apart from its neighbors`,
        fix: "Read ids of more than 15 digits as text",
        column: name,
        got: value,
      });
    return value;
  };
}

function dayReader(store: ColumnStore, name: string): (row: number) => number {
  const { labels, shows } = store;
  if (labels !== undefined) {
    const days = labels.map((word) => dayIn(word, name));
    return (row) => days[valueAt(store, row)] ?? Number.NaN;
  }
  if (shows === "date") return (row) => Math.floor(valueAt(store, row) / DAY);
  throw new KindredError({
    code: "RETYPED_COLUMN",
    where: WHERE,
    problem: `column "${name}" holds numbers, and the day of a transaction is a date`,
    fix: "Read it as dates ({ types } or { dateFormat } of readCsv)",
    column: name,
  });
}

/** The day that a word starts with; NaN for an empty one. */
function dayIn(word: string, name: string): number {
  if (word.trim() === "") return Number.NaN;
  const day = /^\s*(\d{4}-\d\d-\d\d)(?!\d)/.exec(word)?.[1];
  const time = day === undefined ? Number.NaN : Date.parse(day);
  if (!Number.isNaN(time)) return time / DAY;
  throw new KindredError({
    code: "RETYPED_COLUMN",
    where: WHERE,
    problem: `column "${name}" holds ${JSON.stringify(word)}, which starts with no date such as 2011-12-09`,
    fix: "Read it as dates ({ dateFormat } of readCsv)",
    column: name,
    got: word,
  });
}
