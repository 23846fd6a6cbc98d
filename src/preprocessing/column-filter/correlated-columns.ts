import { pickRows, yieldToEventLoop } from "../../engine/rows/index.js";
import type { Training } from "../../estimator/index.js";
import { readValues } from "../../matrix/index.js";

/** A column that says what another says. */
export interface CorrelatedColumn {
  readonly position: number;
  readonly other: number;
  readonly value: number;
}

/** Rows looked at: the error of a correlation of 0.9 is then 0.0014. */
const SAMPLE_ROWS = 20_000;
/** Nominal columns of more values are not compared: their tables would be nearly empty. */
const MAX_CATEGORIES = 64;

/**
 * Columns whose correlation with one before them is above a limit, in rows where both are known: Pearson's, or Cramér's V where one of
 * the two is nominal. Looks at every n-th row where there are many.
 */
export async function correlatedColumns(
  training: Training,
  positions: readonly number[],
  limit: number,
  keep: ReadonlySet<string>,
): Promise<CorrelatedColumn[]> {
  const { source, schema } = training;
  const names = source.plan.map((column) => column.name);
  const nominal = source.plan.map(
    (column, j) => column.labels !== undefined || schema.column(names[j]!).level === "nominal",
  );
  const columns = (await sampled(training, positions)).map((values) => ({ values, codes: codesOf(values) }));
  const found: CorrelatedColumn[] = [];
  const stay: number[] = [];
  const yieldNow = yieldToEventLoop(training.signal);
  for (const [k, position] of positions.entries()) {
    await yieldNow();
    const same = keep.has(names[position]!)
      ? undefined
      : stay
          .map((other) => ({
            position,
            other: positions[other]!,
            value:
              nominal[position] || nominal[positions[other]!]
                ? cramersV(columns[k]!.codes, columns[other]!.codes)
                : Math.abs(pearson(columns[k]!.values, columns[other]!.values)),
          }))
          .find(({ value }) => value > limit);
    if (same === undefined) stay.push(k);
    else found.push(same);
  }
  return found;
}

async function sampled({ source, signal }: Training, positions: readonly number[]): Promise<Float64Array[]> {
  const step = Math.max(1, Math.floor(source.rows / SAMPLE_ROWS));
  const chosen = Float64Array.from({ length: Math.ceil(source.rows / step) }, (_, k) => k * step);
  const columns = positions.map(() => new Float64Array(chosen.length));
  let taken = 0;
  for await (const { x } of pickRows(source, chosen, signal)) {
    positions.forEach((j, k) => {
      readValues(x.stores[j]!, x.rows, columns[k]!.subarray(taken, taken + x.rows));
    });
    taken += x.rows;
  }
  return columns;
}

function pearson(a: Float64Array, b: Float64Array): number {
  let n = 0;
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const u = a[i]!;
    const v = b[i]!;
    if (Number.isNaN(u) || Number.isNaN(v)) continue;
    n++;
    x += u;
    y += v;
    xx += u * u;
    yy += v * v;
    xy += u * v;
  }
  const spread = Math.sqrt((xx - (x * x) / n) * (yy - (y * y) / n));
  return spread > 0 ? (xy - (x * y) / n) / spread : 0;
}

/** A column's categories by their first row, -1 where missing. */
interface Codes {
  readonly codes: Int16Array;
  readonly size: number;
}

function cramersV(left: Codes, right: Codes): number {
  const [r, c] = [left.size, right.size];
  if (r < 2 || c < 2 || r > MAX_CATEGORIES || c > MAX_CATEGORIES) return 0;
  const table = new Float64Array(r * c);
  let n = 0;
  for (let i = 0; i < left.codes.length; i++) {
    const u = left.codes[i]!;
    const v = right.codes[i]!;
    if (u < 0 || v < 0) continue;
    table[u * c + v]! += 1;
    n++;
  }
  const rows = Float64Array.from({ length: r }, (_, u) =>
    table.subarray(u * c, u * c + c).reduce((sum, count) => sum + count, 0),
  );
  const cols = new Float64Array(c);
  for (let u = 0; u < r; u++) for (let v = 0; v < c; v++) cols[v]! += table[u * c + v]!;
  let chiSquared = 0;
  for (let u = 0; u < r; u++)
    for (let v = 0; v < c; v++) {
      const expected = (rows[u]! * cols[v]!) / n;
      if (expected > 0) chiSquared += (table[u * c + v]! - expected) ** 2 / expected;
    }
  return Math.sqrt(chiSquared / (n * (Math.min(r, c) - 1)));
}

/** Stops counting where there are too many categories to compare. */
function codesOf(values: Float64Array): Codes {
  const places = new Map<number, number>();
  const codes = new Int16Array(values.length).fill(-1);
  for (let i = 0; i < values.length && places.size <= MAX_CATEGORIES; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    const place = places.get(value) ?? places.size;
    places.set(value, place);
    codes[i] = place;
  }
  return { codes, size: places.size };
}
