/** A column as far as its association with others goes. */
export interface AssociatedColumn {
  /** NaN where missing. */
  readonly values: ArrayLike<number>;
  /** Are the values names, whose order says nothing? */
  readonly named: boolean;
}

/** Columns that are associated by at least this much, on average, say much the same. */
const BLOCK_ASSOCIATION = 0.7;
/** Associations are measured on this many rows (a correlation of 0.7 is then known to 0.011), of very many columns on fewer. */
const MAX_ROWS = 2048;
const MIN_ROWS = 200;
/** Products that associations may take in all. */
const PRODUCTS = 1.5e8;

/**
 * Columns that say much the same, in blocks: merged two at a time, the most associated first, as long as their mean association is 0.7 or more. The
 * association of two scales is the size of their rank correlation, that of names and a scale the correlation ratio, that of names Cramér's V, all less
 * what chance gives.
 *
 * @returns For each column the number of the first column of its block; in steps of some milliseconds at most.
 */
export function* columnBlocks(columns: readonly AssociatedColumn[]): Generator<void, Int32Array> {
  const count = columns.length;
  const all = columns[0]?.values.length ?? 0;
  const rows = Math.min(all, MAX_ROWS, Math.max(MIN_ROWS, Math.floor(PRODUCTS / Math.max(1, count * count))));
  const taken = Int32Array.from({ length: rows }, (_, i) => Math.floor((i * all) / rows));
  const ranked: Ranked[] = [];
  for (const { values, named } of columns) {
    ranked.push({
      values: ranksOf(
        Float64Array.from(taken, (i) => values[i]!),
        named,
      ),
      named,
    });
    yield;
  }
  const association = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const value = associationOf(ranked[a]!, ranked[b]!, rows);
      association[a * count + b] = value;
      association[b * count + a] = value;
    }
    yield;
  }
  return yield* merged(association, count);
}

/** Average linkage. */
function* merged(association: Float64Array, count: number): Generator<void, Int32Array> {
  const sizes = new Int32Array(count).fill(1);
  const block = Int32Array.from({ length: count }, (_, j) => j);
  while (true) {
    let [best, into, from] = [BLOCK_ASSOCIATION, -1, -1];
    for (let a = 0; a < count; a++)
      for (let b = a + 1; b < count && sizes[a]! > 0; b++)
        if (sizes[b]! > 0 && association[a * count + b]! >= best)
          [best, into, from] = [association[a * count + b]!, a, b];
    if (into < 0) return block;
    const [m, n] = [sizes[into]!, sizes[from]!];
    for (let k = 0; k < count; k++) {
      const mean = (association[into * count + k]! * m + association[from * count + k]! * n) / (m + n);
      association[into * count + k] = mean;
      association[k * count + into] = mean;
    }
    sizes[into] = m + n;
    sizes[from] = 0;
    for (let j = 0; j < count; j++) if (block[j] === from) block[j] = into;
    yield;
  }
}

/** Ranks of a scale (ties share theirs), or positions of names. */
function ranksOf(values: Float64Array, named: boolean): Float64Array {
  const known: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) known.push(i);
  known.sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  let names = 0;
  for (let from = 0; from < known.length; ) {
    let to = from;
    while (to < known.length && values[known[to]!] === values[known[from]!]) to++;
    for (let k = from; k < to; k++) ranks[known[k]!] = named ? names : (from + to - 1) / 2;
    names++;
    from = to;
  }
  return ranks;
}

interface Ranked {
  readonly values: Float64Array;
  readonly named: boolean;
}

function associationOf(a: Ranked, b: Ranked, rows: number): number {
  if (a.named && b.named) return cramersV(a.values, b.values, rows);
  if (a.named) return correlationRatio(a.values, b.values, rows);
  if (b.named) return correlationRatio(b.values, a.values, rows);
  return Math.abs(correlation(a.values, b.values, rows));
}

function correlation(a: Float64Array, b: Float64Array, rows: number): number {
  let n = 0;
  let x = 0;
  let y = 0;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < rows; i++) {
    const p = a[i]!;
    const q = b[i]!;
    if (Number.isNaN(p + q)) continue;
    n++;
    x += p;
    y += q;
    xx += p * p;
    yy += q * q;
    xy += p * q;
  }
  const spread = (n * xx - x * x) * (n * yy - y * y);
  return spread > 0 ? (n * xy - x * y) / Math.sqrt(spread) : 0;
}

/** The root of the share of a scale's variance that lies between names, less what chance gives. */
function correlationRatio(names: Float64Array, scale: Float64Array, rows: number): number {
  const groups = new Map<number, { n: number; sum: number }>();
  let [n, sum, squares] = [0, 0, 0];
  for (let i = 0; i < rows; i++) {
    const value = scale[i]!;
    if (Number.isNaN(value + names[i]!)) continue;
    const group = groups.get(names[i]!) ?? { n: 0, sum: 0 };
    groups.set(names[i]!, { n: group.n + 1, sum: group.sum + value });
    n++;
    sum += value;
    squares += value * value;
  }
  const total = squares - (sum * sum) / n;
  if (!(total > 0) || n <= groups.size) return 0;
  let between = -(sum * sum) / n;
  for (const group of groups.values()) between += (group.sum * group.sum) / group.n;
  const share = 1 - ((1 - between / total) * (n - 1)) / (n - groups.size);
  return Math.sqrt(Math.max(0, share));
}

/** Cramér's V less its bias (W. Bergsma, 2013). */
function cramersV(a: Float64Array, b: Float64Array, rows: number): number {
  const [inA, inB, inBoth] = [new Map<number, number>(), new Map<number, number>(), new Map<string, number>()];
  let n = 0;
  for (let i = 0; i < rows; i++) {
    if (Number.isNaN(a[i]! + b[i]!)) continue;
    n++;
    inA.set(a[i]!, (inA.get(a[i]!) ?? 0) + 1);
    inB.set(b[i]!, (inB.get(b[i]!) ?? 0) + 1);
    const both = `${a[i]} ${b[i]}`;
    inBoth.set(both, (inBoth.get(both) ?? 0) + 1);
  }
  if (n < 2 || inA.size < 2 || inB.size < 2) return 0;
  let phi = -1;
  for (const [both, count] of inBoth) {
    const [p, q] = both.split(" ").map(Number) as [number, number];
    phi += (count * count) / (inA.get(p)! * inB.get(q)!);
  }
  const [r, c] = [inA.size, inB.size];
  const unbiased = Math.max(0, phi - ((r - 1) * (c - 1)) / (n - 1));
  const [rows2, columns2] = [r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)];
  const most = Math.min(rows2, columns2) - 1;
  return most > 0 ? Math.sqrt(Math.min(1, unbiased / most)) : 0;
}
