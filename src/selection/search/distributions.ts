import { exp, log } from "../../engine/numeric/math/index.js";
import type { Random } from "../../engine/numeric/random/index.js";
import { KindredError } from "../../errors/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";

/** Numbers to draw from, each stretch as likely as any of the same length; with `log`, each stretch of the logarithm. */
export interface NumberRange {
  /** Whole numbers or any. */
  readonly distribution: "uniform" | "integers";
  /** The smallest. */
  readonly from: number;
  /** The largest. */
  readonly to: number;
  /** Are orders of magnitude as likely as each other? */
  readonly log: boolean;
}

/** What one hyper-parameter may be: some values, each as likely, or a range of numbers. */
export type Dimension<V = unknown> = readonly V[] | (number extends V ? NumberRange : never);

/**
 * Numbers from `from` to `to`, each as likely.
 *
 * @throws KindredError where the range is empty.
 *
 * @example
 * ```ts
 * import { uniform } from "kindred";
 *
 * uniform(0.5, 1).to; // 1
 * ```
 */
export function uniform(from: number, to: number): NumberRange {
  checkArguments("uniform", { from: [from, check.number], to: [to, check.number] });
  return range("uniform", from, to, false);
}

/**
 * Numbers from `from` to `to` whose orders of magnitude are as likely as each other: for penalties and learning rates.
 *
 * @throws KindredError where the range is empty, or starts at 0 or below.
 *
 * @example
 * ```ts
 * import { logUniform } from "kindred";
 *
 * logUniform(1e-4, 1).log; // true
 * ```
 */
export function logUniform(from: number, to: number): NumberRange {
  checkArguments("logUniform", { from: [from, check.number], to: [to, check.number] });
  return range("uniform", from, to, true);
}

const checkIntegers = optionsCheck<{ readonly log?: boolean }>("integers", { log: check.flag });

/**
 * Whole numbers from `from` to `to`, both among them; with `log` their orders of magnitude are as likely as each other.
 *
 * @throws KindredError where the range is empty, or (with `log`) starts below 1.
 *
 * @example
 * ```ts
 * import { integers } from "kindred";
 *
 * integers(2, 64, { log: true }).from; // 2
 * ```
 */
export function integers(from: number, to: number, options: { readonly log?: boolean } = {}): NumberRange {
  checkArguments("integers", { from: [from, check.number], to: [to, check.number] });
  checkIntegers(options);
  return range("integers", from, to, options.log ?? false);
}

function range(distribution: NumberRange["distribution"], from: number, to: number, log: boolean): NumberRange {
  const whole = distribution === "uniform" || (Number.isInteger(from) && Number.isInteger(to));
  if (!whole || !(from < to) || !Number.isFinite(to - from) || (log && from <= 0))
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: distribution,
      problem: `there is no such range from ${from} to ${to}`,
      fix: `Give finite ${distribution === "integers" ? "whole " : ""}numbers that rise${log ? " from above 0" : ""}`,
    });
  return { distribution, from, to, log };
}

/** The ends of a range on the scale on which it is even. Whole numbers own half a step on each side. */
export function scaleOf({ distribution, from, to, log: logarithmic }: NumberRange): readonly [number, number] {
  const half = distribution === "integers" ? 0.5 : 0;
  return logarithmic ? [log(from - half), log(to + half)] : [from - half, to + half];
}

/** A point of that scale as a value of the range. */
export function fromScale(at: number, { distribution, from, to, log: logarithmic }: NumberRange): number {
  const value = logarithmic ? exp(at) : at;
  return Math.min(to, Math.max(from, distribution === "integers" ? Math.round(value) : value));
}

/** A value as a point of that scale. */
export function toScale(value: number, { log: logarithmic }: NumberRange): number {
  return logarithmic ? log(value) : value;
}

/** Is it a range, and no list? */
export function isRange(dimension: Dimension): dimension is NumberRange {
  return !Array.isArray(dimension);
}

/** A value drawn. */
export function sampleFrom(dimension: Dimension, random: Random): unknown {
  if (!isRange(dimension)) return dimension[random.below(dimension.length)];
  const [low, high] = scaleOf(dimension);
  return fromScale(low + random.uniform() * (high - low), dimension);
}
