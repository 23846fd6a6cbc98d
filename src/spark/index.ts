export type { SparkProgress } from "./progress.js";
export { type SampleOptions, type SparkSource, type SparkSourceOptions, sparkSource } from "./spark-source.js";
