import * as z from "zod";
import { KindredError } from "../errors/index.js";
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
import { acceptsOf, checkNames, type NamedStep, withPaths } from "../pipeline/index.js";
import { FittedMembers } from "./members.js";

/** The members of an ensemble, as the library handles them. */
export interface WithMembers {
  readonly members: readonly NamedStep[];
}

/** The check of members. */
export const membersSchema: z.ZodType<readonly NamedStep[]> = z.custom<readonly NamedStep[]>(
  (value) =>
    Array.isArray(value) &&
    value.every(
      (member: unknown) =>
        Array.isArray(member) &&
        typeof member[0] === "string" &&
        member[1] instanceof BaseEstimator &&
        member[1].role === "classifier",
    ),
  { error: "expected pairs of a name and a classifier (or a Pipeline that ends in one)" },
);

/** The fitted members by name. */
export interface MembersState {
  readonly members: readonly (readonly [name: string, fitted: Fitted])[];
}

/** A fitted ensemble whose members have names. */
export abstract class FittedNamedMembers<S extends MembersState> extends FittedMembers<S> {
  override get parts(): readonly Fitted[] {
    return this.state.members.map(([, fitted]) => fitted);
  }

  get members(): Readonly<Record<string, Fitted>> {
    return Object.fromEntries(this.state.members);
  }
}

/** How an ensemble learns. */
export interface MembersDefinition<P extends WithMembers, S> {
  readonly kind: string;
  readonly params: AnyDefinition["params"];
  readonly traits?: AnyDefinition["traits"];
  readonly fitted: new (spec: FittedSpec<never, never>) => Fitted;
  readonly decide?: AnyDefinition["decide"];
  learn(context: TrainingContext, params: P, where: string): Promise<S>;
}

/** Makes a class of classifiers that are made of several. Its constructor takes the members, then options; or, from documents, both in one. */
export function defineMembers<P extends WithMembers, S>(ensemble: MembersDefinition<P, S>): unknown {
  const { kind, learn, params, fitted, traits, decide } = ensemble;
  const definition: AnyDefinition = {
    kind,
    version: 1,
    params,
    fitted: fitted as NonNullable<AnyDefinition["fitted"]>,
    ...(traits === undefined ? {} : { traits }),
    ...(decide === undefined ? {} : { decide }),
  };
  return class extends BaseEstimator {
    static readonly kind: string = kind;
    static readonly definition: AnyDefinition = definition;
    declare readonly params: P;

    constructor(given: readonly NamedStep[] | object = [], options: object = {}) {
      super(definition, "classifier", Array.isArray(given) ? { ...options, members: given } : given);
      checkNames(
        this.params.members.map(([name]) => name),
        kind,
      );
      const taking = (what: Accepts) => this.params.members.find(([, member]) => member.accepts === what);
      const [onTables, onNumbers] = [taking("table"), taking("matrix")];
      if (onTables !== undefined && onNumbers !== undefined)
        throw new KindredError({
          code: "INVALID_PARAMETER",
          where: kind,
          problem: `the member "${onTables[0]}" takes a Table, and "${onNumbers[0]}" numbers`,
          fix: "Give every member the steps that bring it from the same rows to numbers",
        });
    }

    override get accepts(): Accepts {
      return acceptsOf(this.params.members.map(([, member]) => member));
    }

    override with(partial: Readonly<Record<string, unknown>>): this {
      const entries = Object.entries(partial);
      const paths = Object.fromEntries(entries.filter(([path]) => path.includes(".")));
      const own = Object.fromEntries(entries.filter(([path]) => !path.includes(".")));
      const merged = { ...this.params, ...own };
      return super.with({ ...merged, members: withPaths(merged.members, paths, kind) });
    }

    override async learnOver(context: TrainingContext): Promise<LearnedModel> {
      const state = await learn(context, this.params, kind);
      const { source, schema, classes } = context;
      const input: InputSchema = { plan: source.plan, provenance: source.provenance, schema };
      const Made = definition.fitted!;
      return { fitted: new Made({ definition, params: this.params, state, input, classes: classes! }) };
    }
  };
}
