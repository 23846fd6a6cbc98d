/**
 * Sources, passes and scores on a Spark cluster.
 *
 * @module kindred/spark
 */

export type { SampleOptions, SparkSourceOptions } from "./options.js";
export type { SparkProgress } from "./progress.js";
export { type SparkSource, sparkSource } from "./spark-source.js";
