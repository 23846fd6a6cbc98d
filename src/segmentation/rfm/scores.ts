import type { RfmBreaks } from "./options.js";

/** The three that are scored. */
export type Scored = "recency" | "frequency" | "monetary";
/** Where scores change, of all three. */
export type AllBreaks = { readonly [K in Scored]: readonly number[] };

/**
 * The breaks of some values: those declared, or values at even shares of the customers, so that equal values have one score. A value that holds several
 * shares stands several times: those above it then have the score that they would have by rank.
 */
export function breaksOf(
  values: Readonly<Record<Scored, Float64Array>>,
  quantiles: number,
  declared: RfmBreaks,
): AllBreaks {
  const own = (name: Scored): readonly number[] => declared[name] ?? quantileBreaks(values[name], quantiles);
  return { recency: own("recency"), frequency: own("frequency"), monetary: own("monetary") };
}

function quantileBreaks(values: Float64Array, quantiles: number): number[] {
  const sorted = values.slice().sort();
  return Array.from({ length: quantiles - 1 }, (_, q) => {
    const rank = Math.ceil(((q + 1) / quantiles) * sorted.length);
    return sorted[Math.max(0, rank - 1)]!;
  });
}

/** 1 for the worst, one more than there are breaks for the best: few days are good, many purchases and much money are. */
export function scoresOf(values: Float64Array, breaks: readonly number[], fewIsGood: boolean): Int32Array {
  return Int32Array.from(values, (value) => {
    const below = breaks.filter((one) => one < value).length;
    return 1 + (fewIsGood ? breaks.length - below : below);
  });
}
