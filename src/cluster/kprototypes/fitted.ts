import type { Table } from "apache-arrow";
import { runProgram } from "../../engine/program/index.js";
import { FittedClusterer, type NotFinite } from "../../estimator/index.js";
import { type ColumnStore, FeatureMatrix, plainStore } from "../../matrix/index.js";
import { writeTable } from "../../table/index.js";
import type { KPrototypesOptions, MixedToMatrix } from "./options.js";
import type { KPrototypesState } from "./state.js";

/** A fitted KPrototypes. */
export class FittedKPrototypes extends FittedClusterer<KPrototypesOptions, KPrototypesState, MixedToMatrix> {
  /** One row a cluster, in the columns and units of the data: the mean of numeric columns, the most frequent value of nominal ones. */
  get prototypes(): Table {
    const { codes, counts } = this.state;
    const { plan } = this.spec.input;
    let at = 0;
    const stores = codes.map((code): ColumnStore => {
      const from = at;
      at += code.kind === "pass" ? 1 : code.width;
      const { labels, shows } = plan[code.from]!;
      const values = Float64Array.from(counts, (_, cluster) =>
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

  /** How many training rows each cluster has. */
  get counts(): Float64Array {
    return this.state.counts;
  }

  /** Of the nominal columns any value may be missing. @internal */
  override locate(x: FeatureMatrix): NotFinite | undefined {
    const positions = this.state.codes.flatMap((code) => (code.kind === "pass" ? [code.from] : []));
    return super.locate(runProgram([{ op: "select", positions }], { x, row: 0 }));
  }
}
