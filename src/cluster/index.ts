export type { ClusterOutput } from "./kmeans/cluster-output.js";
export type { Distance } from "./kmeans/custom-distance.js";
export { FittedKMeans, type KMeansState } from "./kmeans/fitted.js";
export { KMeans, type KMeansOptions } from "./kmeans/index.js";
