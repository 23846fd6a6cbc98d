export { FittedPCA, type Loading, type PCAState } from "./pca/fitted.js";
export { PCA, type PCAOptions } from "./pca/index.js";
