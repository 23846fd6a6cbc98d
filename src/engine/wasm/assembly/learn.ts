// The entry of the kernels that only learning needs. They work in the memory of those that scoring needs: neither module has static data of its own.

export { moveRows32, moveRows64, ownDistances32, ownDistances64 } from "./cluster-rows";
export { gramDoubles, gramSingles, packValues, timesDoubles, timesSingles } from "./gram";
export { gramCodes, packCodes, packPairs } from "./gram-codes";
export { momentsOfCodes, momentsOfValues } from "./moments";
export { pairDistances } from "./pair-distances";
export { panelRows, panelScores, panelSums } from "./panels";
export { rotateRows } from "./rotate";
export { treeHistogram, treePartition, treeScan, treeSubtract } from "./trees";

/** Where memory that no static data occupy begins. */
export function heapBase(): usize {
  return __heap_base;
}
