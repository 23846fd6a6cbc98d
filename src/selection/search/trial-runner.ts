import { KindredError } from "../../errors/index.js";
import type { BaseEstimator, Fitted } from "../../estimator/index.js";
import type { FitResult } from "../evaluate/fold-rows.js";
import { FoldWarnings } from "../evaluate/fold-warnings.js";
import { type ScoringContext, scoresOf } from "../evaluate/score-fold.js";
import { TrainingFolds } from "../evaluate/training-folds.js";
import { FitQueue } from "../parallel/fit-queue.js";
import { FoldOrder } from "../parallel/fold-order.js";
import type { FoldedData } from "../split/split.js";
import { orderCandidates } from "./order-candidates.js";
import type { Candidate } from "./space.js";
import {
  allFailed,
  type CandidateTrials,
  type LoggedTrial,
  logOf,
  paramsOf,
  studyOf,
  type Trial,
  trialKey,
  trialOf,
} from "./trial.js";

/** A candidate at work. */
interface Attempt {
  readonly candidate: Candidate;
  readonly estimator: BaseEstimator;
  readonly key: Pick<Trial, "params" | "share">;
  /** When it was begun. */
  start?: number;
  /** The scores of each fold that is done. */
  readonly scores: Readonly<Record<string, number>>[];
  /** What the fits of each fold warned of, until the trial is recorded. */
  readonly results: Pick<FitResult<Fitted>, "warnings">[];
  /** The first fold in which learning failed. */
  failed?: { readonly fold: number; readonly error: KindredError };
}

/** Trials over rows in memory: candidates and folds side by side, on threads. */
export class TrialRunner implements CandidateTrials {
  readonly trials: Trial[] = [];
  readonly #estimator: BaseEstimator;
  readonly #data: FoldedData;
  readonly #scoring: ScoringContext;
  readonly #deadline: number;
  readonly #logged: ReadonlyMap<string, LoggedTrial>;
  readonly #study: string | undefined;
  readonly #candidates = new Map<Trial, Candidate>();
  readonly #planned: number;
  readonly #queue: FitQueue<BaseEstimator, Fitted>;
  /** Folds that are done of trials that are not. */
  #foldsDone = 0;
  readonly #warnings: FoldWarnings;
  /** Why learning failed where it did so first. */
  #failure: KindredError | undefined;

  constructor(
    estimator: BaseEstimator,
    data: FoldedData,
    scoring: ScoringContext,
    { maxSeconds, planned }: { readonly maxSeconds: number; readonly planned: number },
  ) {
    this.#estimator = estimator;
    this.#data = data;
    this.#warnings = new FoldWarnings(data.training.options.onWarning);
    this.#scoring = scoring;
    this.#deadline = performance.now() + maxSeconds * 1000;
    this.#planned = planned;
    const { training } = data;
    const { threads, signal } = training.options;
    this.#queue = new FitQueue(new TrainingFolds(data, scoring.where), { threads, signal });
    const { log = [], onTrial } = logOf(training);
    const isKept = log.length > 0 || onTrial !== undefined;
    this.#study = isKept ? studyOf(estimator.describe(), [...scoring.scorers.keys()], data) : undefined;
    this.#logged = new Map(
      log.flatMap((trial) => (trial.study === this.#study ? [[trialKey(trial), trial] as const] : [])),
    );
  }

  get spent(): boolean {
    return this.trials.length > 0 && performance.now() >= this.#deadline;
  }

  get failure(): KindredError {
    return this.#failure ?? allFailed(this.#scoring.where, this.trials);
  }

  candidateOf(trial: Trial): Candidate {
    return this.#candidates.get(trial)!;
  }

  close(): void {
    this.#queue.close();
  }

  async run(candidates: readonly Candidate[], share = 1): Promise<Trial[]> {
    const attempts = orderCandidates(
      candidates.map(
        (candidate): Attempt => ({
          candidate,
          estimator: this.#estimator.with(candidate),
          key: { params: paramsOf(candidate, this.#scoring.where), share },
          scores: [],
          results: [],
        }),
      ),
    );
    const order = new FoldOrder(
      attempts.filter((attempt) => this.#loggedOf(attempt) === undefined),
      this.#data.folds.length,
    );
    const trials = new Map<Candidate, Trial>();
    let begun = 0;
    const mayBegin = (attempt: Attempt): boolean => {
      if (begun + this.trials.length > 0 && performance.now() >= this.#deadline) return false;
      attempt.start = performance.now();
      begun++;
      return true;
    };
    const { signal } = this.#data.training;
    /** Trials are recorded in their order, each when those before it are over, and none once the search is stopped. */
    const record = (): void => {
      for (let attempt = attempts[trials.size]; attempt !== undefined; attempt = attempts[trials.size]) {
        if (signal?.aborted || !this.#isOver(attempt)) return;
        trials.set(attempt.candidate, this.#trialOf(attempt));
      }
    };
    record();
    await this.#queue.run(
      {
        get left() {
          return order.left;
        },
        next: (thread, threads) => {
          const next = order.next(thread, threads, mayBegin);
          if (next === undefined) return undefined;
          const { item, fold } = next;
          return {
            estimator: item.estimator,
            piece: { fold, share, ask: "labels" },
            settle: async (result) => {
              await this.#score(item, fold, result);
              // Folds before it are still done: of several failures that of the first fold counts.
              if (item.failed !== undefined) order.drop(item, item.failed.fold);
              record();
            },
          };
        },
      },
      attempts.map(({ estimator }) => estimator),
    );
    return candidates.flatMap((candidate) => trials.get(candidate) ?? []);
  }

  #loggedOf({ key }: Attempt): LoggedTrial | undefined {
    return this.#logged.get(trialKey(key));
  }

  async #score(attempt: Attempt, fold: number, result: Promise<FitResult<Fitted>>): Promise<void> {
    const { folds } = this.#data;
    try {
      const found = await result;
      attempt.results[fold] = found.warnings === undefined ? {} : { warnings: found.warnings };
      attempt.scores[fold] = scoresOf(found, this.#data, folds[fold]!, this.#scoring, fold);
    } catch (error) {
      if (!(error instanceof KindredError) || error.code === "WORKER_FAILED") throw error;
      if (attempt.failed === undefined || fold < attempt.failed.fold) attempt.failed = { fold, error };
      return;
    }
    this.#foldsDone++;
    this.#data.training.options.onProgress?.({
      step: this.#scoring.where,
      done: this.trials.length * folds.length + this.#foldsDone,
      total: this.#planned * folds.length,
    });
  }

  /** Is every fold done that counts: all of them, or all before the first in which learning failed? */
  #isOver(attempt: Attempt): boolean {
    if (this.#loggedOf(attempt) !== undefined) return true;
    const last = attempt.failed?.fold ?? this.#data.folds.length;
    return Array.from({ length: last }, (_, k) => attempt.scores[k]).every((scores) => scores !== undefined);
  }

  #trialOf(attempt: Attempt): Trial {
    const { candidate, key, scores, results, failed, start } = attempt;
    results.forEach((found, fold) => void this.#warnings.give(found, fold));
    const logged = this.#loggedOf(attempt);
    this.#foldsDone -= scores.filter((fold) => fold !== undefined).length;
    if (failed !== undefined) this.#failure ??= failed.error;
    const names = [...this.#scoring.scorers.keys()];
    const trial: Trial =
      logged !== undefined
        ? trialOf(logged)
        : failed !== undefined
          ? { ...key, scores: {}, error: failed.error.message }
          : { ...key, scores: Object.fromEntries(names.map((name) => [name, scores.map((fold) => fold[name]!)])) };
    this.trials.push(trial);
    this.#candidates.set(trial, candidate);
    if (logged === undefined && this.#study !== undefined)
      logOf(this.#data.training).onTrial?.({
        ...trial,
        study: this.#study,
        seconds: (performance.now() - start!) / 1000,
      });
    return trial;
  }
}
