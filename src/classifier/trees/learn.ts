import { defaultThreads, InFlight, openTaskQueue } from "../../engine/threads/index.js";
import { type ForestContext, type ForestTree, forestTree, joinTrees } from "../../engine/trees/index.js";
import type { Training } from "../../estimator/index.js";
import { weighedRows } from "../../estimator/index.js";
import type { RandomForestOptions } from "./options.js";
import { rulesOf } from "./options.js";
import type { RandomForestState } from "./state.js";

/** Grows the trees of a forest, several at a time; each is the same wherever it grows. */
export async function learnForest(training: Training, params: RandomForestOptions): Promise<RandomForestState> {
  const weighed = await weighedRows(training, params);
  const rules = rulesOf(params, params.maxFeatures, training.source.plan.length, training.where);
  const context: ForestContext = { ...weighed, rules, bootstrap: params.bootstrap, seed: params.seed };
  const votes = new Votes(context);
  const grown: ForestTree["trees"][] = [];
  const queue = await openTaskQueue(forestTree, context, {
    threads: Math.min(params.trees, training.threads ?? defaultThreads()),
    signal: training.signal,
  });
  try {
    const flight = new InFlight<number, ForestTree>();
    for (let t = 0; t < params.trees || flight.count > 0; t++) {
      if (t < params.trees) flight.add(t, queue.run(t));
      if (flight.count < queue.maxPending && t < params.trees - 1) continue;
      const { result: tree } = await flight.next();
      votes.add(tree);
      grown.push(tree.trees);
      training.progress(grown.length, params.trees);
    }
  } finally {
    queue.close();
  }
  return { trees: joinTrees(grown), outOfBagScore: votes.score() };
}

/** What the trees that did not learn from a row say of it. */
class Votes {
  readonly #context: ForestContext;
  readonly #sums: Float64Array;
  readonly #voters: Int32Array;

  constructor(context: ForestContext) {
    this.#context = context;
    const { count, classes } = context.rows;
    this.#sums = new Float64Array(context.bootstrap === false ? 0 : count * classes);
    this.#voters = new Int32Array(context.bootstrap === false ? 0 : count);
  }

  add({ trees, outOfBag }: ForestTree): void {
    const { classes } = this.#context.rows;
    outOfBag?.forEach((node, row) => {
      if (node < 0) return;
      this.#voters[row]! += 1;
      for (let k = 0; k < classes; k++) this.#sums[row * classes + k]! += trees.values[node * classes + k]!;
    });
  }

  /** The share of rows classified correctly, by weight. */
  score(): number {
    const { rows, weights } = this.#context;
    let right = 0;
    let total = 0;
    this.#voters.forEach((voters, row) => {
      if (voters === 0) return;
      const at = row * rows.classes;
      let best = 0;
      for (let k = 1; k < rows.classes; k++) if (this.#sums[at + k]! > this.#sums[at + best]!) best = k;
      total += weights[row]!;
      if (best === rows.y[row]) right += weights[row]!;
    });
    return total > 0 ? right / total : Number.NaN;
  }
}
