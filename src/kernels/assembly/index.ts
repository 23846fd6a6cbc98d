// The entry of the kernels' module. Every kernel works on memory that its caller has filled: it trusts pointers and sizes.

export { dotProduct } from "./dot-product";
export { treeHistogram, treePartition, treeScan, treeSubtract } from "./trees";

/** Where memory that no static data occupy begins. */
export function heapBase(): usize {
  return __heap_base;
}
