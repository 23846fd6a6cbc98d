import type { Form } from "../../document/index.js";
import type { Program } from "../../engine/program/index.js";
import type { RowSource } from "../../engine/rows/index.js";
import type { FeatureMatrix, Label, MatrixLike } from "../../matrix/index.js";
import type { StandardSchema } from "../../options/index.js";
import type { Schema } from "../../table/index.js";
import type { Accepts, InputSchema, KnownInput } from "../training/input.js";
import type { Training } from "../training/training.js";
import type { Parts } from "./parts.js";
import { acceptedByAll } from "./parts.js";

/** What an estimator is good for in a Pipeline. */
export type Role = "transformer" | "clusterer" | "classifier" | "resampler";

/** Declared ways in which an estimator differs from the usual; the common checks read them. */
export interface Traits {
  /** Are missing values refused (by name), or kept and handled? Default: kept. */
  readonly missing?: "refused" | "kept";
  /** Must there be a target? Default: no, yes for classifiers. */
  readonly target?: "required" | "ignored";
  /** Does it take sample weights into account? Default: yes. */
  readonly weights?: boolean;
  /** Does a weight of two equal the row twice? Default: yes for `learn`; `fit` may leave weights above 0 alone. */
  readonly weightsRepeat?: boolean;
  /** Does learning depend on the order of rows, beyond rounding? Default: no. */
  readonly ordered?: boolean;
  /** The fewest rows that it can learn from. Default: 1. */
  readonly fewestRows?: number;
  /** Options under which the common checks should run it. */
  readonly checkParams?: object;
  /**
   * For one with a `seed`: options under which different seeds teach differently, where that is not so under `checkParams`; false where it is so
   * on more rows than the checks have, or in what is reported alone.
   */
  readonly seedParams?: object | false;
}

/** What the in-memory form of `fit` gets beside the data. */
export interface FitContext {
  /** Target: for each row a position in `classes`. */
  readonly y?: Float64Array;
  /** The distinct labels, in order. */
  readonly classes?: readonly Label[];
  /** One weight a row. */
  readonly sampleWeight?: Float64Array;
  /** One group a row, as positions. */
  readonly groups?: Int32Array;
  /** Roles, levels and directions of the source columns. */
  readonly schema: Schema;
  /** Asks for an early end. */
  readonly signal?: AbortSignal;
}

/** What learning gives: the state, and, where rows come out of training differently than later, the program for them. */
export interface Learned<S> {
  /** What was learned. */
  readonly state: S;
  /** For the training rows alone, keyed by row id (cross-fitting). Same columns as the program. */
  readonly training?: Program;
  /** The rows that were learned from, as they came in, where resamplers changed them. */
  readonly rows?: RowSource;
}

/** A fitted model, and what the training rows go through on their way to the next step where that differs. */
export interface LearnedModel<F> {
  /** What was learned. */
  readonly fitted: F;
  /** What the training rows go through, where that is not what later rows do. */
  readonly training?: Program;
  /** The rows that were learned from, as they came in, where resamplers changed them. */
  readonly rows?: RowSource;
}

/** Params and state of one version, on their way to the next. */
export interface Migrated {
  /** The hyper-parameters, as the document has them. */
  readonly params: unknown;
  /** What was learned, decoded. */
  readonly state: unknown;
}

/** What the form of a state may depend on. */
export interface StateFacts<P> {
  /** The hyper-parameters. */
  readonly params: P;
  /** The columns at fit. */
  readonly input: InputSchema;
  /** The distinct labels; none where there was no target. */
  readonly classes: readonly Label[];
}

/** The form of a state: the same for all, or by what the model is. */
export type StateForm<P, S> = Form<S> | ((facts: StateFacts<P>) => Form<S>);

/** What every definition says. */
export interface CommonDefinition<P extends object, S> {
  /** The name in documents; `"vendor/Name"` for those of others. */
  readonly kind: string;
  /** Counts up when params or state change their form. */
  readonly version: number;
  /** Checks and completes hyper-parameters. */
  readonly params: StandardSchema<unknown, P>;
  /** What it takes: by default what all its parts take, a matrix where it has none. */
  readonly accepts?: Accepts | ((params: P) => Accepts);
  /** Where among its options other estimators are. */
  readonly parts?: Parts<P>;
  /**
   * The columns and classes of a model among its options that is fitted already: rows to learn from are read as it reads them. By default those of
   * its parts.
   */
  fixedInput?(params: P): KnownInput | undefined;
  /** What it gives: a matrix by default, or what it got. */
  readonly gives?: "matrix" | "same";
  /**
   * Does learning read all rows into memory, so that rows on a cluster are refused before any is stored? By default it does where there is no `learn`. What
   * its parts read is asked of them.
   */
  readonly inMemory?: boolean | ((params: P) => boolean);
  /** In what it differs from the usual. */
  readonly traits?: Traits;
  /** The in-memory form of learning: all rows of a weight above zero at once. Weights are in the context. */
  fit?(x: FeatureMatrix, params: P, context: FitContext): S | Promise<S>;
  /** The streaming form of learning. */
  learn?(training: Training, params: P): Promise<Learned<S>>;
  /** Roles, levels and directions of the columns that it gives; those of its input by default. */
  outputSchema?(state: S, params: P, input: InputSchema): Schema;
  /**
   * What a state out of a document must be: its types, lengths and ranges, by `forms`. Sizes that are known: `inputs` (columns at fit), `classes`, and
   * `scores` (1 for two classes, else one a class). Without it states are taken as they are.
   */
  readonly state?: StateForm<NoInfer<P>, NoInfer<S>>;
  /** Former names of options, which are still taken: `{ restarts: "starts" }`. */
  readonly formerOptions?: Readonly<Record<string, string>>;
  /** By older version: its params and state in the form of the next version. */
  readonly migrations?: Readonly<Record<number, (old: Migrated) => Migrated>>;
}

/** A transformer: rows in, rows with other columns out. */
export interface TransformerDefinition<P extends object, S> extends CommonDefinition<P, S> {
  /** What it does to a row, as data: runs in blocks, by row and on workers, and can be exported. */
  program?(state: S, params: P, input: InputSchema): Program;
  /** What it does to rows, as a function; row i of the result may depend on row i alone. */
  transform?(x: FeatureMatrix, state: S, params: P): MatrixLike;
  /** The names of the columns that `transform` gives; those that it was given by default. */
  outputColumns?(input: readonly string[], state: S, params: P): readonly string[];
}

/** A clusterer: each row's cluster, and where it transforms as well, features from the clusters. */
export interface ClustererDefinition<P extends object, S> extends TransformerDefinition<P, S> {
  /** Ends in one column: the position of the row's cluster. */
  predictor?(state: S, params: P, input: InputSchema): Program;
  /** The cluster of each row, as a function. */
  predict?(x: FeatureMatrix, state: S, params: P): ArrayLike<number>;
}

/** A classifier: the probability of each class. */
export interface ClassifierDefinition<P extends object, S> extends CommonDefinition<P, S> {
  /** Ends in one column a class, in the order of `classes`. */
  predictor?(state: S, params: P, input: InputSchema, classes: readonly Label[]): Program;
  /** Rows x classes, as a function. */
  predictProbabilities?(x: FeatureMatrix, state: S, params: P, classes: readonly Label[]): MatrixLike;
  /** Which class a row's probabilities decide for; the likeliest by default; ties: the first. */
  decide?(probabilities: ArrayLike<number>, state: S, params: P): number;
}

/** A resampler: other rows at fit, nothing later. */
export interface ResamplerDefinition<P extends object>
  extends Pick<CommonDefinition<P, unknown>, "kind" | "version" | "params" | "accepts" | "parts" | "traits" | "state"> {
  /** How often each row is used: 0 leaves it out. */
  counts?(x: FeatureMatrix, params: P, context: FitContext): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** The rows to go on with, as a source: for those that make new rows, or stream. */
  resample?(training: Training, params: P): RowSource | Promise<RowSource>;
}

// The params and state of each kind meet as one type only here; `define…` and the classes keep them apart.
// biome-ignore lint/suspicious/noExplicitAny: this is the one place where kinds are mixed
export type Mixed = any;

/** A definition of any role, as fitted models use it. */
export interface FittedDefinition
  extends CommonDefinition<Mixed, Mixed>,
    Omit<ClustererDefinition<Mixed, Mixed>, "predictor">,
    Pick<ClassifierDefinition<Mixed, Mixed>, "predictProbabilities" | "decide">,
    Pick<ResamplerDefinition<Mixed>, "counts" | "resample"> {
  predictor?(state: Mixed, params: Mixed, input: InputSchema, classes: readonly Label[]): Program;
}

/** What data an estimator takes under its options. */
export function acceptedBy({ accepts, parts }: FittedDefinition, params: object): Accepts {
  if (accepts !== undefined) return typeof accepts === "function" ? accepts(params) : accepts;
  return parts === undefined ? "matrix" : acceptedByAll(parts.get(params));
}

/**
 * The kind that reads all rows into memory to learn, this one or the first of its parts; nothing where none does.
 *
 * @param underAll - Whether only what does so under all options counts, for parts whose options are still to be chosen.
 */
export function inMemoryKind(definition: FittedDefinition, params: object, underAll: boolean): string | undefined {
  const { kind, learn, inMemory = learn === undefined, parts } = definition;
  const isOwn = typeof inMemory === "function" ? !underAll && inMemory(params) : inMemory;
  if (isOwn) return kind;
  const inside = parts?.get(params).map(([, part]) => part.inMemoryKind?.(underAll || parts.tuned === true));
  return inside?.find((found) => found !== undefined);
}

/** The columns and classes of a model among an estimator's options, or in its parts, that is fitted already. */
export function fixedInputOf({ fixedInput, parts }: FittedDefinition, params: object): KnownInput | undefined {
  if (fixedInput !== undefined) return fixedInput(params);
  return parts?.get(params).find(([, part]) => part.fixedInput !== undefined)?.[1].fixedInput;
}
