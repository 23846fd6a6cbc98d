import { hideCells, hideTable, isSmall } from "../../disclosure/index.js";
import { benjaminiHochberg } from "../../engine/numeric/statistics/index.js";
import { type GroupComparison, isNotable, type SegmentRow, type ShareRatio } from "./segment-row.js";
import type { Segment } from "./share-sample.js";

/** A number, or null where it is not shown. */
type Shown<T> = { readonly [K in keyof T]: T[K] | null };

/** One segment as others may see it: what tells of fewer people than the minimum is null, and what was found is said in words. */
export interface SharedSegmentRow extends Shown<Omit<SegmentRow, "segment" | "kept">> {
  /** Its label; null for rows set aside. */
  readonly segment: Segment;
  /** Shares and index without the rows set aside, where nothing is hidden in them. */
  readonly kept?: ShareRatio;
  /** Between which two values the index lies for all that is shown, where the index itself is not. */
  readonly bounds?: readonly [number, number];
  /** What stays of the finding where figures are hidden, such as `customers < 30, index below 0.38`. */
  readonly finding?: string;
}

/** One customer group as others may see it. */
export interface SharedGroup {
  /** Its label. */
  readonly group: string;
  /** Its customers. */
  readonly customerRows: number;
  /** The segments, in order. */
  readonly segments: readonly SharedSegmentRow[];
}

/** Which figures are hidden, and what their sum is. */
interface Hidden {
  readonly cells: readonly boolean[];
  /** The share that all hidden cells have together. */
  readonly share: number;
  /** How many of them have fewer people than the minimum, and how large a share those have at most. */
  readonly smallCells: number;
  readonly small: number;
}

/** Rows as others may see them. */
export interface SharedRows {
  readonly rows: readonly SharedSegmentRow[];
  readonly groups: readonly SharedGroup[];
  /** By segment: is any figure of it hidden? */
  readonly hidden: readonly boolean[];
}

/** Hides the people, and keeps what was found. */
export function sharedRows(
  segments: readonly SegmentRow[],
  groups: readonly GroupComparison[],
  minimum: number,
  contained: boolean,
): SharedRows {
  const population = hiddenIn(segments, "population", minimum);
  // People of the population who are no customers can be had by subtraction.
  const forced = segments.map((row) => contained && isSmall(row.population - row.customers, minimum));
  const customers = hiddenIn(segments, "customers", minimum, forced);
  const rows = hideRows(segments, population, customers, minimum);
  const hidden = rows.map((row) => row.index === null);
  const table = hideTable(
    groups.map((group) => group.segments.map((row) => row.customers)),
    minimum,
    customers.cells,
  );
  return {
    rows,
    hidden,
    groups: groups.map(({ group, customerRows, segments: own }, g) => ({
      group,
      customerRows,
      segments: hideRows(own, population, hiddenIn(own, "customers", minimum, table[g]), minimum),
    })),
  };
}

function hiddenIn(
  rows: readonly SegmentRow[],
  what: "population" | "customers",
  minimum: number,
  forced?: readonly boolean[],
): Hidden {
  const people = rows.map((row) => row[what]);
  const cells = hideCells(people, minimum, forced);
  const total = people.reduce((sum, count) => sum + count, 0);
  const sum = (of: readonly number[]): number => of.reduce((all, value, s) => all + (cells[s] ? value : 0), 0);
  const shares = rows.map((row) => (what === "population" ? row.populationShare : row.customerShare));
  const smallCells = people.filter((count) => isSmall(count, minimum)).length;
  return { cells, share: sum(shares), smallCells, small: minimum / Math.max(1, total) };
}

function hideRows(
  rows: readonly SegmentRow[],
  population: Hidden,
  customers: Hidden,
  minimum: number,
): SharedSegmentRow[] {
  const isHidden = (s: number): boolean => population.cells[s]! || customers.cells[s]!;
  const shown = rows.flatMap((_, s) => (isHidden(s) ? [] : [s]));
  const adjusted = benjaminiHochberg(shown.map((s) => rows[s]!.p));
  // Shares of the rows kept, beside those of all rows, give away how many were set aside.
  const aside = rows.findIndex((row) => row.segment === null);
  const keptTells = aside < 0 || !isHidden(aside);
  return rows.map((row, s): SharedSegmentRow => {
    if (!isHidden(s)) {
      const adjustedP = adjusted[shown.indexOf(s)]!;
      const { kept, ...rest } = row;
      return {
        ...rest,
        adjustedP,
        notable: isNotable(row.interval, adjustedP),
        ...(kept === undefined || !keptTells ? {} : { kept }),
      };
    }
    const [noPeople, noCustomers] = [population.cells[s]!, customers.cells[s]!];
    const bounds = boundsOf(row, noPeople ? population : undefined, noCustomers ? customers : undefined, minimum);
    return {
      segment: row.segment,
      population: noPeople ? null : row.population,
      customers: noCustomers ? null : row.customers,
      populationShare: noPeople ? null : row.populationShare,
      customerShare: noCustomers ? null : row.customerShare,
      difference: null,
      index: null,
      index100: null,
      interval: null,
      expected: noPeople ? null : row.expected,
      penetration: null,
      chiSquared: null,
      p: null,
      adjustedP: null,
      notable: null,
      ...(bounds === undefined ? {} : { bounds }),
      finding: findingText(row, noPeople, noCustomers, bounds, minimum),
    };
  });
}

/** What follows for the index from what is shown: a small cell has fewer people than the minimum, and no hidden cell more than all of them. */
function boundsOf(
  { population, customers, populationShare, customerShare }: SegmentRow,
  people: Hidden | undefined,
  buyers: Hidden | undefined,
  minimum: number,
): readonly [number, number] | undefined {
  const [lowP, highP] = rangeOf(populationShare, isSmall(population, minimum), people);
  const [lowC, highC] = rangeOf(customerShare, isSmall(customers, minimum), buyers);
  const bounds = [highP === 0 ? 0 : lowC / highP, lowP === 0 ? Number.POSITIVE_INFINITY : highC / lowP] as const;
  return bounds[0] === 0 && bounds[1] === Number.POSITIVE_INFINITY ? undefined : bounds;
}

function rangeOf(share: number, isSmallCell: boolean, hidden: Hidden | undefined): readonly [number, number] {
  if (hidden === undefined) return [share, share];
  if (isSmallCell) return [0, Math.min(hidden.small, hidden.share)];
  const others = hidden.cells.filter(Boolean).length - hidden.smallCells - 1;
  const least = others > 0 ? 0 : hidden.share - hidden.smallCells * hidden.small;
  return [Math.max(hidden.small, least), Math.max(hidden.small, hidden.share - others * hidden.small)];
}

function findingText(
  { population, customers }: SegmentRow,
  noPeople: boolean,
  noCustomers: boolean,
  bounds: readonly [number, number] | undefined,
  minimum: number,
): string {
  const few = [
    ...(noPeople && isSmall(population, minimum) ? [`people < ${minimum}`] : []),
    ...(noCustomers && isSmall(customers, minimum) ? [`customers < ${minimum}`] : []),
  ];
  return [...few, ...(bounds === undefined ? [] : [`index ${boundsText(bounds)}`])].join(", ") || "not shown";
}

/** Bounds in words: `below 0.38`. */
export function boundsText([low, high]: readonly [number, number]): string {
  const digits = (value: number): string => value.toFixed(2);
  if (low === 0) return `below ${digits(high)}`;
  return high === Number.POSITIVE_INFINITY ? `above ${digits(low)}` : `${digits(low)} to ${digits(high)}`;
}
