import { byScore } from "./truth.js";

/** What is summed of a part of a list: people contacted, and beside them those held back. */
export interface Tally {
  /** People contacted. */
  readonly rows: number;
  /** The sum of their scores. */
  readonly expected: number;
  /** The variance of the number of responses, were the scores true probabilities. */
  readonly variance: number;
  /** Responses of people contacted. */
  readonly actual: number;
  /** People held back. */
  readonly controls: number;
  /** Their responses. */
  readonly controlActual: number;
}

export const EMPTY: Tally = { rows: 0, expected: 0, variance: 0, actual: 0, controls: 0, controlActual: 0 };

export function joined(a: Tally, b: Tally): Tally {
  return {
    rows: a.rows + b.rows,
    expected: a.expected + b.expected,
    variance: a.variance + b.variance,
    actual: a.actual + b.actual,
    controls: a.controls + b.controls,
    controlActual: a.controlActual + b.controlActual,
  };
}

/**
 * Parts of about equal size, the best scores first, none of which divides people of one score, merged with the next until each has `minimum` people
 * contacted and, where anybody was held back, as many held back.
 */
export function partsOf(
  hits: Uint8Array,
  scores: Float64Array,
  treated: Uint8Array | undefined,
  bins: number,
  minimum: number,
): Tally[] {
  const least = Math.max(1, minimum);
  return merged(
    tallies(hits, scores, treated, bins),
    (part) => Math.min(part.rows, treated === undefined ? part.rows : part.controls) >= least,
  );
}

/** Parts joined with those behind them until each suffices; what is left at the end joins the last. */
export function merged(parts: readonly Tally[], suffices: (part: Tally) => boolean): Tally[] {
  const out: Tally[] = [];
  let open = EMPTY;
  for (const part of parts) {
    open = joined(open, part);
    if (!suffices(open)) continue;
    out.push(open);
    open = EMPTY;
  }
  if (open.rows + open.controls > 0) out.push(joined(out.pop() ?? EMPTY, open));
  return out;
}

function tallies(hits: Uint8Array, scores: Float64Array, treated: Uint8Array | undefined, bins: number): Tally[] {
  const order = byScore(scores);
  const parts: Tally[] = [];
  let part = { ...EMPTY };
  let bin = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to++;
    const own = Math.min(bins - 1, Math.floor((((from + to) / 2) * bins) / order.length));
    if (own !== bin) {
      parts.push(part);
      part = { ...EMPTY };
    }
    bin = own;
    for (; from < to; from++) {
      const row = order[from]!;
      const p = scores[row]!;
      if (treated !== undefined && treated[row] === 0) {
        part.controls++;
        part.controlActual += hits[row]!;
        continue;
      }
      part.rows++;
      part.expected += p;
      part.variance += p * (1 - p);
      part.actual += hits[row]!;
    }
  }
  return [...parts, part];
}
