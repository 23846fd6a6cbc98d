import type { Origin } from "../../matrix/index.js";
import type { Source } from "../../table/index.js";
import type { JobOptions } from "../define/options.js";
import type { IO, MatrixToMatrix, OutputFor } from "../define/types.js";
import type { RemoteSource } from "../training/remote-source.js";
import type { Bulk, RemoteBulk } from "./bulk.js";
import { Fitted } from "./fitted.js";
import type { Verb } from "./spec.js";

/** A fitted transformer: rows in, rows with other columns out. */
export class FittedTransformer<P extends object = object, S = unknown, T extends IO = MatrixToMatrix> extends Fitted<
  P,
  S
> {
  /** The names of the columns that `transform` gives. */
  get outputColumns(): readonly string[] {
    return this.outputs.columns;
  }

  /** Where each of the output columns comes from. */
  get provenance(): readonly Origin[] {
    return this.outputs.provenance;
  }

  override has(verb: Verb): boolean {
    return verb === "transform";
  }

  /** The transformed rows of a Source block by block, as `bulk` gives them. */
  transform(source: Source): Bulk<T[1]>;
  /**
   * The transformed rows, as many as were given, in their order.
   *
   * @throws KindredError where columns are missing or of another type.
   */
  transform<X extends T[0]>(data: X): OutputFor<T, X>;
  transform(data: unknown): unknown {
    return this.apply("transform", data as never);
  }

  /** A verb on rows on a cluster, which can be written as a table there. */
  override bulk(verb: "transform", source: RemoteSource, options?: JobOptions): RemoteBulk<T[1]>;
  /** A verb on any number of rows, block by block. */
  override bulk(verb: "transform", source: T[0] | Source, options?: JobOptions): Bulk<T[1]>;
  override bulk(verb: "transform", source: T[0] | Source, options?: JobOptions): Bulk<T[1]> {
    return super.bulk(verb, source as never, options) as Bulk<T[1]>;
  }
}

/** A fitted clusterer: the cluster of each row, and features from the clusters. */
export class FittedClusterer<
  P extends object = object,
  S = unknown,
  T extends IO = MatrixToMatrix,
> extends FittedTransformer<P, S, T> {
  /** Does it have this verb? */
  override has(verb: Verb): boolean {
    return verb === "predict" || (verb === "transform" && this.transforms);
  }

  private get transforms(): boolean {
    const { program, transform } = this.spec.definition;
    return program !== undefined || transform !== undefined;
  }

  /** @internal */
  override labels(positions: number[]): Int32Array {
    return Int32Array.from(positions);
  }

  /** The clusters of a Source block by block, as `bulk` gives them. */
  predict(source: Source): Bulk<Int32Array>;
  /**
   * The cluster of each row.
   *
   * @throws KindredError where columns are missing, or a value is.
   */
  predict(data: T[0]): Int32Array;
  predict(data: T[0] | Source): unknown {
    return this.apply("predict", data as never);
  }

  /** A verb on rows on a cluster, which can be written as a table there. */
  override bulk(verb: "transform", source: RemoteSource, options?: JobOptions): RemoteBulk<T[1]>;
  /** A verb on rows on a cluster, which can be written as a table there. */
  override bulk(verb: "predict", source: RemoteSource, options?: JobOptions): RemoteBulk<Int32Array>;
  /** A verb on any number of rows, block by block. */
  override bulk(verb: "transform", source: T[0] | Source, options?: JobOptions): Bulk<T[1]>;
  /** A verb on any number of rows, block by block. */
  override bulk(verb: "predict", source: T[0] | Source, options?: JobOptions): Bulk<Int32Array>;
  override bulk(verb: Verb, source: T[0] | Source, options?: JobOptions): unknown {
    return super.bulk(verb as "transform", source, options);
  }
}
