import { type ColumnStore, type FeatureMatrix, valueAt } from "../../matrix/index.js";

/** Fewer rows, or fewer of a class, may agree by chance. */
const FEWEST_ROWS = 100;
const FEWEST_OF_CLASS = 10;
/** The rows that must hold a value: the rows of a household, or copies of one row, have one label whatever their values are. */
const FEWEST_OF_VALUE = 5;
/** Rows of each class that a column is first looked at by, and those that decide. */
const FIRST_ROWS = 100;
const ROWS = 5000;
/** More classes are not looked at. */
const MOST_CLASSES = 20;
/** A column that says at least this much of what there is to say of the label is warned of, and looked at more closely where it says this on few rows. */
const DETERMINES = 0.98;
const SUSPECTED = 0.9;
/** A column of more values is one of amounts: a threshold is looked for, or it is cut into bins. */
const MOST_VALUES = 64;
const BINS = 64;
const ROWS_PER_BIN = 10;

/**
 * The columns that say by themselves, or nearly so, which class a row is of: seldom a fact that is known beforehand, often the answer under another name. A column
 * says 1 where a rule on its values (missing is one) gives every row its class, and 0 where it does no better than chance; classes count alike however rare they
 * are, and a value must be held by five rows. Looks at some rows of each class: one pass.
 *
 * @param classOf - By row the position of its class; a row below 0 or NaN has none.
 */
export function determiningColumns(x: FeatureMatrix, classOf: ArrayLike<number>, classes: number): string[] {
  const rows = rowsByClass(classOf, classes);
  const known = rows.reduce((sum, list) => sum + list.length, 0);
  if (classes < 2 || classes > MOST_CLASSES || known < FEWEST_ROWS) return [];
  if (rows.some((list) => list.length < FEWEST_OF_CLASS)) return [];
  const first = rows.map((list) => spread(list, FIRST_ROWS));
  const all = rows.map((list) => spread(list, ROWS));
  return x.columns.filter((_, j) => {
    const store = x.stores[j]!;
    return separation(store, first) >= SUSPECTED && separation(store, all) >= DETERMINES;
  });
}

function rowsByClass(classOf: ArrayLike<number>, classes: number): number[][] {
  const rows = Array.from({ length: classes }, (): number[] => []);
  for (let i = 0; i < classOf.length; i++) rows[classOf[i]!]?.push(i);
  return rows;
}

/** At most this many rows, at even steps. */
function spread(rows: readonly number[], most: number): readonly number[] {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, k) => rows[Math.floor((k * rows.length) / most)]!);
}

/** How well a column separates the classes: from 0, no better than chance, to 1. */
function separation(store: ColumnStore, rows: readonly (readonly number[])[]): number {
  const values = rows.map((list) => Float64Array.from(list, (i) => valueAt(store, i)));
  const distinct = new Set<number>();
  for (const list of values) for (const value of list) if (distinct.size <= MOST_VALUES) distinct.add(value);
  if (distinct.size <= MOST_VALUES || store.labels !== undefined) return separationByValue(values);
  const missing = separationByValue(values.map((list) => list.map((value) => (Number.isNaN(value) ? 1 : 0))));
  const known = values.map((list) => list.filter((value) => !Number.isNaN(value)).sort());
  if (known.some((list) => list.length === 0)) return missing;
  return Math.max(
    missing,
    separationByValue(binned(values)),
    known.length === 2 ? separationByThreshold(known[0]!, known[1]!) : 0,
  );
}

/** By the most likely class of each value that enough rows hold; a row does not vote for itself. */
function separationByValue(values: readonly Float64Array[]): number {
  const counts = new Map<number, Int32Array>();
  values.forEach((list, c) => {
    for (const value of list) {
      let held = counts.get(value);
      if (held === undefined) {
        held = new Int32Array(values.length);
        counts.set(value, held);
      }
      held[c]! += 1;
    }
  });
  const right = new Float64Array(values.length);
  for (const held of counts.values()) {
    if (held.reduce((sum, count) => sum + count, 0) < FEWEST_OF_VALUE) continue;
    for (let c = 0; c < held.length; c++) {
      const share = (held[c]! - 1) / values[c]!.length;
      if (share > 0 && held.every((count, d) => d === c || count / values[d]!.length < share)) right[c]! += held[c]!;
    }
  }
  const mean = right.reduce((sum, count, c) => sum + count / values[c]!.length, 0) / values.length;
  return (mean - 1 / values.length) / (1 - 1 / values.length);
}

/** By one threshold on rising values: the largest difference of the shares at or below it (the Kolmogorov-Smirnov statistic). */
function separationByThreshold(a: Float64Array, b: Float64Array): number {
  let [i, j, most] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const threshold = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= threshold) i++;
    while (j < b.length && b[j]! <= threshold) j++;
    most = Math.max(most, Math.abs(i / a.length - j / b.length));
  }
  return most;
}

/** Values as the numbers of bins with as many rows each. */
function binned(values: readonly Float64Array[]): Float64Array[] {
  const all = Float64Array.from(
    values.flatMap((list) => Array.from(list).filter((value) => !Number.isNaN(value))),
  ).sort();
  const bins = Math.max(1, Math.min(BINS, Math.floor(all.length / ROWS_PER_BIN)));
  const bounds = Float64Array.from({ length: bins - 1 }, (_, k) => all[Math.floor(((k + 1) * all.length) / bins)]!);
  const binOf = (value: number): number => {
    if (Number.isNaN(value)) return -1;
    let [low, high] = [0, bounds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bounds[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return values.map((list) => list.map(binOf));
}

/** A warning of such a column. */
export function determiningText(column: string): string {
  return `Column "${column}" says by itself which label a row has. Where it is known only with the answer, or after it, take it off the features: scores would promise what later rows do not keep.`;
}
