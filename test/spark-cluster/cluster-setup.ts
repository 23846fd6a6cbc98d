import type { TestProject } from "vitest/node";
import { type SparkCluster, startSpark } from "../../scripts/spark-cluster.js";

declare module "vitest" {
  interface ProvidedContext {
    readonly spark: SparkCluster;
  }
}

/** One cluster for all tests: `inject("spark")` says where it is. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { cluster, stop } = await startSpark();
  project.provide("spark", cluster);
  return stop;
}
