import type { Table } from "apache-arrow";
import type {
  Bulk,
  DataInput,
  FitInput,
  JobOptions,
  RemoteBulk,
  RemoteSource,
  RowRecord,
  RowSchema,
  Verb,
} from "../estimator/index.js";
import type { FeatureMatrix, Label } from "../matrix/index.js";
import type { Schema, Source } from "../table/index.js";

/**
 * A model of which only the document knows what it is: it has every verb, and throws on those that it lacks. `verbs` says which it has.
 *
 * @example
 * ```ts
 * import { load, NaiveBayes } from "kindred";
 *
 * const fitted = await new NaiveBayes().fit([[1, 5], [2, 4], [8, 1], [9, 2]], ["no", "no", "yes", "yes"]);
 * const model = load(JSON.stringify(fitted));
 * model.verbs; // ["predict", "predictProbabilities"]
 * model.classes; // ["no", "yes"]
 * const score = model.row("predictProbabilities");
 * score([9, 1])[1]! > 0.5; // true
 * model.inputSchema.required; // ["x0", "x1"]
 * ```
 */
export interface LoadedModel {
  /** The kind of estimator that was fitted. */
  readonly kind: string;
  /** The hyper-parameters that it was fitted with. */
  readonly params: object;
  /** What it can be asked. */
  readonly verbs: readonly Verb[];
  /** The columns that it was fitted on. */
  readonly inputColumns: readonly string[];
  /** A JSON Schema of one row that it takes. */
  readonly inputSchema: RowSchema;
  /** Roles, levels, directions and meanings of its input columns, where they were known. */
  readonly schema: Schema;
  /** The distinct labels of a classifier; none for others. */
  readonly classes?: readonly Label[];
  /** The names of the columns that `transform` gives, where it transforms. */
  readonly outputColumns?: readonly string[];
  /** The same of a Source block by block, as `bulk` gives it. */
  transform(source: Source): Bulk<FeatureMatrix | Table>;
  /** Rows with other columns. */
  transform(data: DataInput): FeatureMatrix | Table;
  /** The same of a Source block by block, as `bulk` gives it. */
  predict(source: Source): Bulk<ArrayLike<Label>>;
  /** The label or cluster of each row. */
  predict(data: DataInput): ArrayLike<Label>;
  /** The same of a Source block by block, as `bulk` gives it. */
  predictProbabilities(source: Source): Bulk<FeatureMatrix>;
  /** The probability of each class. */
  predictProbabilities(data: DataInput): FeatureMatrix;
  /** A verb on rows on a cluster, which can be written as a table there. */
  bulk(verb: "transform", source: RemoteSource, options?: JobOptions): RemoteBulk<FeatureMatrix | Table>;
  /** A verb on rows on a cluster, which can be written as a table there. */
  bulk(verb: "predict", source: RemoteSource, options?: JobOptions): RemoteBulk<ArrayLike<Label>>;
  /** A verb on rows on a cluster, which can be written as a table there. */
  bulk(verb: "predictProbabilities", source: RemoteSource, options?: JobOptions): RemoteBulk<FeatureMatrix>;
  /** A verb on rows of any number, block by block. */
  bulk(verb: "transform", source: FitInput, options?: JobOptions): Bulk<FeatureMatrix | Table>;
  /** A verb on rows of any number, block by block. */
  bulk(verb: "predict", source: FitInput, options?: JobOptions): Bulk<ArrayLike<Label>>;
  /** A verb on rows of any number, block by block. */
  bulk(verb: "predictProbabilities", source: FitInput, options?: JobOptions): Bulk<FeatureMatrix>;
  /** A verb compiled to a function of one record, or of one array of values in the order of `inputColumns`. */
  row<V extends Verb>(verb: V): (record: RowRecord) => V extends "predict" ? Label : Float64Array;
  /** What it is, in a few lines: the estimator, its columns, what was learned, and what it gives. */
  toText(): string;
  /** One JSON document that `load` reads back bit for bit. */
  toJSON(): object;
}
