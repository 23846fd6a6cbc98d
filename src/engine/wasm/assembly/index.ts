// The entry of the kernels that scoring needs. Every kernel works on memory that its caller has filled: it trusts pointers and sizes.

export { narrowRows, shiftRows } from "./cluster-rows";
export { fillBytes, fillShorts, rowsOfColumns } from "./code-rows";
export { doubtfulRows, nearestCentroids } from "./nearest-centroids";
export { packRows, projectDoubles, projectSingles } from "./project";
export { squaredDistances32, squaredDistances64 } from "./squared-distances";

/** Where memory that no static data occupy begins. */
export function heapBase(): usize {
  return __heap_base;
}
