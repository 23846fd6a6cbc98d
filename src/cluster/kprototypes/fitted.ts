import type { Table } from "apache-arrow";
import { runProgram } from "../../engine/program/index.js";
import { FittedClusterer, inSegmentOrder, type NotFinite, type SegmentOrder } from "../../estimator/index.js";
import { type ColumnStore, FeatureMatrix, plainStore } from "../../matrix/index.js";
import { writeTable } from "../../table/index.js";
import { clusterOrder } from "../cluster-ids.js";
import type { KPrototypesOptions, MixedToMatrix } from "./options.js";
import type { KPrototypesState } from "./state.js";

/** A fitted KPrototypes. */
export class FittedKPrototypes extends FittedClusterer<KPrototypesOptions, KPrototypesState, MixedToMatrix> {
  /** @internal */
  override get segmentCount(): number {
    return this.state.counts.length;
  }

  /** The ids of the clusters, rising: what `predict` gives. 0, 1, 2, … unless they were given by `renumberSegments`. */
  get ids(): Int32Array {
    return this.#order.ids;
  }

  get #order(): SegmentOrder {
    return clusterOrder(this.spec.input, this.state.counts.length);
  }

  /** One row a cluster, in the order of `ids`, in the columns and units of the data: the mean of numeric columns, the most frequent value of nominal ones. */
  get prototypes(): Table {
    const { codes, counts } = this.state;
    const { plan } = this.spec.input;
    const { positions } = this.#order;
    let at = 0;
    const stores = codes.map((code): ColumnStore => {
      const from = at;
      at += code.kind === "pass" ? 1 : code.width;
      const { labels, shows } = plan[code.from]!;
      const values = Float64Array.from(positions, (cluster) =>
        code.kind === "pass" ? this.#amount(cluster, from) : this.#category(cluster, from, at, code.values),
      );
      return plainStore(values, {
        ...(labels === undefined ? {} : { labels }),
        ...(shows === undefined ? {} : { shows }),
      });
    });
    return this.schema.attach(writeTable(new FeatureMatrix(counts.length, this.inputColumns, stores)));
  }

  #width(): number {
    return this.state.center.length;
  }

  #amount(cluster: number, column: number): number {
    const { centroids, center, scale } = this.state;
    return centroids[cluster * this.#width() + column]! / scale[column]! + center[column]!;
  }

  #category(cluster: number, from: number, to: number, values: Float64Array): number {
    const start = cluster * this.#width();
    const block = this.state.centroids.subarray(start + from, start + to);
    const place = block.indexOf(Math.max(...block));
    return values[place] ?? Number.NaN;
  }

  /** What a nominal column that differs adds to the squared distance. */
  get gamma(): number {
    return this.state.gamma;
  }

  /** The weighted sum of squared distances of the training rows to their prototypes. */
  get cost(): number {
    return this.state.cost;
  }

  /** How many iterations the best start took. */
  get iterations(): number {
    return this.state.iterations;
  }

  /** How many training rows each cluster has, in the order of `ids`. */
  get counts(): Float64Array {
    return inSegmentOrder(this.state.counts, this.#order.positions);
  }

  /** Of the nominal columns any value may be missing. @internal */
  override locate(x: FeatureMatrix): NotFinite | undefined {
    const positions = this.state.codes.flatMap((code) => (code.kind === "pass" ? [code.from] : []));
    return super.locate(runProgram([{ op: "select", positions }], { x, row: 0 }));
  }
}
