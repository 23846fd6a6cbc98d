/** The most bins that hold values: one more, for what is missing, and a byte says which. */
export const MAX_BINS = 255;

/**
 * How the values of one column fall into bins. Bins 0 to count - 1 hold values; bin `count` holds what is missing and, of categories, what
 * is rare or was never seen.
 */
export interface ColumnBins {
  /** The position of the column among those of the matrix. */
  readonly column: number;
  /** How many bins hold values. */
  readonly count: number;
  /** A number lies in the first bin whose end is not below it; the last bin has no end. */
  readonly ends: Float64Array;
  /** The category of each bin, rising; only for columns of categories. */
  readonly categories?: Float64Array;
}

/** The bin of a value. */
export function binOf({ count, ends, categories }: ColumnBins, value: number): number {
  if (Number.isNaN(value)) return count;
  if (categories !== undefined) return categoryAt(categories, value);
  return firstNotBelow(ends, value);
}

/** The position of a category; behind the last where it is unknown. */
export function categoryAt(categories: Float64Array, value: number): number {
  const at = firstNotBelow(categories, value);
  return categories[at] === value ? at : categories.length;
}

/** The first position of rising values that is not below a value, and their number where all are. */
function firstNotBelow(rising: Float64Array, value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
