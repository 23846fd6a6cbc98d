import * as z from "zod";
import {
  type Accepts,
  type AnyDefinition,
  BaseEstimator,
  type Fitted,
  type FittedSpec,
  type InputSchema,
  type LearnedModel,
  type TrainingContext,
} from "../estimator/index.js";
import { type Folds, splitterDocument } from "../selection/index.js";
import { withEstimator } from "./wrapper-types.js";

/** The options that every wrapper has, as the library handles them. */
export interface Wrapped {
  readonly estimator: BaseEstimator;
}

/** The check of the estimator in a wrapper. */
export const estimatorSchema: z.ZodType<BaseEstimator> = z.custom<BaseEstimator>(
  (value) => value instanceof BaseEstimator && value.role === "classifier",
  { error: "expected a classifier, or a Pipeline that ends in one" },
);

/** The check of how rows are divided. */
export const foldsSchema: z.ZodType<Folds, unknown> = z
  .custom<Folds>((value) => typeof value === "number" || (typeof value === "object" && value !== null), {
    error: "expected a number of folds, a splitter, or folds",
  })
  .transform(splitterDocument);

/** How a wrapper learns. */
export interface WrapperDefinition<P extends Wrapped, S> {
  readonly kind: string;
  readonly params: AnyDefinition["params"];
  readonly fitted: new (spec: FittedSpec<never, never>) => Fitted;
  readonly decide?: AnyDefinition["decide"];
  learn(context: TrainingContext, params: P, where: string): Promise<S>;
}

/** Makes a class of classifiers that are made of another one. */
export function defineWrapper<P extends Wrapped, S>(wrapper: WrapperDefinition<P, S>): unknown {
  const definition: AnyDefinition = {
    kind: wrapper.kind,
    version: 1,
    params: wrapper.params,
    // Which rows are in which fold depends on their order.
    traits: { ordered: true },
    fitted: wrapper.fitted as NonNullable<AnyDefinition["fitted"]>,
    ...(wrapper.decide === undefined ? {} : { decide: wrapper.decide }),
  };
  return class extends BaseEstimator {
    static readonly kind: string = wrapper.kind;
    static readonly definition: AnyDefinition = definition;
    declare readonly params: P;

    constructor(params: object = {}) {
      super(definition, "classifier", params);
    }

    override get accepts(): Accepts {
      return this.params.estimator.accepts;
    }

    override with(partial: Readonly<Record<string, unknown>>): this {
      return super.with(withEstimator(this.params, partial));
    }

    override async learnOver(context: TrainingContext): Promise<LearnedModel> {
      const state = await wrapper.learn(context, this.params, this.kind);
      const { source, schema, classes } = context;
      const input: InputSchema = { plan: source.plan, provenance: source.provenance, schema };
      const Made = definition.fitted!;
      return { fitted: new Made({ definition, params: this.params, state, input, classes: classes! }) };
    }
  };
}
