export { FittedPCA, type Loading } from "./pca/fitted.js";
export { PCA } from "./pca/index.js";
export type { PCAOptions } from "./pca/options.js";
export type { PCAState } from "./pca/state.js";
