export type { ClusterOutput } from "./cluster-output.js";
export type { Distance } from "./custom-distance.js";
export { FittedKMeans, type KMeansState } from "./fitted-kmeans.js";
export { KMeans, type KMeansOptions } from "./kmeans.js";
