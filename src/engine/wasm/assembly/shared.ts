// The entry of the module whose memory threads share.

export { treeHistogram, treePartition, treeScan, treeSubtract } from "./trees";

/** Where memory that no static data occupy begins. */
export function heapBase(): usize {
  return __heap_base;
}
