import { KindredError } from "../../errors/index.js";
import type { JobOptions } from "../../estimator/index.js";
import type { MatrixLike } from "../../matrix/index.js";
import type { OpenOptions } from "./clusterings.js";

/** Options of `chooseClusters`. */
export interface ChooseOptions extends JobOptions {
  /** The fewest clusters tried; 2 by default. */
  readonly from?: number;
  /** The most clusters tried; 25 by default, fewer where there are fewer than ten rows for each. */
  readonly to?: number;
  /** How many rows to look at, drawn by seed; 50,000 by default. */
  readonly sample?: number;
  /** How many times the clusters are made again from other rows, for stability and spread; 10 by default, 0 for neither, and then there is no advice. */
  readonly bootstraps?: number;
  /**
   * The customers, to choose by how well segments tell them from the rest: rows of their own in the columns of `X`, or for each row of `X` whether it is
   * a customer.
   */
  readonly customers?: MatrixLike | ArrayLike<boolean | number>;
  /** Seed of everything drawn. */
  readonly seed?: number;
  /** Further options of KMeans. `starts` are fresh starts beside those that go on from the number of clusters before and behind; none by default. */
  readonly kmeans?: OpenOptions;
}

/** Where errors come from, and what progress is reported under. */
export const WHERE = "chooseClusters";
/** How many rows are looked at by default. */
export const SAMPLE_ROWS = 50_000;
const MOST_CLUSTERS = 25;
const ROWS_PER_CLUSTER = 10;
const BOOTSTRAPS = 10;

/** The options with their defaults. */
export type Chosen = Required<Pick<ChooseOptions, "from" | "to" | "sample" | "bootstraps" | "seed" | "kmeans">>;

/** Options filled in and checked. @throws KindredError where a range makes no sense, or there are fewer rows than clusters. */
export function chosenOptions(options: ChooseOptions, rows: number): Chosen {
  const { from = 2, sample = SAMPLE_ROWS, bootstraps = BOOTSTRAPS, seed = 0, kmeans = {} } = options;
  const most = Math.min(MOST_CLUSTERS, Math.floor(Math.min(sample, rows) / ROWS_PER_CLUSTER));
  const to = options.to ?? Math.max(from, most);
  const fail = (problem: string, fix: string): never => {
    throw new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
  };
  if (to < from) fail(`from is ${from} and to is ${to}`, "Try 2 or more clusters, rising");
  if (bootstraps === 1) fail(`bootstraps is ${bootstraps}`, "Use 2 or more, or 0 for no stability and no spread");
  if (Math.min(sample, rows) <= to)
    fail(`${to} clusters of ${Math.min(sample, rows)} rows were to be tried`, "Use more rows, or fewer clusters");
  return { from, to, sample, bootstraps, seed, kmeans };
}
