import * as z from "zod";
import { Random } from "../../engine/numeric/random/index.js";
import {
  type Accepts,
  type AnyDefinition,
  BaseEstimator,
  type InputSchema,
  type LearnedModel,
  type StandardSchema,
  type TrainingContext,
} from "../../estimator/index.js";
import type { Label } from "../../matrix/index.js";
import { demandPositive, type Scoring, scorersOf } from "../evaluate/scoring.js";
import { type Folds, foldedData, splitterDocument } from "../split/split.js";
import { FittedSearchModel, type SearchState } from "./fitted-search.js";
import { bestOf, hasScore, noScore } from "./trial.js";
import { TrialRunner } from "./trial-runner.js";

/** What every search may be told. */
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

/** Options as the library handles them. */
export interface AnySearchOptions extends CommonSearchOptions {
  readonly estimator: BaseEstimator;
}

/** The check of what every search may be told, and of what one kind may be told beside. */
export function searchParams<P extends AnySearchOptions>(own: z.ZodRawShape): StandardSchema<unknown, P> {
  const schema = z.strictObject({
    estimator: z.custom<BaseEstimator>((value) => value instanceof BaseEstimator && value.role === "classifier", {
      error: "expected a classifier, or a Pipeline that ends in one",
    }),
    folds: z
      .custom<Folds>((value) => typeof value === "number" || (typeof value === "object" && value !== null), {
        error: "expected a number of folds, a splitter, or folds",
      })
      .default(5)
      .transform(splitterDocument),
    scoring: z
      .custom<Scoring>((value) => typeof value === "string" || (typeof value === "object" && value !== null), {
        error: "expected the name of a score, names, or functions by name",
      })
      .default("rocAuc"),
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
  explore(params: P, runner: TrialRunner, random: Random): Promise<unknown>;
}

/** Makes a class of searches. */
export function defineSearch<P extends AnySearchOptions>(search: SearchDefinition<P>): unknown {
  const definition: AnyDefinition = {
    kind: search.kind,
    version: 1,
    params: search.params,
    // Which rows are in which fold depends on their order.
    traits: { ordered: true },
    fitted: FittedSearchModel,
  };
  return class extends BaseEstimator {
    static readonly kind: string = search.kind;
    static readonly definition: AnyDefinition = definition;
    declare readonly params: P;

    constructor(params: object = {}) {
      super(definition, "classifier", params);
    }

    override get accepts(): Accepts {
      return this.params.estimator.accepts;
    }

    override async learnOver(context: TrainingContext): Promise<LearnedModel> {
      const { estimator, folds, scoring, positive, maxSeconds = Number.POSITIVE_INFINITY, seed } = this.params;
      const where = this.kind;
      context.options.signal?.throwIfAborted();
      const scorers = scorersOf(scoring, where);
      demandPositive(scorers, context.classes ?? [], positive, where);
      const data = await foldedData(context, folds, seed, where);
      const planned = search.planned(this.params);
      const runner = new TrialRunner(estimator, data, { scorers, positive, where }, { maxSeconds, planned });
      try {
        await search.explore(this.params, runner, new Random(seed, where));
      } finally {
        runner.close();
      }
      const names = [...scorers.keys()];
      const chosen = bestOf(runner.trials, names[0]!);
      if (chosen.error !== undefined) throw runner.failure;
      if (!hasScore(chosen, names[0]!)) throw noScore(where, names[0]!);
      const bestParams = runner.candidateOf(chosen);
      const { fitted: best } = await estimator.with(bestParams).learnOver(context);
      const { source, schema, classes } = context;
      const input: InputSchema = { plan: source.plan, provenance: source.provenance, schema };
      const state: SearchState = { best, bestParams, trials: runner.trials, scoring: names };
      return { fitted: new FittedSearchModel({ definition, params: this.params, state, input, classes: classes! }) };
    }
  };
}
