export { FittedPCA, type Loading, type PCAState } from "./fitted-pca.js";
export { PCA, type PCAOptions } from "./pca.js";
