import type { OneHotCode } from "../../engine/program/index.js";
import type { DistinctValues } from "../../engine/reducers/index.js";
import type { Label } from "../../matrix/index.js";
import type { FeatureEncoderOptions } from "./options.js";

/** Which output each category turns on. */
export interface OneHotGroups {
  readonly code: Pick<OneHotCode, "outputs" | "width" | "missing" | "other">;
  /** The category of each output. */
  readonly categories: readonly string[];
}

/** The outputs of one column: one a category, missing as one where it was there at fit, rare ones together. */
export function oneHotGroups(
  counts: DistinctValues,
  options: FeatureEncoderOptions,
  known: readonly (Label | null)[],
  rows: number,
  boolean: boolean,
): OneHotGroups {
  const hasMissing = counts.missing > 0;
  const weights = hasMissing ? [...counts.weights, counts.missing] : [...counts.weights];
  const words = known.map(String);
  const names = [...words, ...(hasMissing ? [free("missing", words)] : [])];
  const rare = rareOnes(weights, options, rows);
  const first = names.findIndex((_, k) => !rare.has(k));
  const dropped = options.dropFirst || boolean ? (first >= 0 ? first : undefined) : undefined;
  const outputs = new Int32Array(names.length).fill(-1);
  const categories: string[] = [];
  names.forEach((name, k) => {
    if (rare.has(k) || k === dropped) return;
    outputs[k] = categories.length;
    categories.push(name);
  });
  let infrequent = -1;
  if (rare.size > 0) {
    infrequent = categories.length;
    categories.push(free("infrequent", names));
    for (const k of rare) outputs[k] = infrequent;
  }
  const refuse = options.unseen === "error";
  const other = refuse ? -2 : options.unseen === "infrequent" ? infrequent : -1;
  return {
    code: {
      outputs: outputs.slice(0, known.length),
      width: categories.length,
      missing: hasMissing ? outputs[known.length]! : refuse ? -2 : -1,
      other,
    },
    categories,
  };
}

/** A word for a category of our own, in brackets where the data have a category of that name. */
function free(word: string, taken: readonly string[]): string {
  return taken.includes(word) ? free(`(${word})`, taken) : word;
}

/** The categories with too few rows, and beyond the number allowed the rarest; of ties the last. */
function rareOnes(
  weights: readonly number[],
  { minFrequency, maxCategories }: FeatureEncoderOptions,
  rows: number,
): Set<number> {
  const least = minFrequency === undefined ? 0 : minFrequency < 1 ? minFrequency * rows : minFrequency;
  const rare = new Set(weights.flatMap((weight, k) => (weight < least ? [k] : [])));
  if (maxCategories === undefined) return rare;
  const kept = weights.map((_, k) => k).filter((k) => !rare.has(k));
  // One place is for the infrequent one, also where there would be none: so has scikit-learn it.
  const most = maxCategories - 1;
  kept.sort((a, b) => weights[a]! - weights[b]! || a - b);
  for (const k of kept.slice(0, Math.max(0, kept.length - most))) rare.add(k);
  return rare;
}
