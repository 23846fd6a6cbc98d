import { type FeatureMatrix, materialized, readValues } from "../../matrix/index.js";

/** Which columns are numbers, and which together say one name. */
export interface Kinds {
  /** Columns of numbers. */
  readonly numbers: readonly number[];
  /** Columns that are names: alone, or the one-hot columns of one source together. */
  readonly names: readonly (readonly number[])[];
}

/** One-hot columns of one source belong together; a column of codes is a name of its own. */
export function kindsOf(x: FeatureMatrix, nominal: ReadonlySet<number>): Kinds {
  const groups = new Map<string, number[]>();
  const numbers: number[] = [];
  x.provenance.forEach(({ sources, category, step }, j) => {
    if (category === undefined && !nominal.has(j)) numbers.push(j);
    else {
      const key = category === undefined ? `column ${j}` : JSON.stringify([sources, step]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [j]);
      else group.push(j);
    }
  });
  return { numbers, names: [...groups.values()] };
}

/** For one of the rows (by its place in the list) the places of the nearest others, the nearest first, the earlier of ties. */
export function nearestOf(
  x: FeatureMatrix,
  rows: readonly number[],
  { numbers, names }: Kinds,
  count: number,
): (place: number) => Int32Array {
  const taken = x.take(rows);
  const n = rows.length;
  const width = numbers.length;
  const values = new Float64Array(n * width);
  numbers.forEach((j, k) => {
    readValues(taken.stores[j]!, n, values, k, width);
  });
  const coded = names.map((columns) => namesOf(taken, columns));
  const penalty = mismatch(values, n, width);
  const distances = new Float64Array(n);
  return (place) => {
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let k = 0; k < width; k++) {
        const apart = values[i * width + k]! - values[place * width + k]!;
        sum += apart * apart;
      }
      for (const codes of coded) if (codes[i] !== codes[place]) sum += penalty;
      distances[i] = sum;
    }
    const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => distances[a]! - distances[b]! || a - b);
    return order.filter((i) => i !== place).slice(0, count);
  };
}

/** One number a row, equal where all the columns are. */
function namesOf(x: FeatureMatrix, columns: readonly number[]): Int32Array {
  const values = columns.map((j) => materialized(x.stores[j]!, x.rows));
  const known = new Map<string, number>();
  return Int32Array.from({ length: x.rows }, (_, i) => {
    const key = values.map((column) => column[i]!).join();
    const code = known.get(key) ?? known.size;
    known.set(key, code);
    return code;
  });
}

/** What two different names add to a squared distance: half the squared median of the numbers' standard deviations. */
function mismatch(values: Float64Array, n: number, width: number): number {
  if (width === 0) return 1;
  const spreads = Float64Array.from({ length: width }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[i * width + k]!;
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (values[i * width + k]! - sum / n) ** 2;
    return Math.sqrt(squares / n);
  }).sort();
  const median = (spreads[(width - 1) >> 1]! + spreads[width >> 1]!) / 2;
  return (median * median) / 2;
}
