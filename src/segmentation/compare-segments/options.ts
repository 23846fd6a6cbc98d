import type { Labels, Numbers } from "../../matrix/index.js";
import type { SegmentLabels } from "../segment-labels.js";

/** Which household, building or area each row belongs to: rows of one are alike, and count for less than as many strangers. */
export type ClusterLabels = Labels;

/** Which household, building or area the rows of both files belong to. */
export interface BothClusters {
  /** Of each row of the population. */
  readonly population: ClusterLabels;
  /** Of each row of the customers. */
  readonly customers: ClusterLabels;
}

/** For how many people the rows of each file stand. */
export interface BothWeights {
  /** Of each row of the population; 1 where not given. */
  readonly population?: Numbers;
  /** Of each row of the customers; 1 where not given. */
  readonly customers?: Numbers;
}

/** Rows by segment, counted already; the key null is of rows set aside. */
export type RowsBySegment = ReadonlyMap<number | string | null, number>;

/** Options of `compareSegments`. */
export interface CompareOptions {
  /** The segment of every row of the population, null for rows set aside; or how many rows each segment has. */
  readonly population: SegmentLabels | RowsBySegment;
  /** The segment of every row of the customer file, null for rows set aside; or how many rows each segment has. */
  readonly customers: SegmentLabels | RowsBySegment;
  /** The customer group (a product, a channel) of every row of the customer file: each group is compared with the population too. */
  readonly groups?: Labels;
  /**
   * Are the customers among the rows of the population? `"none"`: no. `"contained"`: all of them are, and the interval allows for it.
   * Without it the result notes that it is not known.
   */
  readonly overlap?: "none" | "contained";
  /** Which household, building or area each row belongs to, in both files. Without it rows count as independent, and the result says so. */
  readonly cluster?: BothClusters;
  /** For how many people each row stands: shares are weighted, and intervals and tests allow for it. */
  readonly weights?: BothWeights;
  /** How sure the intervals are; 0.95 by default. */
  readonly confidence?: number;
  /** What is shown to others tells no figure of fewer people than this; 30 by default. */
  readonly minimum?: number;
}
