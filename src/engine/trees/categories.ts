import { FACTS, gradientAt, hessianAt, rowsAt } from "../wasm/index.js";

/** In columns of so few categories, one is divided from the others; more are put in order of their gradients and divided there. */
const ONE_AGAINST_REST = 4;
/** Rows that a category needs to be put in order; the order shrinks by as many. */
const SMOOTHING = 10;
/** What is added to l2 where categories are put in order: such a split has many ways to fit by chance. */
const EXTRA_L2 = 10;
/** The most categories on the chosen side. */
const MAX_CATEGORIES_OF_SIDE = 32;
/** Rows between two places of the order at which it may be divided. */
const GROUP_ROWS = 100;

/** A split of categories. */
export interface CategorySplit {
  readonly score: number;
  /** Bit c is set where bin c goes left. */
  readonly set: Uint32Array;
  /** The l2 that the score, and so the values of the sides, are by. */
  readonly l2: number;
}

/** Sums on one side, as whole numbers. */
export interface Side {
  g: number;
  h: number;
  rows: number;
}

/**
 * The best split of a leaf's categories in two (W. Fisher, "On grouping for maximum homogeneity", 1958: in the order of mean gradients
 * the best split is a cut). The bin of what is missing or rare is one category more.
 */
export function divideCategories(
  words: Int32Array,
  base: number,
  count: number,
  fact: Float64Array,
): CategorySplit | undefined {
  const bits = fact[FACTS.countBits]!;
  const present: number[] = [];
  for (let c = 0; c <= count; c++) if (rowsAt(words, base + 4 * c, bits) > 0) present.push(c);
  const side = (c: number): Side => sideAt(words, base + 4 * c, bits);
  return count <= ONE_AGAINST_REST ? oneAgainstRest(present, side, fact) : inOrder(present, side, fact);
}

/** The sums of one bin. */
export function sideAt(words: Int32Array, bin: number, bits: number): Side {
  return { g: gradientAt(words, bin), h: hessianAt(words, bin, bits), rows: rowsAt(words, bin, bits) };
}

function oneAgainstRest(
  present: readonly number[],
  side: (c: number) => Side,
  fact: Float64Array,
): CategorySplit | undefined {
  const l2 = fact[FACTS.l2]!;
  let best: CategorySplit | undefined;
  for (const c of present) {
    const score = scoreOf(side(c), fact, l2);
    if (score > (best?.score ?? -1)) best = { score, set: setOf([c]), l2 };
  }
  return best;
}

function inOrder(present: readonly number[], side: (c: number) => Side, fact: Float64Array): CategorySplit | undefined {
  const l2 = fact[FACTS.l2]! + EXTRA_L2;
  const [unitG, unitH] = [fact[FACTS.unitG]!, fact[FACTS.unitH]!];
  const known = present.map((c) => ({ c, side: side(c) })).filter(({ side: { rows } }) => rows >= SMOOTHING);
  const order = known
    .map(({ c, side: own }) => ({ c, side: own, key: (own.g * unitG) / (own.h * unitH + SMOOTHING) }))
    .sort((a, b) => a.key - b.key || a.c - b.c);
  const most = Math.min(MAX_CATEGORIES_OF_SIDE, Math.floor((order.length + 1) / 2));
  let best: CategorySplit | undefined;
  for (const from of [order, [...order].reverse()]) {
    const left: Side = { g: 0, h: 0, rows: 0 };
    let since = 0;
    for (let k = 0; k < most && k < from.length - 1; k++) {
      const own = from[k]!.side;
      left.g += own.g;
      left.h += own.h;
      left.rows += own.rows;
      since += own.rows;
      if (since < GROUP_ROWS || fact[FACTS.rows]! - left.rows < GROUP_ROWS) continue;
      const score = scoreOf(left, fact, l2);
      if (score < 0) continue;
      since = 0;
      if (score > (best?.score ?? -1)) best = { score, set: setOf(from.slice(0, k + 1).map(({ c }) => c)), l2 };
    }
  }
  return best;
}

/** The score of a split with this side; -1 where a side is too small. */
function scoreOf(left: Side, fact: Float64Array, l2: number): number {
  const minRows = fact[FACTS.minRows]!;
  const minHessian = fact[FACTS.minHessian]!;
  const leftH = left.h * fact[FACTS.unitH]!;
  const rightH = fact[FACTS.h]! * fact[FACTS.unitH]! - leftH;
  if (left.rows < minRows || fact[FACTS.rows]! - left.rows < minRows || leftH < minHessian || rightH < minHessian)
    return -1;
  const leftG = left.g * fact[FACTS.unitG]!;
  const rightG = fact[FACTS.g]! * fact[FACTS.unitG]! - leftG;
  return (leftG * leftG) / (leftH + l2) + (rightG * rightG) / (rightH + l2);
}

/** Eight words, one bit a bin. */
function setOf(bins: readonly number[]): Uint32Array {
  const set = new Uint32Array(8);
  for (const c of bins) set[c >> 5]! |= 1 << (c & 31);
  return set;
}
