import { comparePCA } from "./harness/compare-pca.js";

/** How fast scaling and principal components are learned, from codes and from float32. */
export async function run(): Promise<void> {
  await comparePCA("Scaler and PCA(150), fit", "codes", "scale-and-fit", 0.3);
  await comparePCA("PCA(150), fit", "codes", "fit", 0.9);
  await comparePCA("PCA(150), fit", "floats", "fit", 1.6);
}
