import { FittedClusterer } from "../../estimator/index.js";
import { FeatureMatrix, type MatrixLike } from "../../matrix/index.js";
import { isSource, noSource } from "../../table/index.js";
import { clusterIds, clusterOrder } from "../cluster-ids.js";
import type { SegmentGroupsOptions } from "./options.js";
import type { SegmentGroupsState } from "./state.js";

/** A group of types. */
export interface SegmentGroup {
  /** Its id. */
  readonly group: number;
  /** Its types, in the order for drawing. */
  readonly types: readonly number[];
  /** How many training rows it has. */
  readonly rows: number;
}

/** A fitted SegmentGroups: `predict` gives groups, `predictTypes` types. */
export class FittedSegmentGroups extends FittedClusterer<SegmentGroupsOptions, SegmentGroupsState> {
  /** The types' centroids: one row a type, one column an input column. */
  get centroids(): FeatureMatrix {
    return FeatureMatrix.dense(this.state.counts.length, this.inputColumns, this.state.centroids);
  }

  /** How many training rows each type has. */
  get counts(): Float64Array {
    return this.state.counts;
  }

  /** @internal */
  override get segmentCount(): number {
    return this.params.groups;
  }

  /** The ids of the groups, rising: what `predict` gives. 0, 1, 2, … unless they were given by `renumberSegments`. */
  get ids(): Int32Array {
    return clusterOrder(this.spec.input, this.params.groups).ids;
  }

  /** The id of the group of each type. */
  get groupOfType(): Int32Array {
    const ids = clusterIds(this.spec.input, this.params.groups);
    return this.state.groups.map((group) => ids[group]!);
  }

  /** The types in an order for drawing: those of a group together, and like ones side by side. */
  get order(): Int32Array {
    return this.state.order;
  }

  /** What was merged, step by step, two numbers each: a type by its number, what step s made by s more than there are types. */
  get merges(): Int32Array {
    return this.state.merges;
  }

  /** By how much each merge raised the sum of squared distances to the centroids: a jump says that unlike types were merged. */
  get heights(): Float64Array {
    return this.state.heights;
  }

  /** The groups, in the order of `ids`: the largest first, unless they were renumbered. */
  get groups(): readonly SegmentGroup[] {
    const { counts, order } = this.state;
    const groups = this.groupOfType;
    return Array.from(this.ids, (group) => {
      const types = Array.from(order).filter((type) => groups[type] === group);
      return { group, types, rows: types.reduce((sum, type) => sum + counts[type]!, 0) };
    });
  }

  /**
   * The type of each row.
   *
   * @throws KindredError where columns are missing, or a value is, or the rows are a Source.
   */
  predictTypes(data: MatrixLike): Int32Array {
    if (isSource(data)) throw noSource("SegmentGroups.predictTypes");
    return Int32Array.from(this.transform(data).column("type"));
  }
}
