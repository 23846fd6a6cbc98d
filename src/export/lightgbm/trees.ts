import type { PlainTree } from "../sklearn/flat-trees.js";
import { countOf, type Fields, malformedText, notTaken, numbersOf } from "./parse.js";

/** Bits of `decision_type`. */
const CATEGORICAL = 1;
const DEFAULT_LEFT = 2;
const MISSING_SHIFT = 2;
const MISSING_ZERO = 1;
const MISSING_NAN = 2;

/** A tree of LightGBM: inner nodes first, then leaves. Answers are multiplied by `factor`. */
export function treeOf(fields: Fields, columns: number, factor: number): PlainTree {
  const leaves = countOf(fields, "num_leaves");
  if (leaves < 1) throw malformedText("a tree without leaves");
  if (fields.get("is_linear") === "1") throw notTaken("a linear tree", "its leaves are regressions");
  const splits = leaves - 1;
  const inner = (name: string): number[] => numbersOf(fields, name, splits);
  const [feature, threshold, decision] = [inner("split_feature"), inner("threshold"), inner("decision_type")];
  const child = (list: readonly number[]): number[] => list.map((to) => (to < 0 ? splits - to - 1 : to));
  const [left, right] = [child(inner("left_child")), child(inner("right_child"))];
  for (const to of [...left, ...right])
    if (!Number.isInteger(to) || to < 1 || to >= splits + leaves) throw malformedText(`a child ${to}`);
  for (const column of feature) if (!(column >= 0 && column < columns)) throw malformedText(`a feature ${column}`);
  const words = wordsOf(fields);
  const sets = decision.map((type, node) =>
    (type & CATEGORICAL) === 0 ? null : valuesOf(words[threshold[node]!] ?? missingSet(threshold[node]!)),
  );
  const ends = <T>(value: T): T[] => new Array<T>(leaves).fill(value);
  const answers = numbersOf(fields, "leaf_value", leaves);
  const counts = leaves === 1 ? [0] : numbersOf(fields, "leaf_count", leaves);
  return {
    left: [...left, ...ends(-1)],
    right: [...right, ...ends(-1)],
    feature: [...feature, ...ends(-1)],
    threshold: [...threshold.map((value, node) => (sets[node] === null ? value : 0)), ...ends(0)],
    missingLeft: [
      ...decision.map((type, node) => (sets[node] === null ? missingGoesLeft(type, threshold[node]!) : 0)),
      ...ends(0),
    ],
    values: [...left.map(() => [0]), ...answers.map((answer) => [answer * factor])],
    cover: [...inner("internal_count"), ...counts],
    gain: [...inner("split_gain"), ...ends(0)],
    sets: [...sets, ...ends(null)],
  };
}

/** Where a missing value goes: its own way, or where it counts as 0 that of 0. */
function missingGoesLeft(type: number, threshold: number): 0 | 1 {
  const isDefaultLeft = (type & DEFAULT_LEFT) !== 0;
  const missing = (type >> MISSING_SHIFT) & 3;
  if (missing === MISSING_NAN) return isDefaultLeft ? 1 : 0;
  const isZeroLeft = 0 <= threshold;
  if (missing === MISSING_ZERO && isZeroLeft !== isDefaultLeft)
    throw notTaken("zero_as_missing", "at some splits 0 goes another way than the numbers around it");
  return isZeroLeft ? 1 : 0;
}

/** The bits of each set of categories. */
function wordsOf(fields: Fields): number[][] {
  const count = fields.has("num_cat") ? countOf(fields, "num_cat") : 0;
  if (count === 0) return [];
  const bounds = numbersOf(fields, "cat_boundaries", count + 1);
  const all = numbersOf(fields, "cat_threshold", bounds.at(-1)!);
  return Array.from({ length: count }, (_, k) => all.slice(bounds[k], bounds[k + 1]));
}

function valuesOf(words: readonly number[]): number[] {
  return words.flatMap((word, w) =>
    Array.from({ length: 32 }, (_, bit) => 32 * w + bit).filter((value) => ((word >>> (value & 31)) & 1) === 1),
  );
}

function missingSet(at: number): never {
  throw malformedText(`no set ${at} of categories`);
}
