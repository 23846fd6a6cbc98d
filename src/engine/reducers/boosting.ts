import { BLOCK_ROWS, BoostingBlock, type PackedTrees, unpackTrees } from "../trees/index.js";
import { listed, type NamedArrays, type Reducer } from "./reducer.js";

/** Numbers for every output in `units`: those of gradients and of second derivatives, and the bits that count rows. */
const UNIT_NUMBERS = 3;

/**
 * What rows are worth to a boosting: how many have a weight above 0 and how many the weight 1, the weight of them all, and of each class. `params.classWeights` are
 * factors by class.
 */
export const boostingTotals: Reducer = /* @__PURE__ */ listed({
  name: "boostingTotals",
  blockRows: BLOCK_ROWS,
  init: (_shape, { classWeights }) => ({
    rows: new Float64Array(1),
    ones: new Float64Array(1),
    all: new Float64Array(1),
    weight: new Float64Array(classWeights!.length),
  }),
  add(parts, { y, w }, { classWeights }) {
    const weights = weightsOf(y!, w, classWeights as Float64Array);
    weights.forEach((weight, i) => {
      parts.rows![0]! += weight > 0 ? 1 : 0;
      parts.ones![0]! += weight === 1 ? 1 : 0;
      parts.all![0]! += weight;
      parts.weight![y![i]!]! += weight;
    });
  },
  merge(into, from) {
    for (const key of Object.keys(into))
      into[key]!.forEach((_, i) => {
        into[key]![i]! += from[key]![i]!;
      });
  },
});

/**
 * A pass of boosting over rows of bins, whose scores are the row state. It adds the trees before (`added…`) to the scores, gives the largest derivatives by output
 * (`most`) and the weight of the rows in each leaf of these trees (`covers`), and the histograms of the rows that come to the targets of `routes…`, as in
 * `growTree`: whole numbers of 64 bits, in the units given. Both kinds of trees are packed, one an output. `settings`: the number of outputs, the words of the
 * histograms of a target, the number of targets, and 1 in the first pass, in which scores become `base`.
 */
export const boosting: Reducer = /* @__PURE__ */ listed({
  name: "boosting",
  blockRows: BLOCK_ROWS,
  init(_shape, { settings, addedValues }) {
    const [outputs, words, targets] = settings as Iterable<number>;
    return {
      most: new Float64Array(2 * outputs!),
      covers: new Float64Array(addedValues!.length),
      histograms: new Int32Array(targets! * words!),
    };
  },
  add(parts, { x, y, w }, params, state) {
    const { settings, base, units, counts, targets, classWeights } = params;
    const outputs = settings![0]!;
    const scores = new Float64Array(state!.buffer, state!.byteOffset, outputs * x.rows);
    const weights = weightsOf(y!, w, classWeights as Float64Array);
    const rows = { classes: classWeights!.length, scores, y: y!, weights };
    const block = new BoostingBlock(counts as Int32Array, x, rows);
    if (settings![3] === 1) for (let k = 0; k < outputs; k++) scores.fill(base![k]!, k * x.rows, (k + 1) * x.rows);
    let first = 0;
    for (const [k, tree] of unpackTrees(packedIn("added", params)).entries()) {
      block.add(tree, k, parts.covers!.subarray(first, first + tree.length) as Float64Array);
      first += tree.length;
    }
    const routes = unpackTrees(packedIn("routes", params));
    first = 0;
    block.begin();
    for (let k = 0; k < outputs; k++) {
      const { g, h } = block.derive(k);
      parts.most![2 * k] = g;
      parts.most![2 * k + 1] = h;
      const tree = routes[k];
      if (tree === undefined) continue;
      const own = targets!.subarray(first, first + tree.length) as Int32Array;
      first += tree.length;
      const [unitG, unitH, countBits] = units!.subarray(UNIT_NUMBERS * k, UNIT_NUMBERS * (k + 1));
      if (own.some((target) => target >= 0))
        block.sum(tree, own, { g: unitG!, h: unitH!, countBits: countBits! }, parts.histograms as Int32Array);
    }
  },
  merge(into, from) {
    into.most!.forEach((most, k) => {
      into.most![k] = Math.max(most, from.most![k]!);
    });
    into.covers!.forEach((_, k) => {
      into.covers![k]! += from.covers![k]!;
    });
    addWhole(into.histograms as Int32Array, from.histograms as Int32Array);
  },
});

/** Packed trees among the params of {@link boosting}. */
export function packedAs(kind: "added" | "routes", { sizes, nodes, sets, values }: PackedTrees): NamedArrays {
  return { [`${kind}Sizes`]: sizes, [`${kind}Nodes`]: nodes, [`${kind}Sets`]: sets, [`${kind}Values`]: values };
}

function packedIn(kind: "added" | "routes", params: NamedArrays): PackedTrees {
  return {
    sizes: params[`${kind}Sizes`] as Int32Array,
    nodes: params[`${kind}Nodes`] as Int32Array,
    sets: params[`${kind}Sets`] as Int32Array,
    values: params[`${kind}Values`] as Float64Array,
  };
}

/** The weights of rows times those of their classes. */
function weightsOf(y: Float64Array, w: Float64Array | undefined, classWeights: Float64Array): Float64Array {
  return y.map((label, i) => classWeights[label]! * (w === undefined ? 1 : w[i]!));
}

/** Adds whole numbers of 64 bits, low word first. */
function addWhole(into: Int32Array, from: Int32Array): void {
  for (let at = 0; at < into.length; at += 2) {
    const low = (into[at]! >>> 0) + (from[at]! >>> 0);
    into[at] = low;
    into[at + 1] = into[at + 1]! + from[at + 1]! + (low > 4294967295 ? 1 : 0);
  }
}
