import type { Table } from "apache-arrow";
import type {
  Bulk,
  DataInput,
  FitInput,
  FitOptions,
  FitTransformed,
  JobOptions,
  LearnedModel,
  RemoteBulk,
  RemoteSource,
  RowRecord,
  Training,
  Verb,
} from "../estimator/index.js";
import type { FeatureMatrix, Label, Labels } from "../matrix/index.js";
import type { Schema, Source } from "../table/index.js";
import type { Step } from "./step-types.js";

/** A Pipeline of steps that are chosen at run time: see `Pipeline.of`. */
export interface AnyPipeline {
  /** The name in documents. */
  readonly kind: string;
  /** The role of the last step; the compiler lets it stand for any. */
  readonly role: never;
  /** What it takes, for the compiler alone. */
  readonly io?: readonly [DataInput, never];
  /** Every hyper-parameter of every step, for the compiler alone. */
  readonly paths?: Readonly<Record<string, unknown>>;
  /** Its hyper-parameters. */
  readonly params: {
    /** The steps. */
    readonly steps: readonly Step[];
  };
  /** A copy with some steps' hyper-parameters changed. */
  with(paths: Readonly<Record<string, unknown>>): this;
  /** Fits every step on what the one before it gives. The labels come first where the last step is a classifier. */
  fit(data: FitInput, y: Labels | string, options?: FitOptions): Promise<FittedAnyPipeline>;
  /** Fits every step on what the one before it gives. */
  fit(data: FitInput, options?: FitOptions): Promise<FittedAnyPipeline>;
  /** Fits, and gives the training rows as the last step gives them. */
  fitTransform(
    data: DataInput,
    options?: FitOptions,
  ): Promise<FitTransformed<FittedAnyPipeline, FeatureMatrix | Table>>;
  /** Learns as a part of another estimator, from the rows of its training: see `Training.fit`. */
  learnFrom(training: Training): Promise<LearnedModel<FittedAnyPipeline>>;
  /** The code that makes it: of its options those that are not the defaults. */
  toText(): string;
  /** One JSON document that `loadEstimator` reads back. */
  toJSON(): object;
}

/** A fitted Pipeline of steps that were chosen at run time: it has every verb, and throws on those that its last step lacks. */
export interface FittedAnyPipeline {
  /** `"Pipeline"`. */
  readonly kind: string;
  /** What it can be asked. */
  readonly verbs: readonly Verb[];
  /** The columns that it was fitted on. */
  readonly inputColumns: readonly string[];
  /** Roles, levels, directions and meanings of its input columns, where they were known. */
  readonly schema: Schema;
  /** The distinct labels, where the last step is a classifier. */
  readonly classes: readonly Label[];
  /** The fitted model of each step, by its name. */
  readonly steps: Readonly<Record<string, unknown>>;
  /** The transformed rows of a Source block by block. */
  transform(source: Source): Bulk<FeatureMatrix | Table>;
  /** Rows with other columns. */
  transform(data: DataInput): FeatureMatrix | Table;
  /** The labels or clusters of a Source block by block. */
  predict(source: Source): Bulk<ArrayLike<Label>>;
  /** The label or cluster of each row. */
  predict(data: DataInput): Label[] | Int32Array;
  /** The probabilities of a Source block by block. */
  predictProbabilities(source: Source): Bulk<FeatureMatrix>;
  /** The probability of each class. */
  predictProbabilities(data: DataInput): FeatureMatrix;
  /** A verb on rows on a cluster, which can be written as a table there. */
  bulk(verb: Verb, source: RemoteSource, options?: JobOptions): RemoteBulk<unknown>;
  /** A verb on rows of any number, block by block. */
  bulk(verb: Verb, source: FitInput, options?: JobOptions): Bulk<unknown>;
  /** A verb compiled to a function of one record. */
  row<V extends Verb>(verb: V): (record: RowRecord) => V extends "predict" ? Label : Float64Array;
  /** What it is, in a few lines: the estimator, its columns, what was learned, and what it gives. */
  toText(): string;
  /** One JSON document that `load` reads back bit for bit. */
  toJSON(): object;
}
