export type { ClusterOutput } from "./kmeans/cluster-output.js";
export type { Distance } from "./kmeans/custom-distance.js";
export { FittedKMeans } from "./kmeans/fitted.js";
export { KMeans } from "./kmeans/index.js";
export type { KMeansOptions } from "./kmeans/options.js";
export { clusterPath, nearestOf, type PathOptions, type PathStep } from "./kmeans/path.js";
export type { KMeansState } from "./kmeans/state.js";
