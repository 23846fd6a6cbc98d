import { type ClassTreeRules, MAX_BINS } from "../../engine/trees/index.js";
import { KindredError } from "../../errors/index.js";
import { type ClassWeight, classWeightSchema } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";

/** How many columns each split chooses from: the square root of their number, all, a share below 1 or a number of them. */
export type MaxFeatures = "sqrt" | "all" | number;

/** Options that every tree of classes has. */
export interface TreeOptions {
  /** The most splits on the way to a leaf; any number where undefined. */
  readonly maxDepth?: number | undefined;
  /** The fewest rows of a leaf. */
  readonly minSamplesLeaf: number;
  /** The most bins a column's values fall into, from 2 to 255; columns of fewer distinct values are divided exactly. */
  readonly maxBins: number;
  /** How much the rows of each class count; all count once by default. */
  readonly classWeight?: ClassWeight | undefined;
  /** Seed of everything drawn. */
  readonly seed: number;
}

/** The schema of `maxFeatures`. */
export const maxFeaturesSchema: z.ZodType<MaxFeatures, MaxFeatures> = z.union([
  z.enum(["sqrt", "all"]),
  z.number().gt(0).lt(1),
  z.number().int().min(1),
]);

/** Schemas of the options of every tree of classes. */
export const treeShape: {
  readonly maxDepth: z.ZodOptional<z.ZodNumber>;
  readonly minSamplesLeaf: z.ZodDefault<z.ZodNumber>;
  readonly maxBins: z.ZodDefault<z.ZodNumber>;
  readonly classWeight: z.ZodOptional<typeof classWeightSchema>;
  readonly seed: z.ZodDefault<z.ZodNumber>;
} = {
  maxDepth: z.number().int().positive().optional(),
  minSamplesLeaf: z.number().int().positive().default(1),
  maxBins: z.number().int().min(2).max(MAX_BINS).default(MAX_BINS),
  classWeight: classWeightSchema.optional(),
  seed: z.number().int().min(0).default(0),
};

/** The rules of a tree over a number of columns, of which `features` tell rows apart. */
export function rulesOf(
  { maxDepth, minSamplesLeaf }: Omit<TreeOptions, "seed">,
  maxFeatures: MaxFeatures,
  columns: number,
  where: string,
): ClassTreeRules {
  if (typeof maxFeatures === "number" && maxFeatures > columns)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `maxFeatures is ${maxFeatures}, and there are ${columns} columns`,
      fix: 'Use a smaller number, a share below 1, "sqrt" or "all"',
    });
  const count =
    maxFeatures === "all"
      ? columns
      : maxFeatures === "sqrt"
        ? Math.floor(Math.sqrt(columns))
        : maxFeatures < 1
          ? Math.floor(maxFeatures * columns)
          : maxFeatures;
  return { maxDepth: maxDepth ?? Number.POSITIVE_INFINITY, minSamplesLeaf, maxFeatures: Math.max(1, count) };
}

/** Options of DecisionTree. */
export interface DecisionTreeOptions extends TreeOptions {
  /** How many columns each split chooses from; all by default. */
  readonly maxFeatures: MaxFeatures;
}

/** Options of RandomForest. */
export interface RandomForestOptions extends TreeOptions {
  /** How many trees grow. */
  readonly trees: number;
  /** How many columns each split chooses from, drawn for each split. */
  readonly maxFeatures: MaxFeatures;
  /**
   * Does each tree learn from a sample, drawn with replacement: as many rows as there are, or (`"balanced"`) as many of each class as the
   * smallest has? C. Chen, A. Liaw, L. Breiman, "Using random forest to learn imbalanced data", 2004.
   */
  readonly bootstrap: boolean | "balanced";
}

/** Options of AdaBoost. */
export interface AdaBoostOptions extends Omit<TreeOptions, "maxDepth" | "seed"> {
  /** The most splits on the way to a leaf; 1 by default. */
  readonly maxDepth: number;
  /** The most trees that are added. */
  readonly iterations: number;
  /** What each tree's say is multiplied by. Above 0. */
  readonly learningRate: number;
}
