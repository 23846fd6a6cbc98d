import {
  boosting,
  type NamedArrays,
  newRowState,
  packedAs,
  type RowState,
  runReducer,
} from "../../engine/reducers/index.js";
import type { RowSource } from "../../engine/rows/index.js";
import {
  ALL_ROWS,
  allowedFeatures,
  type BoostingRules,
  boostingLoss,
  type ColumnBins,
  DistantGrowth,
  type GrownTree,
  histogramSpace,
  histogramWords,
  NO_ROWS,
  packTrees,
  setCovers,
  type Units,
  unitsOf,
  type WantedSums,
  type Workspace,
} from "../../engine/trees/index.js";

/** Bytes of histograms that a pass sums at most: an executor holds some of them for every block at hand. */
const PASS_BYTES = 2 ** 25;

/** Rows of bins on other machines, and what they are worth. */
export interface DistantRows {
  readonly source: RowSource;
  readonly features: readonly ColumnBins[];
  /** How many rows there are to learn from. */
  readonly rows: number;
  /** Does each of them weigh 1? */
  readonly even: boolean;
  readonly classWeights: Float64Array;
  /** The weight of the rows of each class. */
  readonly totals: Float64Array;
}

/** The trees of a boosting whose rows lie on other machines, and the scores that they add to. */
export class DistantBoosting {
  readonly base: Float64Array;
  readonly trees: GrownTree[] = [];
  readonly #rows: DistantRows;
  readonly #rules: BoostingRules;
  readonly #signal: AbortSignal | undefined;
  readonly #space: Workspace;
  readonly #outputs: number;
  readonly #scores: RowState;
  readonly #histogramWords: number;
  /** Those whose answers the scores do not know yet. */
  #added: readonly GrownTree[] = [];
  #begins = true;
  /** As they were for the trees before: they seldom change. */
  #units: readonly Units[] | undefined;

  constructor(rows: DistantRows, rules: BoostingRules, signal: AbortSignal | undefined) {
    const { outputs, base } = boostingLoss(rows.classWeights.length, 0);
    this.base = base(rows.totals);
    this.#rows = rows;
    this.#rules = rules;
    this.#signal = signal;
    this.#space = histogramSpace(rows.features);
    this.#histogramWords = histogramWords(this.#space);
    this.#outputs = outputs;
    this.#scores = newRowState(0, 8 * outputs);
  }

  /** Adds one tree an output. Gives false where there is nothing more to learn. */
  async iterate(iteration: number): Promise<boolean> {
    const growths = await this.#roots(iteration);
    for (;;) {
      const most = Math.max(1, Math.floor(PASS_BYTES / (4 * this.#histogramWords * growths.length)));
      const wanted = growths.map((growth) => growth.want(most));
      if (wanted.every((want) => want === undefined)) break;
      const sums = this.#histogramsOf(await this.#pass(this.#units!, wanted));
      for (const growth of growths) growth.give(sums.splice(0, growth.asked));
    }
    const grown = growths.map(({ tree }) => tree);
    if (this.#rules.columnSample === 1 && grown.every(({ length }) => length === 1)) return false;
    this.trees.push(...grown);
    this.#added = grown;
    return true;
  }

  /** Gives the last trees the weights of their nodes, where rows differ in weight. */
  async finish(): Promise<void> {
    if (!this.#rows.even && this.#added.length > 0) await this.#pass(this.#units!, []);
  }

  /** Trees of a root each. The pass adds the trees before to the scores and sums in the units that these had; where that turns out to be wrong, there is another. */
  async #roots(iteration: number): Promise<DistantGrowth[]> {
    const wanted = Array.from({ length: this.#outputs }, () => ALL_ROWS);
    const tried = this.#units;
    let sums = await this.#pass(tried ?? [], tried === undefined ? [] : wanted);
    const units = wanted.map((_, k) =>
      unitsOf({ g: sums["most"]![2 * k]!, h: sums["most"]![2 * k + 1]! }, this.#rows.rows),
    );
    if (!units.every(({ g, h }, k) => g === tried?.[k]?.g && h === tried[k]?.h)) sums = await this.#pass(units, wanted);
    this.#units = units;
    return this.#histogramsOf(sums).map((histograms, k) => {
      const allowed = allowedFeatures(this.#rows.features.length, this.#rules, iteration, k);
      return new DistantGrowth(this.#space, units[k]!, this.#rules, allowed, histograms);
    });
  }

  #histogramsOf({ histograms }: NamedArrays): Int32Array[] {
    const words = this.#histogramWords;
    return Array.from({ length: histograms!.length / words }, (_, k) =>
      (histograms as Int32Array).subarray(k * words, (k + 1) * words),
    );
  }

  /** One pass over the rows; by output what is wanted of it. */
  async #pass(units: readonly Units[], wanted: readonly (WantedSums | undefined)[]): Promise<NamedArrays> {
    const { features, classWeights, even, source } = this.#rows;
    let targets = 0;
    const routes = wanted.map((want) => {
      const { tree, targets: own } = want ?? NO_ROWS;
      const first = targets;
      targets += own.reduce((count, target) => count + (target < 0 ? 0 : 1), 0);
      return { tree, targets: own.map((target) => (target < 0 ? target : first + target)) };
    });
    const params: NamedArrays = {
      settings: Int32Array.of(this.#outputs, this.#histogramWords, targets, this.#begins ? 1 : 0),
      base: this.base,
      units: Float64Array.from(units.flatMap(({ g, h, countBits }) => [g, h, countBits])),
      counts: Int32Array.from(features, ({ count }) => count),
      targets: Int32Array.from(routes.flatMap((route) => Array.from(route.targets))),
      classWeights,
      ...packedAs("added", packTrees(this.#added)),
      ...packedAs("routes", packTrees(routes.map(({ tree }) => tree))),
    };
    const sums = await runReducer(source, boosting, params, {
      rowState: this.#scores,
      ...(this.#signal === undefined ? {} : { signal: this.#signal }),
    });
    this.#begins = false;
    let first = 0;
    for (const tree of this.#added) {
      if (!even) setCovers(tree, (sums["covers"] as Float64Array).subarray(first, first + tree.length));
      first += tree.length;
    }
    this.#added = [];
    return sums;
  }
}
