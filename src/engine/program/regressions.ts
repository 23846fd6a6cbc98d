import { type FilledColumn, rowFiller } from "./fill-rows.js";
import type { Executor } from "./operation.js";

/**
 * Missing values from regressions of each column on all others, taken in turns from a first guess (S. van Buuren, K. Groothuis-Oudshoorn,
 * "mice: Multivariate Imputation by Chained Equations in R", 2011).
 */
export interface RegressionsOperation {
  readonly op: "regressions";
  /** The columns filled at the end; where `codes` are given, with the nearest of them (the smaller of two). */
  readonly filled: readonly (FilledColumn & { readonly codes?: Float64Array })[];
  /** The columns that take part, and the first guess for each. */
  readonly chained: readonly number[];
  readonly guesses: Float64Array;
  /** For each chained column the smallest and the largest value that it is filled with; any where absent. */
  readonly bounds?: Float64Array;
  /** The turns: a place among `chained`, what its regression starts from, and a coefficient for each chained column (0 for itself). */
  readonly targets: Int32Array;
  readonly intercepts: Float64Array;
  readonly coefficients: Float64Array;
}

export const regressions: Executor<RegressionsOperation> = rowFiller((operation) => {
  const { chained, guesses, bounds, targets, intercepts, coefficients } = operation;
  const width = chained.length;
  const places = new Map(chained.map((position, place) => [position, place]));
  // Distances from the first guess: so sums stay small where values are large and alike.
  const away = new Float64Array(width);
  const missing = new Uint8Array(width);
  const clamped = (value: number, place: number, guess: number): number =>
    bounds === undefined
      ? value
      : Math.min(bounds[2 * place + 1]! - guess, Math.max(bounds[2 * place]! - guess, value));
  return (row) => {
    for (let place = 0; place < width; place++) {
      const value = row[chained[place]!]!;
      missing[place] = Number.isNaN(value) ? 1 : 0;
      away[place] = missing[place] === 1 ? 0 : value - guesses[place]!;
    }
    for (let turn = 0; turn < targets.length; turn++) {
      const target = targets[turn]!;
      if (missing[target] !== 1) continue;
      const value = intercepts[turn]! + dot(coefficients, turn * width, away);
      away[target] = clamped(value, target, guesses[target]!);
    }
    for (const { position, storage, codes } of operation.filled) {
      const place = places.get(position)!;
      if (missing[place] === 0) continue;
      // The way back from a distance may round to beyond a bound.
      const value = clamped(away[place]! + guesses[place]!, place, 0);
      const filled = codes === undefined ? value : nearest(codes, value);
      row[position] = storage === "float32" ? Math.fround(filled) : filled;
    }
  };
});

function dot(coefficients: Float64Array, at: number, values: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < values.length; j++) sum += coefficients[at + j]! * values[j]!;
  return sum;
}

/** The nearest of rising codes, the smaller of two. */
function nearest(codes: Float64Array, value: number): number {
  let best = codes[0]!;
  for (const code of codes) if (Math.abs(code - value) < Math.abs(best - value)) best = code;
  return best;
}
