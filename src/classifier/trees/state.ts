import { type Form, forms, type Size } from "../../document/index.js";
import { faultOfTrees, MAX_BINS, SET_WORDS, type Trees } from "../../engine/trees/index.js";

/** What a classifier of trees learned. */
export interface TreesState {
  /** All trees, one behind the other. */
  readonly trees: Trees;
}

/** What a RandomForest learned. */
export interface RandomForestState extends TreesState {
  /** The share of rows, by weight, that trees which did not learn from them classify correctly; NaN where there are none. */
  readonly outOfBagScore: number;
}

/** What an AdaBoost learned: leaves answer with the say of their tree, for the class they vote for and against the others. */
export interface AdaBoostState extends TreesState {
  /** The say of all trees together. */
  readonly total: number;
}

/** What a document may hold of trees whose leaves answer with this many numbers. */
export function treesForm(width: Size): Form<Trees> {
  const all = forms.record({
    width: forms.size("width"),
    feature: forms.int32("nodes", { min: -1, below: "inputs" }),
    roots: forms.int32("trees", { min: 0, below: "nodes", rising: "strictly" }),
    left: forms.int32("nodes", { min: 0, below: "nodes" }),
    threshold: forms.float64("nodes", { infinite: true }),
    missingLeft: forms.uint8("nodes", { max: 1 }),
    sets: forms.uint32(["sets", SET_WORDS]),
    set: forms.int32("nodes", { min: -1, below: "sets" }),
    categories: forms.list(
      forms.record({
        column: forms.number({ min: 0, below: "inputs", whole: true }),
        values: forms.checked(forms.float64("categories", { rising: "strictly", infinite: true }), ({ length }) =>
          length <= MAX_BINS ? undefined : `has ${length} categories and not ${MAX_BINS} at most`,
        ),
      }),
    ),
    values: forms.float64(["nodes", width]),
    cover: forms.float64("nodes", { min: 0 }),
    gain: forms.float64("nodes", { infinite: true }),
  });
  return forms.checked(all, (trees, size) =>
    trees.width === size(width) ? faultOfTrees(trees) : `has a width of ${trees.width} and not ${size(width)}`,
  );
}

const classTrees: Form<Trees> = forms.checked(treesForm("classes"), ({ roots }) =>
  roots.length > 0 ? undefined : "has no tree",
);

/** What a document may hold of a DecisionTree. */
export const treesState: Form<TreesState> = forms.record({ trees: classTrees });

/** What a document may hold of a RandomForest. */
export const forestState: Form<RandomForestState> = forms.record({
  trees: classTrees,
  outOfBagScore: forms.number({ min: 0, missing: true }),
});

/** What a document may hold of an AdaBoost. */
export const adaBoostState: Form<AdaBoostState> = forms.record({
  trees: classTrees,
  total: forms.number({ above: 0 }),
});
