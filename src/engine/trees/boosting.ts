import { Random } from "../numeric/random/index.js";
import { areaUnderRoc, sumInSections } from "../numeric/statistics/index.js";
import { BLOCK_ROWS, type Growth, growTree, type Stepper } from "./grow.js";
import { flatTrees, type GrownTree, leafOf } from "./grown-tree.js";
import type { GrowRules } from "./leaf.js";
import { type BoostingLoss, boostingLoss } from "./losses.js";
import { packGradients } from "./quantize.js";
import type { Trees } from "./trees.js";
import type { Workspace } from "./workspace.js";

/** The rows that a boosting learns from and those that it is watched on. */
export interface BoostingRows {
  readonly count: number;
  readonly classes: number;
  /** The class of each row. */
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly learn: Int32Array;
  readonly watch: Int32Array;
  /** Does every row to learn from weigh 1? */
  readonly even: boolean;
}

/** How a boosting goes on beside how its trees grow. */
export interface BoostingRules extends GrowRules {
  readonly iterations: number;
  readonly subsample: number;
  readonly columnSample: number;
  readonly seed: number;
  readonly metric: "logLoss" | "rocAuc";
  /** Iterations that may go by without a better score; it does not stop early where absent. */
  readonly patience?: number;
}

/** What a boosting learned. */
export interface Boosted {
  readonly trees: Trees;
  readonly base: Float64Array;
  /** The metric on the watched rows after each iteration. */
  readonly watched: Float64Array;
}

/** Adds tree after tree, each grown on the derivatives of the loss at the scores so far. */
export class Boosting {
  readonly #rows: BoostingRows;
  readonly #space: Workspace;
  readonly #rules: BoostingRules;
  readonly #run: Stepper | undefined;
  readonly #loss: BoostingLoss;
  readonly #base: Float64Array;
  readonly #scores: Float64Array;
  readonly #g: Float64Array;
  readonly #h: Float64Array;
  readonly #trees: GrownTree[] = [];
  readonly #watched: number[] = [];
  #best = 0;

  /** @param run - How steps of growing are taken; on this thread by default. */
  constructor(rows: BoostingRows, space: Workspace, rules: BoostingRules, run?: Stepper) {
    this.#rows = rows;
    this.#space = space;
    this.#rules = rules;
    this.#run = run;
    this.#loss = boostingLoss(rows.classes, rows.count);
    const totals = Array.from({ length: rows.classes }, (_, k) =>
      sumInSections(
        rows.weights,
        rows.learn.filter((i) => rows.y[i] === k),
        BLOCK_ROWS,
      ),
    );
    this.#base = this.#loss.base(Float64Array.from(totals));
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
    const { subsample, columnSample } = this.#rules;
    const sampled = this.#space.features.length > 0 && (subsample < 1 || columnSample < 1);
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
    const allowed = allowedFeatures(this.#space.features.length, this.#rules, iteration, output);
    return growTree(this.#space, bag.length, units, this.#rules, allowed, even ? undefined : weights, this.#run);
  }

  /** Adds a tree's answers to the scores: by leaf for the rows that it grew on, by their bins for the others. */
  #add({ tree, leaves }: Growth, output: number, rest: readonly Int32Array[]): void {
    const { index } = this.#space;
    const scores = this.#scores.subarray(output * this.#rows.count);
    for (const { node, from, rows } of leaves) {
      const value = tree[node]!.values[0]!;
      for (let i = from; i < from + rows; i++) scores[index[i]!]! += value;
    }
    for (const rows of rest) for (const row of rows) scores[row]! += tree[leafOf(tree, this.#space, row)]!.values[0]!;
  }

  /** The rows that an iteration learns from, and the others. */
  #bag(iteration: number): { bag: Int32Array; rest: readonly Int32Array[] } {
    const { learn, watch } = this.#rows;
    const { subsample, seed } = this.#rules;
    if (subsample === 1) return { bag: learn, rest: [watch] };
    const random = new Random(seed, "rows", iteration);
    const drawn = Uint8Array.from(learn, () => (random.uniform() < subsample ? 1 : 0));
    return { bag: learn.filter((_, i) => drawn[i] === 1), rest: [learn.filter((_, i) => drawn[i] === 0), watch] };
  }

  /** Scores the watched rows. Gives false where patience has run out. */
  #watch(): boolean {
    const { watch, y, weights } = this.#rows;
    if (watch.length === 0) return true;
    const score =
      this.#rules.metric === "rocAuc"
        ? areaUnderRoc(
            Float64Array.from(watch, (i) => this.#scores[i]!),
            Float64Array.from(watch, (i) => y[i]!),
            Float64Array.from(watch, (i) => weights[i]!),
          )
        : this.#loss.loss(this.#scores, y, weights, watch);
    this.#watched.push(score);
    const sign = this.#rules.metric === "rocAuc" ? 1 : -1;
    const best = this.#watched[this.#best]!;
    // NaN is never best, and never improves.
    if (sign * score > sign * best || (Number.isNaN(best) && !Number.isNaN(score)))
      this.#best = this.#watched.length - 1;
    const since = this.#watched.length - 1 - this.#best;
    return since < (this.#rules.patience ?? Number.POSITIVE_INFINITY);
  }

  /** What was learned, up to the best score where it may stop early. */
  result(): Boosted {
    const { outputs } = this.#loss;
    const stopped = this.#rules.patience !== undefined && this.#watched.length > 0;
    const kept = stopped ? this.#trees.slice(0, (this.#best + 1) * outputs) : this.#trees;
    return {
      trees: flatTrees(kept, this.#space.features, 1),
      base: this.#base,
      watched: Float64Array.from(this.#watched),
    };
  }
}

/** The features that a tree may divide by: 1 where it may. */
export function allowedFeatures(
  features: number,
  { columnSample, seed }: Pick<BoostingRules, "columnSample" | "seed">,
  iteration: number,
  output: number,
): Uint8Array {
  if (columnSample === 1) return new Uint8Array(features).fill(1);
  const allowed = new Uint8Array(features);
  const count = Math.min(features, Math.max(1, Math.round(columnSample * features)));
  for (const f of new Random(seed, "columns", iteration, output).sample(features, count)) allowed[f] = 1;
  return allowed;
}
