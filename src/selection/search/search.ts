import { Random } from "../../engine/numeric/random/index.js";
import {
  type AnyDefinition,
  type BaseEstimator,
  isRemote,
  type StandardSchema,
  type Training,
} from "../../estimator/index.js";
import type { Label } from "../../matrix/index.js";
import { check } from "../../options/index.js";
import * as z from "../../options/schemas.js";
import { estimatorPart, estimatorSchema, foldsSchema } from "../evaluate/estimator-option.js";
import { demandPositive, type Scoring, scorersOf, scoringCheck } from "../evaluate/scoring.js";
import { type Folds, foldedData } from "../split/split.js";
import { FittedSearchModel, type SearchState, searchState } from "./fitted-search.js";
import { RemoteTrials } from "./remote-trials.js";
import { bestOf, type CandidateTrials, hasScore, noScore } from "./trial.js";
import { TrialRunner } from "./trial-runner.js";

/** Options of every search. */
export interface CommonSearchOptions {
  /** How rows are divided: a number of folds (5 by default), a splitter, or the folds themselves. */
  readonly folds: Folds;
  /** One or several scores; the first chooses. The AUC by default. */
  readonly scoring: Scoring;
  /** Which label is the positive one; 1, true or the last by default. */
  readonly positive?: Label | undefined;
  /** No trial is begun after this many seconds. */
  readonly maxSeconds?: number | undefined;
  /** Seed of the folds and of what is drawn. */
  readonly seed: number;
}

/** Options whose estimator has any type. */
export interface AnySearchOptions extends CommonSearchOptions {
  readonly estimator: BaseEstimator;
}

/** The check of the options of every search, and of those that one kind has beside them. */
export function searchParams<P extends AnySearchOptions>(own: z.ZodRawShape): StandardSchema<unknown, P> {
  const schema = z.strictObject({
    estimator: estimatorSchema,
    folds: foldsSchema.default(5),
    scoring: scoringCheck.default("rocAuc"),
    positive: z.union([z.string(), z.number(), z.boolean()]).optional(),
    maxSeconds: z.number().positive().optional(),
    seed: z.number().int().min(0).default(0),
    ...own,
  });
  return schema as unknown as StandardSchema<unknown, P>;
}

/** How one kind of search goes about it. */
export interface SearchDefinition<P extends AnySearchOptions> {
  readonly kind: string;
  readonly params: StandardSchema<unknown, P>;
  /** How many trials there will be at most. */
  planned(params: P): number;
  /** Runs trials. */
  explore(params: P, runner: CandidateTrials, random: Random): Promise<unknown>;
}

/** The definition of a search as an estimator. */
export function searchDefinition<P extends AnySearchOptions>(
  search: SearchDefinition<P>,
  former: Pick<AnyDefinition, "formerOptions" | "migrations"> & { readonly version?: number } = {},
): AnyDefinition {
  return {
    kind: search.kind,
    version: 1,
    params: search.params,
    parts: { ...estimatorPart, tuned: true },
    // Which rows are in which fold depends on their order. Another seed makes other folds, which on few candidates choose the same.
    traits: { ordered: true, seedParams: false },
    fitOptions: { log: check.expected(Array.isArray, "the trials of an earlier run"), onTrial: check.callable },
    fitted: FittedSearchModel,
    state: searchState,
    async learn(training, params: P) {
      return { state: await learnBest(training, params, search) };
    },
    ...former,
  };
}

async function learnBest<P extends AnySearchOptions>(
  training: Training,
  params: P,
  { kind, planned, explore }: SearchDefinition<P>,
): Promise<SearchState> {
  const { estimator, folds, scoring, positive, maxSeconds = Number.POSITIVE_INFINITY, seed } = params;
  const scorers = scorersOf(scoring, kind);
  demandPositive(scorers, training.classes ?? [], positive, kind);
  const limits = { maxSeconds, planned: planned(params) };
  const scored = { scorers, positive, where: kind };
  const runner: CandidateTrials = isRemote(training.source)
    ? new RemoteTrials(estimator, training, { ...scored, ...limits, scoring, folds, seed })
    : new TrialRunner(estimator, await foldedData(training, folds, seed, kind), scored, limits);
  try {
    await explore(params, runner, new Random(seed, kind));
  } finally {
    runner.close();
  }
  const names = [...scorers.keys()];
  const chosen = bestOf(runner.trials, names[0]!);
  if (chosen.error !== undefined) throw runner.failure;
  if (!hasScore(chosen, names[0]!)) throw noScore(kind, names[0]!);
  const bestParams = runner.candidateOf(chosen);
  const { fitted: best } = await training.fit(estimator.with(bestParams));
  return { best, bestParams, trials: runner.trials, scoring: names };
}
