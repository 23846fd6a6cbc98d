import { comparePCA } from "./harness/compare-pca.js";

/** How fast rows are projected, from codes and from float32. */
export async function run(): Promise<void> {
  await comparePCA("PCA(150), transform", "codes", "transform", 0.8);
  await comparePCA("PCA(150), transform", "floats", "transform", 1.5);
}
