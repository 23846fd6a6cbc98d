// The entry of the kernels' module. Every kernel works on memory that its caller has filled: it trusts pointers and sizes.

export { moveRows32, moveRows64, narrowRows, ownDistances32, ownDistances64, shiftRows } from "./cluster-rows";
export { fillBytes, fillShorts, rowsOfColumns } from "./code-rows";
export { treeHistogram, treePartition, treeScan, treeSubtract } from "./trees";
export { doubtfulRows, nearestCentroids } from "./nearest-centroids";
export { pairDistances } from "./pair-distances";
export { squaredDistances32, squaredDistances64 } from "./squared-distances";
export { gramDoubles, gramSingles, packValues, timesDoubles, timesSingles } from "./gram";
export { gramCodes, packCodes, packPairs } from "./gram-codes";
export { momentsOfCodes, momentsOfValues } from "./moments";
export { panelRows, panelScores, panelSums } from "./panels";
export { packRows, projectDoubles, projectSingles } from "./project";
export { rotateRows } from "./rotate";

/** Where memory that no static data occupy begins. */
export function heapBase(): usize {
  return __heap_base;
}
