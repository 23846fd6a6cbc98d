import { GradientBoosting } from "../../classifier/index.js";
import type { Label } from "../../matrix/index.js";
import type { BoostingFeature } from "../sklearn/document.js";
import { flatTrees, MOST_CATEGORIES } from "../sklearn/flat-trees.js";
import { countOf, type Fields, fieldOf, type LightGbmText, malformedText, notTaken } from "./parse.js";
import { treeOf } from "./trees.js";

/** A model of LightGBM as a GradientBoosting on its features. */
export interface TakenBooster {
  readonly features: readonly string[];
  /** How each feature comes from its column: as it is, or by the position of one of pandas' categories. */
  readonly listed: readonly BoostingFeature[];
  readonly classes: number;
  /** The estimator and its state, over columns of these names. */
  taken(names: readonly string[]): { readonly estimator: object; readonly state: object };
}

/** The estimator and the state of a text. @throws KindredError where it is no classifier that has a counterpart. */
export function boosterOf(text: LightGbmText): TakenBooster {
  const { header, trees } = text;
  const outputs = countOf(header, "num_tree_per_iteration");
  const factor = scoreFactor(header, trees.length, outputs);
  const features = fieldOf(header, "feature_names").split(" ");
  if (features.length !== countOf(header, "max_feature_idx") + 1)
    throw malformedText(`${features.length} names of features for ${countOf(header, "max_feature_idx") + 1}`);
  if (trees.length === 0 || outputs < 1 || trees.length % outputs !== 0)
    throw malformedText(`${trees.length} trees for ${outputs} scores`);
  const plain = trees.map((fields) => treeOf(fields, features.length, factor));
  const known = new Map<number, Set<number>>();
  for (const { feature, sets } of plain)
    sets!.forEach((set, node) => {
      if (set !== null) known.set(feature[node]!, new Set([...(known.get(feature[node]!) ?? []), ...set]));
    });
  for (const [column, values] of known)
    if (values.size > MOST_CATEGORIES)
      throw notTaken(
        `the feature ${JSON.stringify(features[column])}`,
        `its splits name ${values.size} categories, of which ${MOST_CATEGORIES} can be`,
      );
  const categories = new Map([...known].map(([column, values]) => [column, [...values].sort((a, b) => a - b)]));
  const pandas = pandasColumns(text, features.length);
  return {
    features,
    listed: features.map((_, column) => ({ column, categories: pandas.get(column) ?? null, known: [] })),
    classes: outputs === 1 ? 2 : outputs,
    taken: (names) => ({
      estimator: new GradientBoosting({
        iterations: trees.length / outputs,
        categorical: [...categories.keys()].map((column) => names[column]!),
      }),
      state: {
        trees: flatTrees(plain, 1, categories, malformedText),
        base: new Float64Array(outputs),
        watched: new Float64Array(0),
      },
    }),
  };
}

/** What leaves are multiplied by, so that the logistic function or softmax of their sum is the probability. */
function scoreFactor(header: Fields, trees: number, outputs: number): number {
  const objective = fieldOf(header, "objective");
  const [kind, ...options] = objective.split(" ");
  if (kind !== "binary" && kind !== "multiclass")
    throw notTaken(
      `the objective ${JSON.stringify(objective)}`,
      "only binary and multiclass give probabilities of classes",
    );
  const sigmoid = Number(options.find((one) => one.startsWith("sigmoid:"))?.slice("sigmoid:".length) ?? 1);
  if (!(sigmoid > 0)) throw malformedText(`the objective ${JSON.stringify(objective)}`);
  // A forest's score is the mean of its trees.
  const members = header.has("average_output") ? trees / outputs : 1;
  return (kind === "binary" ? sigmoid : 1) / members;
}

/** Which features are pandas' categories: those whose values are listed, in their order. */
function pandasColumns(
  { header, pandasCategories }: LightGbmText,
  features: number,
): ReadonlyMap<number, readonly Label[]> {
  if (pandasCategories.length === 0) return new Map();
  const infos = fieldOf(header, "feature_infos").split(" ");
  const listed = infos.flatMap((info, j) => (/^-?\d+(:-?\d+)*$/.test(info) ? [j] : []));
  if (infos.length !== features || listed.length !== pandasCategories.length)
    throw notTaken(
      "columns of pandas' categories",
      `${pandasCategories.length} of them were there and ${listed.length} features have categories, and the text does not say which is which`,
    );
  const isValue = (value: unknown): value is Label => ["string", "number", "boolean"].includes(typeof value);
  return new Map(
    listed.map((column, k) => {
      const values = pandasCategories[k]!;
      if (!values.every(isValue)) throw malformedText("a category that is no text and no number");
      return [column, values];
    }),
  );
}
