/** How source columns of the training rows lie in each segment of a clusterer: what explanations quote. Arrays hold one column after the other. */
export interface SegmentStatistics {
  /** People by segment: training rows, whatever they weigh. */
  readonly people: Int32Array;
  /** The weight of the rows by segment, where rows have weights. */
  readonly weight?: Float64Array;
  /** The columns: those that come in, less what the first steps take away or say is unknown. */
  readonly columns: readonly string[];
  /** What numbers stand for in columns of true and false and of dates. */
  readonly shows: readonly ("boolean" | "date" | null)[];
  /** By column and segment: the people of whom it is known. */
  readonly known: Int32Array;
  /** By column and segment: their weight, where rows have weights. */
  readonly knownWeight?: Float64Array;
  /** By column and segment: the mean of what is known, NaN where nothing is. */
  readonly means: Float64Array;
  /** By column and segment, and behind them over all: the middle of what is known. Of columns of many values it is that of sampled rows. */
  readonly medians: Float64Array;
  /** By column: mean and standard deviation over all rows, smallest and largest value. */
  readonly overall: Float64Array;
  /** Where each column's listed values begin; one more than there are columns. */
  readonly starts: Int32Array;
  /** Values of columns of few, or the most frequent names of columns of many, rising. */
  readonly values: Float64Array;
  /** The words that values stand for, where a column holds words: in the order of `values`, null for numbers. */
  readonly words: readonly (string | null)[];
  /** By value and segment: the people who hold it. */
  readonly counts: Int32Array;
  /** By value and segment: their weight, where rows have weights. */
  readonly countWeight?: Float64Array;
  /** By column: the block of columns that say much the same, by the number of its first. */
  readonly blocks: Int32Array;
  /** The components that segments were found in, where something projected. */
  readonly components?: SegmentComponents;
  /** Names given by people, by segment; null where none was. */
  readonly names?: readonly (string | null)[];
}

/** How segments lie along components. */
export interface SegmentComponents {
  /** Their names. */
  readonly names: readonly string[];
  /** By component: mean and standard deviation over all rows. */
  readonly overall: Float64Array;
  /** By segment and component: the mean. */
  readonly means: Float64Array;
}

/** Is a value out of a document such statistics? */
export function isSegmentStatistics(value: unknown): value is SegmentStatistics {
  if (typeof value !== "object" || value === null) return false;
  const one = value as Partial<SegmentStatistics>;
  const { people, columns, values } = one;
  if (!(people instanceof Int32Array) || !isTexts(columns) || !(values instanceof Float64Array)) return false;
  const [segments, width, listed] = [people.length, columns.length, values.length];
  const isInt = (array: unknown, length: number): boolean => array instanceof Int32Array && array.length === length;
  const isFloat = (array: unknown, length: number): boolean => array instanceof Float64Array && array.length === length;
  const isGone = (array: unknown): boolean => array === undefined;
  return (
    isList(one.shows, width, (show) => show === null || show === "boolean" || show === "date") &&
    isInt(one.known, width * segments) &&
    isFloat(one.means, width * segments) &&
    isFloat(one.medians, width * (segments + 1)) &&
    isFloat(one.overall, 4 * width) &&
    isInt(one.starts, width + 1) &&
    one.starts!.every((start, j) => start >= (one.starts![j - 1] ?? 0) && start <= listed) &&
    one.starts![0] === 0 &&
    one.starts![width] === listed &&
    isList(one.words, listed, (word) => word === null || typeof word === "string") &&
    isInt(one.counts, listed * segments) &&
    isInt(one.blocks, width) &&
    (isGone(one.weight) || isFloat(one.weight, segments)) &&
    (isGone(one.knownWeight) || isFloat(one.knownWeight, width * segments)) &&
    (isGone(one.countWeight) || isFloat(one.countWeight, listed * segments)) &&
    (isGone(one.components) || isComponents(one.components, segments)) &&
    (isGone(one.names) || isList(one.names, segments, (name) => name === null || typeof name === "string"))
  );
}

function isComponents(value: unknown, segments: number): boolean {
  const { names, overall, means } = (value ?? {}) as Partial<SegmentComponents>;
  return (
    isTexts(names) &&
    overall instanceof Float64Array &&
    overall.length === 2 * names.length &&
    means instanceof Float64Array &&
    means.length === segments * names.length
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

function isList(value: unknown, length: number, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length === length && value.every(isItem);
}
