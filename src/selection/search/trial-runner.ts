import { defaultThreads } from "../../engine/threads/index.js";
import { KindredError } from "../../errors/index.js";
import type { BaseEstimator } from "../../estimator/index.js";
import type { Prediction } from "../evaluate/candidate-runner.js";
import { type ScoringContext, scoresOf } from "../evaluate/prediction.js";
import { FitQueue, type Piece } from "../parallel/fit-queue.js";
import { FoldQueue } from "../parallel/fold-queue.js";
import { transferRows } from "../parallel/row-transfer.js";
import type { FoldedData } from "../split/split.js";
import { orderCandidates } from "./order-candidates.js";
import { FoldRunners, type SearchContext, type SearchPiece, searchTask } from "./search-task.js";
import type { Candidate } from "./space.js";
import { allFailed, type LoggedTrial, logOf, paramsOf, studyOf, type Trial, trialKey } from "./trial.js";

/** A candidate at work. */
interface Attempt {
  readonly candidate: Candidate;
  readonly estimator: BaseEstimator;
  readonly key: Pick<Trial, "params" | "share">;
  /** When it was begun. */
  start?: number;
  /** The scores of each fold that is done. */
  readonly scores: Readonly<Record<string, number>>[];
  /** The first fold in which learning failed. */
  failed?: { readonly fold: number; readonly error: KindredError };
}

/** What a way of searching works with: it is given candidates' scores for candidates. */
export class TrialRunner {
  /** All trials so far, in the order in which they were asked for. */
  readonly trials: Trial[] = [];
  readonly #estimator: BaseEstimator;
  readonly #data: FoldedData;
  readonly #scoring: ScoringContext;
  readonly #deadline: number;
  readonly #logged: ReadonlyMap<string, LoggedTrial>;
  readonly #study: string | undefined;
  readonly #candidates = new Map<Trial, Candidate>();
  readonly #planned: number;
  readonly #here: FoldRunners;
  readonly #lanes: FitQueue<SearchContext, SearchPiece, Prediction>;
  /** Folds that are done of trials that are not. */
  #foldsDone = 0;
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
    this.#scoring = scoring;
    this.#deadline = performance.now() + maxSeconds * 1000;
    this.#planned = planned;
    const { context, block, folds } = data;
    const { where } = scoring;
    const { threads = defaultThreads(), signal, cacheBytes } = context.options;
    const kept = cacheBytes === undefined ? {} : { cacheBytes };
    const options = { threads, ...kept, ...(signal === undefined ? {} : { signal }) };
    this.#here = new FoldRunners({ ...data, context: { ...context, options } }, where);
    const { schema, classes } = context;
    this.#lanes = new FitQueue({
      task: searchTask,
      context: async () => {
        const rows = await transferRows(block);
        return { rows, classes: classes!, schema: schema.toJSON(), folds, where, ...kept };
      },
      values: block.x.rows * block.x.stores.length,
      movable: context.validation === undefined,
      threads,
      signal,
    });
    const { log = [], onTrial } = logOf(context);
    const isKept = log.length > 0 || onTrial !== undefined;
    this.#study = isKept ? studyOf(estimator.describe(), [...scoring.scorers.keys()], data) : undefined;
    this.#logged = new Map(
      log.flatMap((trial) => (trial.study === this.#study ? [[trialKey(trial), trial] as const] : [])),
    );
  }

  /** Is the time over? The first trial is always run. */
  get spent(): boolean {
    return this.trials.length > 0 && performance.now() >= this.#deadline;
  }

  /** Why learning failed where it did so first. */
  get failure(): KindredError {
    return this.#failure ?? allFailed(this.#scoring.where, this.trials);
  }

  /** What was tried in a trial. */
  candidateOf(trial: Trial): Candidate {
    return this.#candidates.get(trial)!;
  }

  /** No more trials are run. */
  close(): void {
    this.#lanes.close();
  }

  /** The trials of some candidates, in their order; fewer where the time is over. */
  async run(candidates: readonly Candidate[], share = 1): Promise<Trial[]> {
    const attempts = orderCandidates(
      candidates.map(
        (candidate): Attempt => ({
          candidate,
          estimator: this.#estimator.with(candidate),
          key: { params: paramsOf(candidate, this.#scoring.where), share },
          scores: [],
        }),
      ),
    );
    const queue = new FoldQueue(
      attempts.filter((attempt) => this.#loggedOf(attempt) === undefined),
      this.#data.folds.length,
    );
    const trials = new Map<Candidate, Trial>();
    let begun = 0;
    const begins = (attempt: Attempt): boolean => {
      if (begun + this.trials.length > 0 && performance.now() >= this.#deadline) return false;
      attempt.start = performance.now();
      begun++;
      return true;
    };
    const { signal } = this.#data.context.options;
    /** Trials are told of in their order, each when those before it are over, and none once the search is stopped. */
    const tell = (): void => {
      for (let attempt = attempts[trials.size]; attempt !== undefined; attempt = attempts[trials.size]) {
        if (signal?.aborted || !this.#isOver(attempt)) return;
        trials.set(attempt.candidate, this.#told(attempt));
      }
    };
    tell();
    const take = (lane: number, lanes: number): Piece<SearchPiece, Prediction> | undefined => {
      signal?.throwIfAborted();
      const dealt = queue.take(lane, lanes, begins);
      if (dealt === undefined) return undefined;
      const { item, fold } = dealt;
      return {
        args: () => ({ document: JSON.stringify(item.estimator), fold, share }),
        here: () => this.#here.said(item.estimator, fold, share),
        done: async (said) => {
          await this.#score(item, fold, said);
          // Folds before it are still done: of several failures that of the first fold counts.
          if (item.failed !== undefined) queue.drop(item, item.failed.fold);
          tell();
        },
      };
    };
    const left = (): number => queue.left;
    await this.#lanes.run(
      {
        take,
        get left() {
          return left();
        },
      },
      attempts.map(({ estimator }) => estimator),
    );
    return candidates.flatMap((candidate) => trials.get(candidate) ?? []);
  }

  #loggedOf({ key }: Attempt): LoggedTrial | undefined {
    return this.#logged.get(trialKey(key));
  }

  async #score(attempt: Attempt, fold: number, said: Promise<Prediction>): Promise<void> {
    const { folds } = this.#data;
    try {
      attempt.scores[fold] = scoresOf(await said, this.#data, folds[fold]!, this.#scoring, fold);
    } catch (error) {
      if (!(error instanceof KindredError) || error.code === "WORKER_FAILED") throw error;
      if (attempt.failed === undefined || fold < attempt.failed.fold) attempt.failed = { fold, error };
      return;
    }
    this.#foldsDone++;
    this.#data.context.options.onProgress?.({
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

  #told(attempt: Attempt): Trial {
    const { candidate, key, scores, failed, start } = attempt;
    const logged = this.#loggedOf(attempt);
    this.#foldsDone -= scores.filter((fold) => fold !== undefined).length;
    if (failed !== undefined) this.#failure ??= failed.error;
    const names = [...this.#scoring.scorers.keys()];
    const trial: Trial =
      logged !== undefined
        ? {
            params: logged.params,
            share: logged.share,
            scores: logged.scores,
            ...(logged.error === undefined ? {} : { error: logged.error }),
          }
        : failed !== undefined
          ? { ...key, scores: {}, error: failed.error.message }
          : { ...key, scores: Object.fromEntries(names.map((name) => [name, scores.map((fold) => fold[name]!)])) };
    this.trials.push(trial);
    this.#candidates.set(trial, candidate);
    if (logged === undefined && this.#study !== undefined)
      logOf(this.#data.context).onTrial?.({
        ...trial,
        study: this.#study,
        seconds: (performance.now() - start!) / 1000,
      });
    return trial;
  }
}
