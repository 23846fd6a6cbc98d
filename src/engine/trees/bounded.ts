import { FACTS } from "../wasm/index.js";
import { sideAt } from "./categories.js";

/** What keeps scores rising or falling: the values that a leaf may take. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** A split of numbers. */
export interface NumberSplit {
  readonly score: number;
  readonly bin: number;
  readonly way: number;
}

/** The value of a leaf within its bounds. */
export function boundedValue(g: number, h: number, l2: number, { low, high }: Bounds): number {
  return Math.min(high, Math.max(low, h + l2 > 0 ? -g / (h + l2) : 0));
}

/** What a leaf of this value gains. */
export function scoreAt(value: number, g: number, h: number, l2: number): number {
  return -(2 * g * value + (h + l2) * value * value);
}

/**
 * The best split of a feature where values are bounded. `direction` says whether the right side must not have less (1), must not have
 * more (-1), or may have either (0).
 */
export function divideBounded(
  words: Int32Array,
  base: number,
  count: number,
  fact: Float64Array,
  bounds: Bounds,
  direction: number,
): NumberSplit {
  const bits = fact[FACTS.countBits]!;
  const [unitG, unitH, l2, rows] = [fact[FACTS.unitG]!, fact[FACTS.unitH]!, fact[FACTS.l2]!, fact[FACTS.rows]!];
  const sumG = fact[FACTS.g]! * unitG;
  const sumH = fact[FACTS.h]! * unitH;
  const gaps = sideAt(words, base + 4 * count, bits);
  let best: NumberSplit = { score: -1, bin: 0, way: 0 };
  for (let way = 0; way < (gaps.rows > 0 ? 2 : 1); way++) {
    const left = way === 0 ? { g: 0, h: 0, rows: 0 } : { ...gaps };
    const last = way === 0 && gaps.rows > 0 ? count : count - 1;
    for (let t = 0; t < last; t++) {
      const own = sideAt(words, base + 4 * t, bits);
      if (own.rows === 0) continue;
      left.g += own.g;
      left.h += own.h;
      left.rows += own.rows;
      const leftH = left.h * unitH;
      const rightH = sumH - leftH;
      const few = left.rows < fact[FACTS.minRows]! || rows - left.rows < fact[FACTS.minRows]!;
      if (few || leftH < fact[FACTS.minHessian]! || rightH < fact[FACTS.minHessian]!) continue;
      const leftG = left.g * unitG;
      const a = boundedValue(leftG, leftH, l2, bounds);
      const b = boundedValue(sumG - leftG, rightH, l2, bounds);
      if ((b - a) * direction < 0) continue;
      const score = scoreAt(a, leftG, leftH, l2) + scoreAt(b, sumG - leftG, rightH, l2);
      if (score > best.score) best = { score, bin: t, way };
    }
  }
  return best;
}
