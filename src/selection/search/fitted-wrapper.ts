import type { Bulk, Fitted, JobOptions, RemoteBulk, RemoteSource } from "../../estimator/index.js";
import type { FeatureMatrix, Label } from "../../matrix/index.js";
import type { Schema, Source } from "../../table/index.js";
import type { InputFor } from "./input-for.js";
import type { Tunable } from "./space.js";

/** A fitted classifier made of others: it takes what they take. */
export interface FittedWrapper<E extends Tunable> {
  /** The name in documents. */
  readonly kind: string;
  /** The options that it was fitted with. */
  readonly params: object;
  /** The distinct labels, in order. */
  readonly classes: readonly Label[];
  /** The columns that it was fitted on. */
  readonly inputColumns: readonly string[];
  /** Roles, levels, directions and meanings of its input columns, where they were known. */
  readonly schema: Schema;
  /** The labels of a Source block by block, as `bulk` gives them. */
  predict(source: Source): Bulk<Label[]>;
  /** The label decided for in each row. */
  predict(data: InputFor<E>): Label[];
  /** The probabilities of a Source block by block, as `bulk` gives them. */
  predictProbabilities(source: Source): Bulk<FeatureMatrix>;
  /** The probability of each class. */
  predictProbabilities(data: InputFor<E>): FeatureMatrix;
  /** A verb on rows on a cluster, which can be written as a table there. */
  bulk(verb: "predict", source: RemoteSource, options?: JobOptions): RemoteBulk<Label[]>;
  /** A verb on rows on a cluster, which can be written as a table there. */
  bulk(verb: "predictProbabilities", source: RemoteSource, options?: JobOptions): RemoteBulk<FeatureMatrix>;
  /** A verb on rows of any number, block by block. */
  bulk(verb: "predict", source: InputFor<E> | Source, options?: JobOptions): Bulk<Label[]>;
  /** A verb on rows of any number, block by block. */
  bulk(verb: "predictProbabilities", source: InputFor<E> | Source, options?: JobOptions): Bulk<FeatureMatrix>;
  /** A verb compiled to a function of one record. */
  row: Fitted["row"];
  /** What it is, in a few lines: the estimator, its columns, what was learned, and what it gives. */
  toText(): string;
  /** One JSON document that `load` reads back bit for bit. */
  toJSON(): object;
}
