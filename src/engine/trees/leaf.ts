import { FACTS, rowsAt } from "../wasm/index.js";
import { type Bounds, boundedValue, divideBounded, scoreAt } from "./bounded.js";
import { divideCategories, type Side, sideAt } from "./categories.js";
import type { Units } from "./quantize.js";
import { inSet } from "./trees.js";
import type { Workspace } from "./workspace.js";

/** What a split is asked for. */
export interface SplitRules {
  readonly l2: number;
  readonly minSamplesLeaf: number;
  readonly minHessian: number;
  /** By feature: must values rise (1) or fall (-1) with it? Absent where none must. */
  readonly directions?: Int8Array;
}

/** How a tree grows. */
export interface GrowRules extends SplitRules {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  /** What leaves' values are multiplied by. */
  readonly learningRate: number;
}

/** A leaf of a growing tree. Sums are whole numbers. */
export interface Leaf extends Bounds, Side {
  readonly node: number;
  readonly depth: number;
  readonly from: number;
  /** Where its histograms lie; -1 where they were not kept. */
  slot: number;
  /** The l2 that its value is by. */
  readonly l2: number;
  split?: Split;
}

/** The best split of a leaf. */
export interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly set?: Uint32Array;
  readonly l2: number;
  readonly left: Side;
}

/** Marks the features that the kernels look for splits in: those of numbers that a tree may divide by, where no values are bounded. */
export function fillUsable(
  { usable, features, stride }: Workspace,
  { directions }: SplitRules,
  allowed: Uint8Array,
): void {
  for (let f = 0; f < stride; f++)
    usable[f] = directions === undefined && features[f]?.categories === undefined ? (allowed[f] ?? 0) : 0;
}

/** Gains below this share of what the leaf has are rounding. */
const ROUNDING = 1e-12;

/** Tells the kernels about a leaf. */
export function fillFacts(facts: Float64Array, leaf: Leaf, units: Units, rules: SplitRules): void {
  facts[FACTS.unitG] = units.g;
  facts[FACTS.unitH] = units.h;
  facts[FACTS.g] = leaf.g;
  facts[FACTS.h] = leaf.h;
  facts[FACTS.l2] = rules.l2;
  facts[FACTS.minHessian] = rules.minHessian;
  facts[FACTS.minRows] = rules.minSamplesLeaf;
  facts[FACTS.rows] = leaf.rows;
  facts[FACTS.countBits] = units.countBits;
}

/**
 * The best split of a leaf whose histograms lie in its slot: of numbers as the kernels found it (`which` of the two results), of
 * categories and where values are bounded found here. Of equal ones that of the first column.
 */
export function bestSplit(
  space: Workspace,
  leaf: Leaf,
  which: 0 | 1,
  rules: SplitRules,
  allowed: Uint8Array,
): Split | undefined {
  const fact = space.facts[which];
  const g = leaf.g * fact[FACTS.unitG]!;
  const h = leaf.h * fact[FACTS.unitH]!;
  const { directions } = rules;
  const own =
    directions === undefined ? (g * g) / (h + rules.l2) : scoreAt(boundedValue(g, h, rules.l2, leaf), g, h, rules.l2);
  let most = own + ROUNDING * Math.abs(own);
  let best: Omit<Split, "gain" | "left"> | undefined;
  for (let f = 0; f < space.features.length; f++) {
    if (allowed[f] === 0) continue;
    const { categories, count } = space.features[f]!;
    const base = space.base(leaf.slot, f);
    if (categories !== undefined) {
      const found = divideCategories(space.words, base, count, fact);
      if (found !== undefined && found.score > most) {
        most = found.score;
        best = { feature: f, bin: 0, missingLeft: false, set: found.set, l2: found.l2 };
      }
    } else {
      const found =
        directions === undefined
          ? resultAt(space, which, f)
          : divideBounded(space.words, base, count, fact, leaf, directions[f]!);
      if (found.score > most) {
        most = found.score;
        best = { feature: f, bin: found.bin, missingLeft: found.way === 1, l2: rules.l2 };
      }
    }
  }
  if (best === undefined) return undefined;
  const bits = fact[FACTS.countBits]!;
  const split = { ...centered(best, leaf, space, bits), gain: most - own };
  return withDefault({ ...split, left: leftOf(space, leaf, split, bits) }, leaf, space, fact);
}

function resultAt(
  { at, floats, words }: Workspace,
  which: 0 | 1,
  f: number,
): { score: number; bin: number; way: number } {
  const result = at.results[which] + 16 * f;
  return { score: floats[result / 8]!, bin: words[result / 4 + 2]!, way: words[result / 4 + 3]! };
}

/** The sums of the rows that a split sends left. */
function leftOf(space: Workspace, leaf: Leaf, split: Omit<Split, "left">, bits: number): Side {
  const { count } = space.features[split.feature]!;
  const base = space.base(leaf.slot, split.feature);
  const left: Side = { g: 0, h: 0, rows: 0 };
  for (let bin = 0; bin <= count; bin++) {
    const { set } = split;
    const isLeft = set === undefined ? (bin === count ? split.missingLeft : bin <= split.bin) : inSet(set, bin);
    if (!isLeft) continue;
    const own = sideAt(space.words, base + 4 * bin, bits);
    left.g += own.g;
    left.h += own.h;
    left.rows += own.rows;
  }
  return left;
}

/** A split of numbers half way to the next bin that has rows: what lies between them at other rows is divided fairly. */
function centered<S extends Omit<Split, "left" | "gain">>(split: S, leaf: Leaf, space: Workspace, bits: number): S {
  if (split.set !== undefined) return split;
  const { count } = space.features[split.feature]!;
  const base = space.base(leaf.slot, split.feature);
  let next = split.bin + 1;
  while (next < count && rowsAt(space.words, base + 4 * next, bits) === 0) next++;
  return next < count ? { ...split, bin: (split.bin + next) >> 1 } : split;
}

/** Where no row of the leaf says where missing (or unknown) values go, they go where most rows go. */
function withDefault(split: Split, leaf: Leaf, space: Workspace, fact: Float64Array): Split {
  const { count } = space.features[split.feature]!;
  const base = space.base(leaf.slot, split.feature);
  if (sideAt(space.words, base + 4 * count, fact[FACTS.countBits]!).rows > 0) return split;
  const missingLeft = 2 * split.left.rows > leaf.rows;
  if (split.set === undefined) return { ...split, missingLeft };
  const set = split.set.slice();
  if (missingLeft) set[count >> 5]! |= 1 << (count & 31);
  return { ...split, set, missingLeft };
}
