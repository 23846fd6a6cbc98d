import { KindredError } from "../errors/index.js";
import type { BaseEstimator } from "../estimator/index.js";
import { Random } from "../kernels/random/index.js";
import { PipelineSteps } from "../pipeline/index.js";
import { CandidateRunner, keyOf, type ScoringContext } from "./candidate-runner.js";
import type { Divisible } from "./divide.js";
import type { Fold } from "./fold.js";
import type { Candidate } from "./space.js";
import { allFailed, type LoggedTrial, logOf, paramsOf, studyOf, type Trial, trialKey } from "./trial.js";

/** What a way of searching works with: it is given candidates' scores for candidates. */
export class TrialRunner {
  /** All trials so far, in the order in which they were asked for. */
  readonly trials: Trial[] = [];
  readonly #estimator: BaseEstimator;
  readonly #divisible: Divisible;
  readonly #scoring: ScoringContext;
  readonly #deadline: number;
  readonly #logged: ReadonlyMap<string, LoggedTrial>;
  readonly #study: string | undefined;
  readonly #runners = new Map<number, readonly CandidateRunner[]>();
  readonly #candidates = new Map<Trial, Candidate>();
  readonly #planned: number;
  /** Why learning failed where it did so first. */
  #failure: KindredError | undefined;

  constructor(
    estimator: BaseEstimator,
    divisible: Divisible,
    scoring: ScoringContext,
    { maxSeconds, planned }: { readonly maxSeconds: number; readonly planned: number },
  ) {
    this.#estimator = estimator;
    this.#divisible = divisible;
    this.#scoring = scoring;
    this.#deadline = performance.now() + maxSeconds * 1000;
    this.#planned = planned;
    const { log = [], onTrial } = logOf(divisible.context);
    const kept = log.length > 0 || onTrial !== undefined;
    this.#study = kept ? studyOf(estimator.describe(), [...scoring.scorers.keys()], divisible) : undefined;
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

  /** The trials of some candidates, in their order; fewer where the time is over. */
  async run(candidates: readonly Candidate[], share = 1): Promise<Trial[]> {
    const made = candidates.map((candidate) => ({ candidate, estimator: this.#estimator.with(candidate) }));
    const trials = new Map<Candidate, Trial>();
    for (const { candidate, estimator } of inTurn(made)) {
      if (this.spent) break;
      const trial = await this.#trial(candidate, estimator, share);
      trials.set(candidate, trial);
      this.trials.push(trial);
      this.#candidates.set(trial, candidate);
    }
    return candidates.flatMap((candidate) => trials.get(candidate) ?? []);
  }

  async #trial(candidate: Candidate, estimator: BaseEstimator, share: number): Promise<Trial> {
    const { where } = this.#scoring;
    const { signal } = this.#divisible.context.options;
    const params = paramsOf(candidate, where);
    const known = this.#logged.get(trialKey({ params, share }));
    if (known !== undefined) {
      const { study: _, seconds: __, ...trial } = known;
      return trial;
    }
    const start = performance.now();
    const scores = Object.fromEntries([...this.#scoring.scorers.keys()].map((name): [string, number[]] => [name, []]));
    let error: string | undefined;
    for (const [k, runner] of this.#foldRunners(share).entries()) {
      signal?.throwIfAborted();
      try {
        for (const [name, score] of Object.entries(await runner.score(estimator))) scores[name]!.push(score);
      } catch (problem) {
        if (!(problem instanceof KindredError)) throw problem;
        this.#failure ??= problem;
        error = problem.message;
        break;
      }
      this.#progress(k + 1);
    }
    const trial: Trial = {
      params,
      share,
      scores: error === undefined ? scores : {},
      ...(error === undefined ? {} : { error }),
    };
    if (this.#study !== undefined)
      logOf(this.#divisible.context).onTrial?.({
        ...trial,
        study: this.#study,
        seconds: (performance.now() - start) / 1000,
      });
    return trial;
  }

  #progress(done: number): void {
    const { folds, context } = this.#divisible;
    context.options.onProgress?.({
      step: this.#scoring.where,
      done: this.trials.length * folds.length + done,
      total: this.#planned * folds.length,
    });
  }

  #foldRunners(share: number): readonly CandidateRunner[] {
    const known = this.#runners.get(share);
    if (known !== undefined) return known;
    const quiet = { ...this.#divisible.context, options: withoutProgress(this.#divisible.context.options) };
    const divisible = { ...this.#divisible, context: quiet };
    const runners = divisible.folds.map(
      (fold) => new CandidateRunner(divisible, sampled(fold, share, divisible.block.y!), this.#scoring),
    );
    this.#runners.clear();
    this.#runners.set(share, runners);
    return runners;
  }
}

function withoutProgress<O extends { onProgress?: unknown }>({ onProgress: _, ...options }: O): Omit<O, "onProgress"> {
  return options;
}

/** A fold with a share of the rows of each class to learn from; a larger share holds those of a smaller one. */
function sampled({ train, test }: Fold, share: number, y: Float64Array): Fold {
  if (share >= 1) return { train, test };
  const places = new Random(0, "HalvingSearch").permutation(train.length);
  const members = new Map<number, number[]>();
  for (const place of places) {
    const row = train[place]!;
    const list = members.get(y[row]!);
    if (list === undefined) members.set(y[row]!, [row]);
    else list.push(row);
  }
  const chosen = [...members.values()].flatMap((list) => list.slice(0, Math.max(1, Math.round(share * list.length))));
  return { train: Int32Array.from(chosen).sort(), test };
}

/** Candidates that begin with the same steps one after the other, the groups in the order in which they come. */
function inTurn<T extends { readonly estimator: BaseEstimator }>(candidates: readonly T[]): T[] {
  const groups = new Map<unknown, number>();
  const place = (key: unknown): number => {
    if (!groups.has(key)) groups.set(key, groups.size);
    return groups.get(key)!;
  };
  const placed = candidates.map((candidate) => {
    const { estimator } = candidate;
    if (!(estimator instanceof PipelineSteps)) return { candidate, places: [] };
    let path = "";
    const places = estimator.steps.map(([name, step]) => {
      path = `${path}/${place(keyOf(name, step))}`;
      return place(path);
    });
    return { candidate, places };
  });
  return placed
    .sort((a, b) => {
      const at = a.places.findIndex((one, i) => one !== b.places[i]);
      return at < 0 ? 0 : a.places[at]! - b.places[at]!;
    })
    .map(({ candidate }) => candidate);
}
