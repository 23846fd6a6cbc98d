import type { Trees, TreesOperation } from "../../program.js";
import type { Tensor } from "../message.js";
import type { Translate } from "./translate.js";

/** Modes of `TreeEnsemble`. */
const AT_MOST = 0;
const BELOW = 1;
const MEMBER = 6;

/** Nodes and leaves as `TreeEnsemble` has them: a leaf answers for one output, so trees of several answers are written once for each. */
interface Ensemble {
  readonly roots: number[];
  readonly features: number[];
  readonly modes: number[];
  readonly splits: number[];
  readonly missingTrue: number[];
  readonly trueIsLeaf: number[];
  readonly trueIds: number[];
  readonly falseIsLeaf: number[];
  readonly falseIds: number[];
  readonly members: number[];
  readonly targets: number[];
  readonly weights: number[];
}

/** Splits, sums and leaves in float64: that needs the operator `TreeEnsemble` of ai.onnx.ml 5; those before it answer in float32. */
export const trees: Translate<TreesOperation> = ({ trees: forest, base, divisor }, { matrix }, context) => {
  const { graph } = context;
  const outputs = base.length;
  const made = ensembleOf(forest, outputs);
  const doubles = (values: readonly number[]): Tensor => ({
    type: "double",
    dims: [values.length],
    data: Float64Array.from(values),
  });
  const sums = graph.ml("TreeEnsemble", [matrix], {
    aggregate_function: { int: 1 },
    post_transform: { int: 0 },
    n_targets: { int: outputs },
    tree_roots: { ints: made.roots },
    nodes_featureids: { ints: made.features },
    nodes_modes: { tensor: { type: "uint8", dims: [made.modes.length], data: Uint8Array.from(made.modes) } },
    nodes_splits: { tensor: doubles(made.splits) },
    nodes_missing_value_tracks_true: { ints: made.missingTrue },
    nodes_trueleafs: { ints: made.trueIsLeaf },
    nodes_truenodeids: { ints: made.trueIds },
    nodes_falseleafs: { ints: made.falseIsLeaf },
    nodes_falsenodeids: { ints: made.falseIds },
    leaf_targetids: { ints: made.targets },
    leaf_weights: { tensor: doubles(made.weights) },
    ...(made.members.length === 0 ? {} : { membership_values: { tensor: doubles(made.members) } }),
  });
  const all = base.every((value) => value === 0) ? sums : graph.op("Add", [sums, graph.row(base)]);
  return context.numbers(divisor === 1 ? all : graph.op("Div", [all, graph.number(divisor)]), outputs);
};

function ensembleOf(forest: Trees, outputs: number): Ensemble {
  const made: Ensemble = {
    roots: [],
    features: [],
    modes: [],
    splits: [],
    missingTrue: [],
    trueIsLeaf: [],
    trueIds: [],
    falseIsLeaf: [],
    falseIds: [],
    members: [],
    targets: [],
    weights: [],
  };
  forest.roots.forEach((root, t) => {
    if (forest.width === 1) addTree(forest, root, 0, t % outputs, made);
    else for (let k = 0; k < outputs; k++) addTree(forest, root, k, k, made);
  });
  return made;
}

/** Writes one tree, whose leaves answer with their number `k` for a target. */
function addTree(forest: Trees, root: number, k: number, target: number, made: Ensemble): void {
  const { feature, left, values, width } = forest;
  const leaf = (node: number): number => made.targets.push(target) && made.weights.push(values[node * width + k]!) - 1;
  made.roots.push(made.features.length);
  if (feature[root]! < 0) {
    // A tree is a split at least.
    const only = leaf(root);
    addNode(made, { feature: 0, mode: AT_MOST, split: 0, missingTrue: 0 });
    branch(made, made.features.length - 1, true, only, true);
    branch(made, made.features.length - 1, false, only, true);
    return;
  }
  // From the root on, each node before its children: positions are given as nodes are met.
  const waiting = [{ node: root, at: splitOf(forest, root, made) }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, at } = next;
    const swapped = at.swapped;
    for (const isTrue of [true, false]) {
      const child = left[node]! + (isTrue === swapped ? 1 : 0);
      if (feature[child]! < 0) branch(made, at.place, isTrue, leaf(child), true);
      else {
        const own = splitOf(forest, child, made);
        branch(made, at.place, isTrue, own.place, false);
        waiting.push({ node: child, at: own });
      }
    }
  }
}

interface Split {
  readonly feature: number;
  readonly mode: number;
  readonly split: number;
  readonly missingTrue: number;
}

function addNode(made: Ensemble, { feature, mode, split, missingTrue }: Split): number {
  made.modes.push(mode);
  made.splits.push(split);
  made.missingTrue.push(missingTrue);
  return made.features.push(feature) - 1;
}

function branch(made: Ensemble, at: number, isTrue: boolean, to: number, isLeaf: boolean): void {
  (isTrue ? made.trueIds : made.falseIds)[at] = to;
  (isTrue ? made.trueIsLeaf : made.falseIsLeaf)[at] = isLeaf ? 1 : 0;
}

/** Adds a split; `swapped` where what holds goes right. */
function splitOf(forest: Trees, node: number, made: Ensemble): { readonly place: number; readonly swapped: boolean } {
  const { feature, threshold, missingLeft, set, sets, categories } = forest;
  const column = feature[node]!;
  const own = set[node]!;
  if (own < 0) {
    const place = addNode(made, {
      feature: column,
      mode: AT_MOST,
      split: threshold[node]!,
      missingTrue: missingLeft[node]!,
    });
    return { place, swapped: false };
  }
  const { values } = categories.find((one) => one.column === column)!;
  const isLeft = (bit: number): boolean => ((sets[8 * own + (bit >> 5)]! >>> (bit & 31)) & 1) === 1;
  // Other values go with the branch of those that are in no list.
  const swapped = isLeft(values.length);
  const listed = Array.from(values).filter((_, c) => isLeft(c) !== swapped);
  if (listed.length === 0)
    return {
      place: addNode(made, { feature: column, mode: BELOW, split: Number.NEGATIVE_INFINITY, missingTrue: 0 }),
      swapped,
    };
  // The end of a list is NaN.
  made.members.push(...listed, Number.NaN);
  return { place: addNode(made, { feature: column, mode: MEMBER, split: 0, missingTrue: 0 }), swapped };
}
