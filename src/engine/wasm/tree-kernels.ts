import type { Exports } from "./generated/shared-module.js";

/**
 * The inner loops that grow trees, as a reference has to give them too. A bin of a histogram takes 16 bytes, two whole numbers of 64
 * bits: the sum of gradients, and the sum of second derivatives with the number of rows in its low bits. Sums of whole
 * numbers are the same in any order: rows may be reordered, histograms subtracted and columns divided among threads.
 */
export interface TreeKernels extends Omit<Exports, "heapBase" | "treeHistogram"> {
  /** What the kernel gives back means nothing. */
  treeHistogram(...args: Parameters<Exports["treeHistogram"]>): void;
}

/** What `treeScan` reads about a leaf: positions in a list of float64. */
export const FACTS = {
  unitG: 0,
  unitH: 1,
  /** Sums of the leaf, as whole numbers. */
  g: 2,
  h: 3,
  l2: 4,
  minHessian: 5,
  minRows: 6,
  rows: 7,
  countBits: 8,
} as const;
