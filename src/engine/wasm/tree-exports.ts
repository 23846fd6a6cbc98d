/**
 * The inner loops that grow trees. Pointers are byte offsets into one memory. A bin of a histogram takes 16 bytes, two whole numbers of 64
 * bits: the sum of gradients, and the sum of second derivatives with the number of rows in its low bits. Sums of whole
 * numbers are the same in any order: rows may be reordered, histograms subtracted and columns divided among threads.
 */
export interface TreeKernels {
  /** Adds rows to the histograms of features [from, to), both multiples of 4. */
  treeHistogram(
    bins: number,
    stride: number,
    from: number,
    to: number,
    index: number,
    count: number,
    gradients: number,
    bases: number,
  ): void;
  /** Takes one histogram from another. */
  treeSubtract(into: number, less: number, bins: number): void;
  /** The best division of each usable feature in [from, to), by the facts that {@link FACTS} names. */
  treeScan(bases: number, counts: number, usable: number, from: number, to: number, facts: number, out: number): void;
  /** Moves the rows whose bin goes left before the others, both in their order, and gives their number. */
  treePartition(
    bins: number,
    stride: number,
    feature: number,
    index: number,
    count: number,
    spare: number,
    goes: number,
  ): number;
}

/** What `treeScan` is told about a leaf: positions in a list of float64. */
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
