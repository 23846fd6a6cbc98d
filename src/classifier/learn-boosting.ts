import { KindredError } from "../errors/index.js";
import type { Training } from "../estimator/index.js";
import { Random } from "../kernels/random/index.js";
import { breather } from "../kernels/source/index.js";
import { areaUnderRoc } from "../kernels/statistics/index.js";
import {
  binRows,
  findBins,
  flatTrees,
  type GrownTree,
  type GrowRules,
  type Growth,
  growTree,
  leafOf,
  makeWorkspace,
  packGradients,
  type Workspace,
} from "../kernels/trees/index.js";
import { type BoostingLoss, boostingLoss } from "./boosting-loss.js";
import { type EarlyStopping, type GradientBoostingOptions, positionsOf, STOPPING } from "./boosting-options.js";
import { type BoostingRows, boostingRows } from "./boosting-rows.js";
import { classWeightsOf } from "./class-weights.js";
import { classTotalsOf } from "./classes.js";
import type { GradientBoostingState } from "./fitted-gradient-boosting.js";

/** The least sum of second derivatives of a leaf. */
const MIN_HESSIAN = 1e-3;

/** Adds tree after tree, each grown on the derivatives of the loss at the scores so far. */
export async function learnBoosting(
  training: Training,
  params: GradientBoostingOptions,
): Promise<GradientBoostingState> {
  const totals = await classTotalsOf(training);
  const classWeights = classWeightsOf(params.classWeight, training.classes!, totals, training.where);
  const names = training.source.plan.map(({ name }) => name);
  const categorical = positionsOf(params.categorical, names, "categorical", training.where);
  const monotone = positionsOf(Object.keys(params.monotone), names, "monotone", training.where);
  refuse(params, training);
  const rows = await boostingRows(training, params, classWeights);
  const features = findBins(rows.parts[0]!, rows.learn, {
    maxBins: params.maxBins,
    categorical: new Set(categorical.values()),
  });
  const space = makeWorkspace(features, rows.count, params.maxLeaves);
  rows.parts.reduce((first, x) => {
    binRows(x, features, space.bins.subarray(first * space.stride), space.stride);
    return first + x.rows;
  }, 0);
  const directions = Int8Array.from(features, ({ column }) => {
    const way = monotone.has(names[column]!) ? params.monotone[names[column]!] : undefined;
    return way === undefined ? 0 : way === "up" ? 1 : -1;
  });
  const rules: GrowRules = {
    l2: params.l2,
    minSamplesLeaf: params.minSamplesLeaf,
    minHessian: MIN_HESSIAN,
    maxLeaves: params.maxLeaves,
    maxDepth: params.maxDepth ?? Number.POSITIVE_INFINITY,
    learningRate: params.learningRate,
    ...(monotone.size === 0 ? {} : { directions }),
  };
  const boosting = new Boosting(rows, space, rules, params, training.classes!.length);
  const breathe = breather(training.signal);
  for (let iteration = 0; iteration < params.iterations; iteration++) {
    if (!boosting.iterate(iteration)) break;
    training.progress(iteration + 1, params.iterations);
    await breathe();
  }
  return boosting.state();
}

function refuse({ categorical, monotone, earlyStopping }: GradientBoostingOptions, training: Training): void {
  const classes = training.classes!.length;
  const both = categorical.find((name) => Object.hasOwn(monotone, name));
  const problem =
    both !== undefined
      ? `column "${both}" is both categorical and monotone`
      : classes > 2 && Object.keys(monotone).length > 0
        ? `monotone is for two classes, and there are ${classes}`
        : classes > 2 && typeof earlyStopping === "object" && earlyStopping.metric === "rocAuc"
          ? `the metric "rocAuc" is for two classes, and there are ${classes}`
          : undefined;
  if (problem !== undefined)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: training.where,
      problem,
      fix: both === undefined ? "Learn two classes at a time, or leave it out" : "Name it in one of them",
    });
}

class Boosting {
  readonly #rows: BoostingRows;
  readonly #space: Workspace;
  readonly #rules: GrowRules;
  readonly #params: GradientBoostingOptions;
  readonly #stopping: EarlyStopping;
  readonly #loss: BoostingLoss;
  readonly #base: Float64Array;
  readonly #scores: Float64Array;
  readonly #g: Float64Array;
  readonly #h: Float64Array;
  readonly #trees: GrownTree[] = [];
  readonly #watched: number[] = [];
  #best = 0;

  constructor(
    rows: BoostingRows,
    space: Workspace,
    rules: GrowRules,
    params: GradientBoostingOptions,
    classes: number,
  ) {
    this.#rows = rows;
    this.#space = space;
    this.#rules = rules;
    this.#params = params;
    this.#stopping = typeof params.earlyStopping === "object" ? params.earlyStopping : STOPPING;
    this.#loss = boostingLoss(classes, rows.count);
    const totals = new Float64Array(classes);
    for (const i of rows.learn) totals[rows.y[i]!]! += rows.weights[i]!;
    this.#base = this.#loss.base(totals);
    this.#scores = new Float64Array(rows.count * this.#loss.outputs);
    this.#base.forEach((score, k) => {
      this.#scores.fill(score, k * rows.count, (k + 1) * rows.count);
    });
    this.#g = new Float64Array(rows.count);
    this.#h = new Float64Array(rows.count);
  }

  /** Adds one tree an output. Gives false where there is nothing more to learn. */
  iterate(iteration: number): boolean {
    const { outputs } = this.#loss;
    const { bag, rest } = this.#bag(iteration);
    const grown: Growth[] = [];
    this.#loss.begin(this.#scores);
    for (let output = 0; output < outputs; output++) {
      const growth = this.#grow(iteration, output, bag);
      this.#add(growth, output, rest);
      grown.push(growth);
    }
    const { subsample, columnSample } = this.#params;
    const sampled = subsample < 1 || columnSample < 1;
    if (!sampled && grown.every(({ tree }) => tree.length === 1)) return false;
    this.#trees.push(...grown.map(({ tree }) => tree));
    return this.#watch();
  }

  #grow(iteration: number, output: number, bag: Int32Array): Growth {
    const { y, weights, even } = this.#rows;
    const scores = this.#scores.subarray(output * this.#rows.count, (output + 1) * this.#rows.count);
    this.#loss.derive(output, scores, y, weights, this.#g, this.#h);
    this.#space.index.set(bag);
    const units = packGradients(this.#space, bag.length, this.#g, this.#h);
    const allowed = this.#columns(iteration, output);
    return growTree(this.#space, bag.length, units, this.#rules, allowed, even ? undefined : weights);
  }

  /** Adds a tree's answers to the scores: by leaf for the rows that it grew on, by their bins for the others. */
  #add({ tree, leaves }: Growth, output: number, rest: readonly Int32Array[]): void {
    const { index, features, bins, stride } = this.#space;
    const scores = this.#scores.subarray(output * this.#rows.count);
    for (const { node, from, rows } of leaves) {
      const value = tree[node]!.values[0]!;
      for (let i = from; i < from + rows; i++) scores[index[i]!]! += value;
    }
    for (const rows of rest)
      for (const row of rows) scores[row]! += leafOf(tree, features, bins, row * stride).values[0]!;
  }

  /** The rows that an iteration learns from, and the others. */
  #bag(iteration: number): { bag: Int32Array; rest: readonly Int32Array[] } {
    const { learn, watch } = this.#rows;
    const { subsample, seed } = this.#params;
    if (subsample === 1) return { bag: learn, rest: [watch] };
    const random = new Random(seed, "rows", iteration);
    const drawn = Uint8Array.from(learn, () => (random.uniform() < subsample ? 1 : 0));
    return { bag: learn.filter((_, i) => drawn[i] === 1), rest: [learn.filter((_, i) => drawn[i] === 0), watch] };
  }

  /** The features that a tree may divide by: 1 where it may. */
  #columns(iteration: number, output: number): Uint8Array {
    const { length } = this.#space.features;
    const { columnSample, seed } = this.#params;
    if (columnSample === 1) return new Uint8Array(length).fill(1);
    const allowed = new Uint8Array(length);
    const count = Math.max(1, Math.round(columnSample * length));
    for (const f of new Random(seed, "columns", iteration, output).sample(length, count)) allowed[f] = 1;
    return allowed;
  }

  /** Scores the watched rows. Gives false where patience has run out. */
  #watch(): boolean {
    const { watch, y, weights } = this.#rows;
    if (watch.length === 0) return true;
    const score =
      this.#stopping.metric === "rocAuc"
        ? areaUnderRoc(
            Float64Array.from(watch, (i) => this.#scores[i]!),
            Float64Array.from(watch, (i) => y[i]!),
            Float64Array.from(watch, (i) => weights[i]!),
          )
        : this.#loss.loss(this.#scores, y, weights, watch);
    this.#watched.push(score);
    const sign = this.#stopping.metric === "rocAuc" ? 1 : -1;
    if (sign * score > sign * (this.#watched[this.#best] ?? 0) || this.#watched.length === 1)
      this.#best = this.#watched.length - 1;
    const since = this.#watched.length - 1 - this.#best;
    return this.#params.earlyStopping === false || since < this.#stopping.patience;
  }

  /** What was learned, up to the best score where that was asked for. */
  state(): GradientBoostingState {
    const { outputs } = this.#loss;
    const stopped = this.#params.earlyStopping !== false && this.#watched.length > 0;
    const kept = stopped ? this.#trees.slice(0, (this.#best + 1) * outputs) : this.#trees;
    return {
      trees: flatTrees(kept, this.#space.features, 1),
      base: this.#base,
      watched: Float64Array.from(this.#watched),
    };
  }
}
