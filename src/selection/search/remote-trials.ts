import { checksumOf } from "../../document/index.js";
import { KindredError, type Warning } from "../../errors/index.js";
import {
  type BaseEstimator,
  type FoldReader,
  refuseInMemory,
  type Training,
  trainingOf,
} from "../../estimator/index.js";
import type { Label } from "../../matrix/index.js";
import { countedFold, foldCount, onCluster, refuseUncounted } from "../evaluate/counted-scores.js";
import { FoldWarnings } from "../evaluate/fold-warnings.js";
import { scoredLabel } from "../evaluate/predictor.js";
import type { Scorer, Scoring } from "../evaluate/scoring.js";
import type { Folds } from "../split/split.js";
import type { Candidate } from "./space.js";
import {
  allFailed,
  type CandidateTrials,
  type LoggedTrial,
  logOf,
  paramsOf,
  type Trial,
  trialKey,
  trialOf,
} from "./trial.js";

/** How a search on a cluster divides and scores. */
interface RemoteSearch {
  readonly folds: Folds;
  readonly seed: number;
  readonly scoring: Scoring;
  readonly scorers: ReadonlyMap<string, Scorer>;
  readonly positive: Label | undefined;
  readonly where: string;
  readonly maxSeconds: number;
  readonly planned: number;
}

/** Trials over rows on other machines: candidates one after the other, fold by fold, in folds that are stored once. */
export class RemoteTrials implements CandidateTrials {
  readonly trials: Trial[] = [];
  readonly #estimator: BaseEstimator;
  readonly #training: Training;
  readonly #search: RemoteSearch;
  readonly #folds: number;
  readonly #fold: FoldReader;
  readonly #deadline: number;
  readonly #warnings: FoldWarnings;
  readonly #candidates = new Map<Trial, Candidate>();
  #failure: KindredError | undefined;
  #study: Promise<string | undefined> | undefined;

  constructor(estimator: BaseEstimator, training: Training, search: RemoteSearch) {
    const { where, maxSeconds } = search;
    const { onWarning } = training.options;
    this.#folds = foldCount(search.folds, where);
    refuseUncounted(search.scoring, where);
    if (training.fold === undefined)
      throw onCluster(
        where,
        "a step before gave each training row what it learned from the others",
        "Put the step into the estimator that the search fits",
      );
    this.#fold = training.fold;
    this.#estimator = estimator;
    this.#training = training;
    this.#search = search;
    this.#deadline = performance.now() + maxSeconds * 1000;
    this.#warnings = new FoldWarnings(onWarning);
  }

  get spent(): boolean {
    return this.trials.length > 0 && performance.now() >= this.#deadline;
  }

  get failure(): KindredError {
    return this.#failure ?? allFailed(this.#search.where, this.trials);
  }

  candidateOf(trial: Trial): Candidate {
    return this.#candidates.get(trial)!;
  }

  /** Nothing runs between two calls. */
  close(): void {}

  async run(candidates: readonly Candidate[], share = 1): Promise<Trial[]> {
    const done: Trial[] = [];
    for (const candidate of candidates) {
      if (this.spent) break;
      const trial = await this.#trialOf(candidate, share);
      this.trials.push(trial);
      this.#candidates.set(trial, candidate);
      done.push(trial);
    }
    return done;
  }

  /** The trial as a log has it; else it is run, and given to who writes a log. */
  async #trialOf(candidate: Candidate, share: number): Promise<Trial> {
    this.#study ??= this.#studied();
    const study = await this.#study;
    const { log = [], onTrial } = logOf(this.#training);
    const key = trialKey({ params: paramsOf(candidate, this.#search.where), share });
    const logged = log.find((trial) => trial.study === study && trialKey(trial) === key);
    if (logged !== undefined) return trialOf(logged);
    const start = performance.now();
    const trial = await this.#tried(candidate, share);
    if (study !== undefined) {
      const written: LoggedTrial = { ...trial, study, seconds: (performance.now() - start) / 1000 };
      onTrial?.(written);
    }
    return trial;
  }

  /** Names what is searched over which rows, where trials are written down: the rows by the hash of all their values. */
  async #studied(): Promise<string | undefined> {
    const { log = [], onTrial } = logOf(this.#training);
    if (log.length === 0 && onTrial === undefined) return undefined;
    const { source, classes, identity, signal } = this.#training;
    const { scorers, seed } = this.#search;
    return checksumOf({
      estimator: this.#estimator.describe(),
      scores: [...scorers.keys()],
      folds: [this.#folds, seed],
      rows: await identity!(signal),
      classes: [...classes!],
      columns: source.plan.map(({ name }) => name),
    });
  }

  async #tried(candidate: Candidate, share: number): Promise<Trial> {
    const { where, scorers } = this.#search;
    const key = { params: paramsOf(candidate, where), share };
    const estimator = this.#estimator.with(candidate);
    const folds: Readonly<Record<string, number>>[] = [];
    try {
      refuseInMemory(estimator);
      for (let at = 0; at < this.#folds; at++) folds.push(await this.#scored(estimator, at, share));
    } catch (error) {
      this.#training.signal?.throwIfAborted();
      // What the cluster says of itself, a server that is gone or a query that fails, is no fault of a candidate.
      if (!(error instanceof KindredError) || !(error.where.endsWith(".fit") || error.where === where)) throw error;
      this.#failure ??= error;
      return { ...key, scores: {}, error: error.message };
    }
    return {
      ...key,
      scores: Object.fromEntries([...scorers.keys()].map((name) => [name, folds.map((scores) => scores[name]!)])),
    };
  }

  async #scored(estimator: BaseEstimator, at: number, share: number): Promise<Readonly<Record<string, number>>> {
    const { seed, scorers, positive, where, planned } = this.#search;
    const { options, signal } = this.#training;
    const classes = this.#training.classes!;
    const { train, test } = await this.#fold({ at, folds: this.#folds, seed, share });
    const warnings: Warning[] = [];
    const { onProgress, ...quiet } = { ...options, onWarning: (warning: Warning) => void warnings.push(warning) };
    const { fitted } = await estimator.learnFrom(trainingOf(train, quiet, estimator.kind));
    this.#warnings.give({ warnings }, at);
    const scored = { classes, positive: scoredLabel(classes, positive, where), fold: at, where };
    const { scores } = await countedFold(fitted, test, [...scorers.keys()], scored, signal);
    const done = this.trials.length * this.#folds + at + 1;
    onProgress?.({ step: where, done, total: planned * this.#folds });
    return scores;
  }
}
