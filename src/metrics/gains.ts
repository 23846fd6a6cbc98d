import { exactInterval } from "../engine/numeric/statistics/index.js";
import { type Printable, printed } from "../errors/index.js";
import type { Labels, Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { thresholdsOf } from "./curves.js";
import { liftInterval } from "./lift-interval.js";
import { printedColumns } from "./printed-columns.js";
import { type BinaryOptions, binaryRows, byScore, demandBoth, scoresCheck } from "./truth.js";
import { type Tabular, withTable } from "./with-table.js";

/** One slice of the list, from the best scores down. */
export interface GainsRow {
  /** From 1: the best. */
  readonly bin: number;
  /** Rows in it. */
  readonly rows: number;
  /** Positive rows in it; rows of equal score share theirs evenly. */
  readonly positives: number;
  /** Share of positives. */
  readonly rate: number;
  /** Between which two values the rate lies, at 95 %: the exact interval. */
  readonly interval: readonly [number, number];
  /** That share over the share in all rows. */
  readonly lift: number;
  /** Between which two values the lift lies, at 95 %: the score interval. */
  readonly liftInterval: readonly [number, number];
  /** Share of all rows up to here. */
  readonly cumulativeRows: number;
  /** Share of all positives up to here. */
  readonly cumulativePositives: number;
  /** Lift of all rows up to here. */
  readonly cumulativeLift: number;
}

/** The slices, which print themselves. */
export interface GainsTable extends Array<GainsRow>, Tabular {
  /** One line a slice: its rows, positives, rate and lift with their intervals, and what is reached up to it. */
  toText(): string;
}

const CONFIDENCE = 0.95;

/** How many positives the best `count` rows hold, where rows of equal score share theirs evenly: so the order of rows does not matter. */
function hitsAmong(scores: Float64Array, hits: Uint8Array): (count: number) => number {
  const order = byScore(scores);
  const smooth = new Float64Array(order.length + 1);
  for (let from = 0; from < order.length; ) {
    let to = from;
    let tied = 0;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) tied += hits[order[to++]!]!;
    const start = smooth[from]!;
    for (let k = from; k < to; k++) smooth[k + 1] = start + (tied * (k + 1 - from)) / (to - from);
    from = to;
  }
  return (count) => smooth[count]!;
}

const checkGains = optionsCheck<NonNullable<Parameters<typeof gainsTable>[2]>>("gainsTable", {
  positive: check.label,
  bins: check.whole(1),
});

/**
 * The list cut into slices of equal size from the best scores down, with the positives, rates and lifts of each.
 *
 * @param options - `bins`: how many slices, 10 by default.
 *
 * @example
 * ```ts
 * import { gainsTable } from "kindred";
 *
 * const gains = gainsTable([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1], { bins: 2 });
 * gains[0]!.rate; // 0.5
 * console.log(gains.toText());
 * ```
 */
export function gainsTable(
  truth: Labels,
  scores: Numbers,
  options: Omit<BinaryOptions, "sampleWeight"> & { readonly bins?: number } = {},
): GainsTable {
  checkArguments("gainsTable", { truth: [truth, check.labels], scores: [scores, scoresCheck] });
  checkGains(options);
  const rows = binaryRows(truth, scores, options, "gainsTable");
  demandBoth({ ...rows, negatives: 1 }, "gainsTable");
  const among = hitsAmong(rows.scores, rows.hits);
  const count = rows.hits.length;
  const bins = Math.min(options.bins ?? 10, count);
  const base = rows.positives / count;
  const slices = Array.from({ length: bins }, (_, k): GainsRow => {
    const from = Math.round((k * count) / bins);
    const to = Math.round(((k + 1) * count) / bins);
    const positives = Math.max(0, among(to) - among(from));
    const rate = positives / (to - from);
    return {
      bin: k + 1,
      rows: to - from,
      positives,
      rate,
      interval: exactInterval(positives, to - from, CONFIDENCE),
      lift: rate / base,
      liftInterval: liftInterval(
        { hits: positives, rows: to - from },
        { hits: rows.positives, rows: count },
        CONFIDENCE,
      ),
      cumulativeRows: to / count,
      cumulativePositives: among(to) / rows.positives,
      cumulativeLift: among(to) / to / base,
    };
  });
  // Not enumerable: the slices compare, spread and stringify as the plain list that they are.
  const of = (pick: (slice: GainsRow) => number): number[] => slices.map(pick);
  const whole = withTable(slices, () => ({
    bin: of(({ bin }) => bin),
    rows: of(({ rows }) => rows),
    positives: of(({ positives }) => positives),
    rate: of(({ rate }) => rate),
    rateLow: of(({ interval }) => interval[0]),
    rateHigh: of(({ interval }) => interval[1]),
    lift: of(({ lift }) => lift),
    liftLow: of(({ liftInterval: [low] }) => low),
    liftHigh: of(({ liftInterval: [, high] }) => high),
    cumulativeRows: of(({ cumulativeRows }) => cumulativeRows),
    cumulativePositives: of(({ cumulativePositives }) => cumulativePositives),
    cumulativeLift: of(({ cumulativeLift }) => cumulativeLift),
  }));
  return printed(whole, () => gainsText(slices));
}

const HEAD = ["bin", "rows", "positives", "rate", "95 %", "lift", "95 %", "of rows", "of positives", "lift so far"];

function gainsText(slices: readonly GainsRow[]): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const lines = slices.map((slice) => [
    String(slice.bin),
    slice.rows.toLocaleString("en-US"),
    String(Math.round(10 * slice.positives) / 10),
    percent(slice.rate),
    slice.interval.map(percent).join(" to "),
    slice.lift.toFixed(2),
    slice.liftInterval.map((lift) => lift.toFixed(2)).join(" to "),
    percent(slice.cumulativeRows),
    percent(slice.cumulativePositives),
    slice.cumulativeLift.toFixed(2),
  ]);
  const widths = HEAD.map((head, j) => Math.max(head.length, ...lines.map((line) => line[j]!.length)));
  return [HEAD, ...lines].map((line) => line.map((cell, j) => cell.padStart(widths[j]!)).join("  ")).join("\n");
}

const checkLift = optionsCheck<NonNullable<Parameters<typeof liftAt>[3]>>("liftAt", { positive: check.label });

/**
 * How many times more positives the best share of the list holds than a random list.
 *
 * @param share - Which part of the list, between 0 and 1.
 *
 * @example
 * ```ts
 * import { liftAt } from "kindred";
 *
 * liftAt([1, 1, 0, 0], [0.9, 0.8, 0.7, 0.1], 0.5); // 2
 * ```
 */
export function liftAt(
  truth: Labels,
  scores: Numbers,
  share: number,
  options: Omit<BinaryOptions, "sampleWeight"> = {},
): number {
  checkArguments("liftAt", {
    truth: [truth, check.labels],
    scores: [scores, scoresCheck],
    share: [share, check.number],
  });
  checkLift(options);
  const rows = binaryRows(truth, scores, options, "liftAt");
  demandBoth({ ...rows, negatives: 1 }, "liftAt");
  const count = Math.max(1, Math.round(share * rows.hits.length));
  return hitsAmong(rows.scores, rows.hits)(count) / count / (rows.positives / rows.hits.length);
}

const checkKsStatistic = optionsCheck<BinaryOptions>("ksStatistic", {
  positive: check.label,
  sampleWeight: check.numbers,
});

/**
 * The largest distance between the distribution of the scores of positives and of the others.
 *
 * @example
 * ```ts
 * import { ksStatistic } from "kindred";
 *
 * ksStatistic([1, 1, 0, 0], [0.9, 0.8, 0.7, 0.1]); // 1
 * ```
 */
export function ksStatistic(truth: Labels, scores: Numbers, options: BinaryOptions = {}): number {
  checkArguments("ksStatistic", { truth: [truth, check.labels], scores: [scores, scoresCheck] });
  checkKsStatistic(options);
  const rows = binaryRows(truth, scores, options, "ksStatistic");
  demandBoth(rows, "ksStatistic");
  const { truePositives, falsePositives } = thresholdsOf(rows);
  let most = 0;
  for (let k = 0; k < truePositives.length; k++)
    most = Math.max(most, Math.abs(truePositives[k]! / rows.positives - falsePositives[k]! / rows.negatives));
  return most;
}

/** Profit against the length of the list. */
export interface ProfitCurve extends Printable {
  /** How many of the best rows are contacted. */
  readonly contacts: Float64Array;
  /** What they bring, less what contacting them costs. */
  readonly profit: Float64Array;
  /** The number of contacts with the highest profit. */
  readonly best: number;
}

const checkProfit = optionsCheck<NonNullable<Parameters<typeof profitCurve>[2]>>(
  "profitCurve",
  { positive: check.label, value: check.number, cost: check.number },
  ["value", "cost"],
);

/**
 * What contacting the best 0, 1, 2, … rows brings.
 *
 * @param options - `value` of a positive row, `cost` of a contact, in one currency.
 *
 * @example
 * ```ts
 * import { profitCurve } from "kindred";
 *
 * profitCurve([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1], { value: 10, cost: 2 }).best; // 3
 * ```
 */
export function profitCurve(
  truth: Labels,
  scores: Numbers,
  options: Omit<BinaryOptions, "sampleWeight"> & { readonly value: number; readonly cost: number },
): ProfitCurve {
  checkArguments("profitCurve", { truth: [truth, check.labels], scores: [scores, scoresCheck] });
  checkProfit(options);
  const rows = binaryRows(truth, scores, options, "profitCurve");
  const among = hitsAmong(rows.scores, rows.hits);
  const contacts = Float64Array.from({ length: rows.hits.length + 1 }, (_, count) => count);
  const profit = contacts.map((count) => options.value * among(count) - options.cost * count);
  let best = 0;
  profit.forEach((amount, count) => {
    if (amount > profit[best]!) best = count;
  });
  const sentence = `The profit is highest, ${Number(profit[best]!.toPrecision(4))}, with ${best.toLocaleString("en-US")} contacts.`;
  return printedColumns({ contacts, profit, best }, { contacts, profit }, sentence);
}
