import { FEWEST_SHOWN } from "../disclosure/index.js";
import { type Context, limit, NOT_SHOWN, people, share } from "./context.js";
import { type Html, html } from "./page/html.js";
import { data, indexDigits, type Printed, ratio } from "./page/numbers.js";
import type { ComparedSegment, ReportedComparison, ReportedProfile, SegmentId } from "./results.js";
import { type Hidden, hideSmall } from "./small-cells.js";

/** Indices between these are called the same as overall. */
export const SAME: readonly [low: number, high: number] = [0.9, 1.1];
/** Adjusted p-values above this are called chance. */
const CHANCE = 0.05;

/** A compared segment with what may be shown of it; numbers that are not known are NaN. */
export interface ShownSegment {
  /** Its id. */
  readonly segment: SegmentId;
  /** People of the population in it. */
  readonly population: number;
  /** Customers in it. */
  readonly customers: number;
  /** Its share of the population. */
  readonly populationShare: number;
  /** Its share of the customers. */
  readonly customerShare: number;
  /** The index. */
  readonly index: number;
  /** The interval of the index. */
  readonly interval: readonly [number, number];
  /** The adjusted p-value. */
  readonly adjustedP: number;
  /** The customers that it would have by its share of the population. */
  readonly expected?: number;
  /** Customers over people. */
  readonly penetration?: number;
  /** The index without the rows set aside. */
  readonly keptIndex?: number;
  /** Between which two values a hidden index lies. */
  readonly bounds?: readonly [number, number];
  /** Is its number of people hidden? */
  readonly hiddenPeople: Hidden;
  /** Is its number of customers hidden? */
  readonly hiddenCustomers: Hidden;
  /** Is either? Then its index is too. */
  readonly hidden: boolean;
  /** Surely more customers than its share of people, surely fewer, or neither. */
  readonly finding: "more" | "fewer" | "none";
}

/** The comparison as its readers may see it: what the result itself says that others may see, where it does. */
export function shownComparison(comparison: ReportedComparison, { shared }: Context): ReportedComparison {
  if (!shared || comparison.shared === undefined) return comparison;
  const { overlap } = comparison;
  return { ...comparison.shared(), ...(overlap === undefined ? {} : { overlap }) };
}

/** The segments of a comparison with what may be shown. */
export function shownSegments(comparison: ReportedComparison, context: Context): ShownSegment[] {
  const { segments } = comparison;
  const counts = (key: "population" | "customers"): number[] => segments.map((segment) => segment[key] ?? 0);
  const open = segments.map((): Hidden => undefined);
  // Where some numbers are hidden already those that protect them are too.
  const hide = (key: "population" | "customers"): Hidden[] =>
    context.shared && segments.every((segment) => segment[key] !== null) ? hideSmall(counts(key)) : [...open];
  const [ofPeople, ofCustomers] = [hide("population"), hide("customers")];
  if (context.shared && comparison.overlap === "contained")
    hideOthers(counts("population"), counts("customers"), ofCustomers);
  return segments.map((segment, s) => shown(segment, ofPeople[s], ofCustomers[s]));
}

/** The segments of a profile, where there are no customers to compare them with. */
export function profiledSegments({ segments }: ReportedProfile, { shared }: Context): ShownSegment[] {
  const hidden = shared ? hideSmall(segments.map(({ rows }) => rows)) : [];
  return segments.map(({ segment, rows, share: populationShare }, s) => ({
    segment,
    population: rows,
    customers: Number.NaN,
    populationShare,
    customerShare: Number.NaN,
    index: Number.NaN,
    interval: [Number.NaN, Number.NaN],
    adjustedP: Number.NaN,
    hiddenPeople: hidden[s],
    hiddenCustomers: undefined,
    hidden: hidden[s] !== undefined,
    finding: "none",
  }));
}

function shown(one: ComparedSegment, people: Hidden, customers: Hidden): ShownSegment {
  const hiddenPeople = one.population === null ? "protects" : people;
  const hiddenCustomers = one.customers === null ? "protects" : customers;
  const hidden = hiddenPeople !== undefined || hiddenCustomers !== undefined || one.index === null;
  return {
    segment: one.segment,
    population: one.population ?? Number.NaN,
    customers: one.customers ?? Number.NaN,
    populationShare: one.populationShare ?? Number.NaN,
    customerShare: one.customerShare ?? Number.NaN,
    index: one.index ?? Number.NaN,
    interval: one.interval ?? [Number.NaN, Number.NaN],
    adjustedP: one.adjustedP ?? Number.NaN,
    ...(one.expected == null ? {} : { expected: one.expected }),
    ...(one.penetration == null || !Number.isFinite(one.penetration) ? {} : { penetration: one.penetration }),
    ...(one.kept === undefined || hidden ? {} : { keptIndex: one.kept.index }),
    ...(one.bounds === undefined ? {} : { bounds: one.bounds }),
    hiddenPeople,
    hiddenCustomers,
    hidden,
    finding: findingOf(one),
  };
}

/** Where customers are part of the population, people who are none can be found by subtraction. */
function hideOthers(population: readonly number[], customers: readonly number[], hidden: Hidden[]): void {
  hideSmall(population.map((people, s) => people - customers[s]!)).forEach((mark, s) => {
    if (mark !== undefined) hidden[s] ??= "protects";
  });
}

function findingOf({ interval, adjustedP, notable }: ComparedSegment): ShownSegment["finding"] {
  if (interval === null || notable === false || (notable !== true && (adjustedP === null || adjustedP > CHANCE)))
    return "none";
  return interval[0] > SAME[1] ? "more" : interval[1] < SAME[0] ? "fewer" : "none";
}

/** The number of people of the population in a segment. */
export function peopleCell(segment: ShownSegment): Html {
  return people(segment.population, segment.hiddenPeople);
}

/** Their share of the population. */
export function peopleShareCell(segment: ShownSegment, { populationRows }: { readonly populationRows: number }): Html {
  return share(segment.populationShare, populationRows, segment.hiddenPeople);
}

/** The number of customers in a segment. */
export function customersCell(segment: ShownSegment): Html {
  return people(segment.customers, segment.hiddenCustomers);
}

/** Their share of the customers. */
export function customerShareCell(segment: ShownSegment, { customerRows }: ReportedComparison): Html {
  return share(segment.customerShare, customerRows, segment.hiddenCustomers);
}

/** The index; where its people are hidden, how large or small it can be. */
export function indexCell(segment: ShownSegment, comparison: ReportedComparison): Html {
  const { index, interval } = segment;
  if (!segment.hidden)
    return index === Number.POSITIVE_INFINITY ? html`above ${data(ratio(interval[0]))}` : data(ratio(index));
  const [low, high] = segment.bounds ?? boundsOf(segment, comparison);
  if (low > 0 && high < Number.POSITIVE_INFINITY) return html`${limit(ratio(low))} to ${limit(ratio(high))}`;
  if (high < Number.POSITIVE_INFINITY) return html`below ${limit(ratio(high))}`;
  return low > 0 ? html`above ${limit(ratio(low))}` : NOT_SHOWN;
}

/** A count of fewer than 30 people beside one that is shown leaves the index on one side of a limit. */
function boundsOf(
  segment: ShownSegment,
  { customerRows, populationRows }: ReportedComparison,
): readonly [number, number] {
  const { hiddenPeople, hiddenCustomers, populationShare, customerShare } = segment;
  const low =
    hiddenPeople === "small" && hiddenCustomers === undefined ? (customerShare * populationRows) / FEWEST_SHOWN : 0;
  const high =
    hiddenCustomers === "small" && hiddenPeople === undefined && populationShare > 0
      ? FEWEST_SHOWN / customerRows / populationShare
      : Number.POSITIVE_INFINITY;
  return [low, high];
}

/** The interval of an index with the digits of its estimate, which it always holds. */
export function intervalOf({ index, interval: [low, high] }: ShownSegment): readonly [Printed, Printed] | undefined {
  if (!Number.isFinite(index)) return undefined;
  const digits = indexDigits(index);
  // A segment without a customer has an index of 0, and an interval of what it could have been.
  return [ratio(index === 0 ? 0 : low, digits), ratio(high, digits)];
}

/** The interval as text. */
export function intervalCell(segment: ShownSegment): Html {
  const ends = segment.hidden ? undefined : intervalOf(segment);
  if (ends === undefined) return NOT_SHOWN;
  return html`<span class="interval">${data(ends[0])} to ${data(ends[1])}</span>`;
}
