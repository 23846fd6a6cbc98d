import type { Table } from "apache-arrow";

import type {
  Bulk,
  FitOptions,
  FittedTransformer,
  JobOptions,
  MatrixToMatrix,
  RemoteBulk,
  RemoteSource,
  RowRecord,
  RowSchema,
  TableToMatrix,
  TableToTable,
  Verb,
} from "../estimator/index.js";
import type { FeatureMatrix, Label, Labels } from "../matrix/index.js";
import type { Schema, Source } from "../table/index.js";

/** As much of an estimator as the types of a Pipeline look at. */
export interface StepLike {
  /** What it is good for in a Pipeline. */
  readonly role: string;
  /** What it takes and gives, for the compiler alone. */
  readonly io?: readonly [unknown, unknown];
  /** Its hyper-parameters. */
  readonly params: object;
}

/** A step: its name and its estimator. */
export type Step = readonly [name: string, estimator: StepLike];

type IoOf<E> = NonNullable<E extends { readonly io?: infer U } ? U : never>;

/** What a pair (start of the pipeline, what arrives here) becomes behind a step. A union of pairs is threaded pair by pair. */
type Advance<Current, E> = Current extends readonly [infer Start, infer Arrives]
  ? IoOf<E> extends infer U
    ? U extends readonly [infer A, infer B]
      ? [Arrives] extends [A]
        ? readonly [Start, B]
        : never
      : never
    : never
  : never;

type StartOf<E> = IoOf<E> extends infer U ? (U extends readonly [infer A, unknown] ? readonly [A, A] : never) : never;

type WRONG_ORDER = "this step does not accept what the step before it gives";
type PREDICTOR_BEFORE_END = "a classifier can only be the last step";
type NO_STEPS = "a Pipeline has at least one step";
type STEPS_OF_RUN_TIME = "write Pipeline.of(steps) for steps that are chosen at run time";
type NO_NAME = "a step has a name";
type DOT_IN_NAME = "a step's name holds no dot";
type NAME_TWICE = "another step has this name";
type NO_COLUMNS = "a classifier gives no columns";

/** What is wrong with a name behind others; never where nothing is, or where it is not known before run time. */
type NameFault<N extends string, Before extends string> = string extends N
  ? never
  : N extends ""
    ? NO_NAME
    : N extends `${string}.${string}`
      ? DOT_IN_NAME
      : N extends Before
        ? NAME_TWICE
        : never;

type IsClassifier<E> = E extends { readonly role: infer R }
  ? [R] extends [never]
    ? false
    : R extends "classifier"
      ? true
      : false
  : false;

type Check<S extends readonly Step[], Current, Before extends string> = S extends readonly [
  infer H extends Step,
  ...infer R extends readonly Step[],
]
  ? [NameFault<H[0], Before>] extends [never]
    ? [Advance<Current, H[1]>] extends [never]
      ? readonly [readonly [H[0], WRONG_ORDER], ...R]
      : R extends readonly []
        ? readonly [H]
        : IsClassifier<H[1]> extends true
          ? readonly [readonly [H[0], PREDICTOR_BEFORE_END], ...R]
          : readonly [H, ...Check<R, Advance<Current, H[1]>, Before | H[0]>]
    : readonly [readonly [H[0], NameFault<H[0], Before>], ...R]
  : readonly [];

type CheckBranches<S extends readonly Step[], Before extends string> = S extends readonly [
  infer H extends Step,
  ...infer R extends readonly Step[],
]
  ? [NameFault<H[0], Before>] extends [never]
    ? IsClassifier<H[1]> extends true
      ? readonly [readonly [H[0], NO_COLUMNS], ...R]
      : readonly [H, ...CheckBranches<R, Before | H[0]>]
    : readonly [readonly [H[0], NameFault<H[0], Before>], ...R]
  : readonly [];

/** Branches side by side, or a type that says what is wrong at the branch to blame. */
export type CheckedBranches<S extends readonly Step[]> = S extends readonly []
  ? NO_STEPS
  : number extends S["length"]
    ? S
    : CheckBranches<S, never>;

type Walk<S extends readonly Step[], Current> = S extends readonly [
  infer H extends Step,
  ...infer R extends readonly Step[],
]
  ? R extends readonly []
    ? Advance<Current, H[1]>
    : Walk<R, Advance<Current, H[1]>>
  : Current;

type First<S> = S extends readonly [readonly [string, infer E], ...unknown[]] ? StartOf<E> : never;
type Last<S> = S extends readonly [...unknown[], readonly [string, infer E]] ? E : never;

/** The steps, or, where their order is wrong, a type that says so at the step to blame. */
export type CheckedSteps<S extends readonly Step[]> = S extends readonly []
  ? NO_STEPS
  : number extends S["length"]
    ? STEPS_OF_RUN_TIME
    : Check<S, First<S>, never>;

/** What is wrong with transforming the training rows, where the last step does not. */
export type Transforms<S extends readonly Step[]> =
  IsClassifier<Last<S>> extends true ? "a classifier transforms nothing: fit it, then predict" : unknown;

/** What a pipeline of these steps takes and gives. */
export type PipelineIO<S extends readonly Step[]> = Walk<S, First<S>>;

/** The role of the last step. */
export type PipelineRole<S extends readonly Step[]> = Last<S> extends StepLike ? Last<S>["role"] : never;

/** The fitted model of an estimator. */
export type FittedOf<E> = E extends Fittable<infer F> ? F : undefined;

/** Whatever is fitted. */
export interface Fittable<F> {
  /** Learns. */
  fit(...args: never[]): Promise<F>;
}

type Prefixed<N extends string, E> = E extends { readonly paths?: infer Q }
  ? { readonly [P in Extract<keyof NonNullable<Q>, string> as `${N}.${P}`]?: NonNullable<Q>[P] }
  : E extends { readonly params: infer P0 }
    ? { readonly [P in Extract<keyof P0, string> as `${N}.${P}`]?: P0[P] }
    : never;

type Together<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never;

/** Every hyper-parameter of every step, as `"step.option"`. */
export type PathsOf<S extends readonly Step[]> = Together<
  { [I in keyof S]: S[I] extends readonly [infer N extends string, infer E] ? Prefixed<N, E> : never }[number]
>;

/** What `fit` takes behind the data. */
export type PipelineRest<S extends readonly Step[]> =
  PipelineRole<S> extends "classifier" ? [y: string | Labels, options?: FitOptions] : [options?: FitOptions];

type VerbName = "transform" | "predict" | "predictProbabilities";

/** The verbs of the last step, on what the first step takes. */
type Verbs<F, T> = {
  readonly [K in keyof F & VerbName]: K extends "transform"
    ? TransformVerb<T>
    : K extends "predict"
      ? MemoryVerb<InputOf<T>, F[K] extends (data: never) => infer R ? R : never>
      : MemoryVerb<InputOf<T>, FeatureMatrix>;
};

/** A verb on data in memory; on a Source it gives the results block by block. */
interface MemoryVerb<X, R> {
  (source: Source): Bulk<R>;
  (data: X): R;
}

interface TransformVerb<T> {
  (source: Source): Bulk<T extends readonly [unknown, infer B] ? B : never>;
  <X extends InputOf<T>>(data: X): T extends readonly [infer A, infer B] ? (X extends A ? B : never) : never;
}

/** What a step takes. */
export type InputOf<T> = T extends readonly [infer A, unknown] ? A : never;

/** A fitted pipeline: every verb of its last step, and its fitted steps by name. */
export type FittedPipeline<S extends readonly Step[]> = Verbs<FittedOf<Last<S>>, PipelineIO<S>> & {
  /** `"Pipeline"`. */
  readonly kind: string;
  /** The columns that it was fitted on. Others are ignored later, missing ones are an error. */
  readonly inputColumns: readonly string[];
  /** Roles, levels, directions and meanings of its input columns, where they were known. */
  readonly schema: Schema;
  /** A JSON Schema of one row that it takes. */
  readonly inputSchema: RowSchema;
  /** What it can be asked. */
  readonly verbs: readonly Verb[];
  /** The names of the columns that `transform` gives. */
  readonly outputColumns: readonly string[];
  /** Where each output column comes from. */
  readonly provenance: FeatureMatrix["provenance"];
  /** The fitted model of each step, by its name; none for steps that change rows at fit only. */
  readonly steps: {
    readonly [K in S[number] as K[0]]: PipelineRole<readonly [K]> extends "resampler" ? undefined : FittedOf<K[1]>;
  };
  /** The distinct labels, where the last step is a classifier. */
  readonly classes: readonly Label[];
  /** A verb on rows on a cluster, which can be written as a table there. */
  bulk<V extends keyof FittedOf<Last<S>> & VerbName>(
    verb: V,
    source: RemoteSource,
    options?: JobOptions,
  ): RemoteBulk<BulkOf<FittedOf<Last<S>>, V>>;
  /** A verb on rows of any number, block by block. */
  bulk<V extends keyof FittedOf<Last<S>> & VerbName>(
    verb: V,
    source: InputOf<PipelineIO<S>> | Source,
    options?: JobOptions,
  ): Bulk<BulkOf<FittedOf<Last<S>>, V>>;
  /** A verb compiled to a function of one record. */
  row<V extends keyof FittedOf<Last<S>> & VerbName>(
    verb: V,
  ): (record: RowRecord) => V extends "predict" ? Label : Float64Array;
  /** What it is, in a few lines: the estimator, its columns, what was learned, and what it gives. */
  toText(): string;
  /** One JSON document that `load` reads back bit for bit. */
  toJSON(): object;
};

type BulkOf<F, V> = V extends "predict"
  ? F extends { predict(data: never): infer R }
    ? R
    : never
  : V extends "predictProbabilities"
    ? FeatureMatrix
    : FeatureMatrix | Table;

/** The pair, where every branch takes and gives it. */
type AllTake<S extends readonly Step[], T> = false extends {
  [I in keyof S]: S[I] extends readonly [string, infer E] ? (T extends IoOf<E> ? true : false) : false;
}[number]
  ? never
  : T;

/** What branches side by side take and give together. */
export type BranchesIO<S extends readonly Step[]> =
  | AllTake<S, TableToTable>
  | AllTake<S, TableToMatrix>
  | AllTake<S, MatrixToMatrix>;

/** A fitted set of branches: it transforms, and has its fitted branches by name. */
export type FittedBranchSteps<S extends readonly Step[]> = Omit<
  FittedTransformer<object, object, BranchesIO<S>>,
  "steps"
> & {
  /** The fitted model of each branch, by its name. */
  readonly steps: { readonly [K in S[number] as K[0]]: FittedOf<K[1]> };
};
