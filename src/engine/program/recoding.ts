/** A part of a date. Weekdays count from 1 for Monday. */
export type DatePart = "year" | "quarter" | "month" | "day" | "weekday";

/** How a value becomes another. A recoding need not know every value; a result of NaN is missing. */
export type Recoding =
  /** Values looked up; where `keep`, others stay as they are. */
  | { readonly kind: "table"; readonly values: Float64Array; readonly results: Float64Array; readonly keep: boolean }
  /** The first range that holds the value, its ends included. */
  | { readonly kind: "ranges"; readonly from: Float64Array; readonly to: Float64Array; readonly results: Float64Array }
  /** The number itself. */
  | { readonly kind: "number" }
  /** What stands before the last digit of a whole number, or that digit. */
  | { readonly kind: "tens" | "units" }
  /** A scale the other way round. */
  | { readonly kind: "reverse"; readonly from: number; readonly to: number }
  /** Steps back in time, the latest being 1, turned into a scale that rises with nearness; 0 is never. */
  | { readonly kind: "recency"; readonly oldest: number; readonly never: Float64Array }
  | { readonly kind: "datePart"; readonly part: DatePart }
  /** Days from a date to the day given (counted since 1970). */
  | { readonly kind: "daysBefore"; readonly day: number };

const DAY = 86_400_000;

/** A recoding as a function of a value that is not missing; undefined where it says nothing of it. */
export function recodingOf(recoding: Recoding): (value: number) => number | undefined {
  switch (recoding.kind) {
    case "table": {
      const results = new Map(Array.from(recoding.values, (value, k) => [value, recoding.results[k]!]));
      return recoding.keep ? (value) => results.get(value) ?? value : (value) => results.get(value);
    }
    case "ranges": {
      const { from, to, results } = recoding;
      if (to.every((end, k) => from[k]! <= end && (k === 0 || to[k - 1]! < from[k]!)))
        return (value) => {
          const at = firstNotBelow(to, value);
          return at < to.length && value >= from[at]! ? results[at] : undefined;
        };
      return (value) => {
        const at = results.findIndex((_, k) => value >= from[k]! && value <= to[k]!);
        return at < 0 ? undefined : results[at];
      };
    }
    case "number":
      return (value) => value;
    case "tens":
      return (value) => (isCount(value) ? Math.floor(value / 10) : undefined);
    case "units":
      return (value) => (isCount(value) ? value % 10 : undefined);
    case "reverse": {
      const { from, to } = recoding;
      return (value) => (value >= from && value <= to ? from + to - value : undefined);
    }
    case "recency": {
      const { oldest } = recoding;
      const never = new Set(recoding.never);
      return (value) => {
        if (never.has(value)) return 0;
        return value >= 1 && value <= oldest ? oldest + 1 - value : undefined;
      };
    }
    case "datePart": {
      const { part } = recoding;
      return (value) => partOfDate(new Date(value), part);
    }
    case "daysBefore": {
      const { day } = recoding;
      return (value) => day - Math.floor(value / DAY);
    }
  }
}

/** The first of rising numbers that is not below a value; their number where all are. */
function firstNotBelow(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

function partOfDate(date: Date, part: DatePart): number {
  switch (part) {
    case "year":
      return date.getUTCFullYear();
    case "quarter":
      return Math.floor(date.getUTCMonth() / 3) + 1;
    case "month":
      return date.getUTCMonth() + 1;
    case "day":
      return date.getUTCDate();
    case "weekday":
      return date.getUTCDay() || 7;
  }
}
