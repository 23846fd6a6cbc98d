/** A symmetric matrix with three diagonals between reflections. */
export interface TridiagonalForm {
  readonly diagonal: Float64Array;
  /** Entries beside the diagonal. */
  readonly beside: Float64Array;
  /** Each reflection 1 - v vᵀ has its own row. */
  readonly reflections: Float64Array;
}

/** The matrix between reflections H(0) H(1) … that leave three diagonals. Its lower triangle is used, and overwritten. */
export function* tridiagonal(a: Float64Array, n: number): Generator<void, TridiagonalForm> {
  const reflections = new Float64Array(n * n);
  const beside = new Float64Array(n);
  const product = new Float64Array(n);
  for (let k = 0; k + 1 < n; k++) {
    const v = reflections.subarray(k * n, (k + 1) * n);
    for (let i = k + 1; i < n; i++) v[i] = a[i * n + k]!;
    if (k + 2 === n) {
      beside[k] = v[k + 1]!;
      v.fill(0);
      break;
    }
    beside[k] = reflection(v, k + 1);
    if (v[k + 1] === 0) continue;
    timesLower(a, n, k + 1, v, product);
    let along = 0;
    for (let i = k + 1; i < n; i++) along += v[i]! * product[i]!;
    for (let i = k + 1; i < n; i++) product[i]! -= (along / 2) * v[i]!;
    for (let i = k + 1; i < n; i++) subtractTwo(a, i * n, k + 1, i, v, product);
    yield;
  }
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), beside, reflections };
}

/** Makes of a column the vector v for which 1 - v vᵀ turns it into one entry, which is given back; zeros where it is one. */
function reflection(v: Float64Array, from: number): number {
  let squares = 0;
  for (let i = from + 1; i < v.length; i++) squares += v[i]! * v[i]!;
  const first = v[from]!;
  if (squares === 0) {
    v.fill(0);
    return first;
  }
  const length = Math.sqrt(first * first + squares);
  const entry = first > 0 ? -length : length;
  v[from] = first - entry;
  const by = Math.sqrt(2 / (v[from]! * v[from]! + squares));
  for (let i = from; i < v.length; i++) v[i]! *= by;
  return entry;
}

/** A symmetric matrix, of which the lower triangle from a row on is there, times a vector. */
function timesLower(a: Float64Array, n: number, from: number, v: Float64Array, out: Float64Array): void {
  out.fill(0);
  let i = from;
  for (; i + 1 < n; i += 2) timesTwoRows(a, n, from, i, v, out);
  if (i < n) out[i]! += timesRow(a, i * n, from, i, v, out) + a[i * n + i]! * v[i]!;
}

/** Two rows at once, since each sum waits for its last product; every entry takes them one after the other, as it would alone. */
function timesTwoRows(a: Float64Array, n: number, from: number, i: number, v: Float64Array, out: Float64Array): void {
  const at = i * n;
  const below = at + n;
  const by = v[i]!;
  const next = v[i + 1]!;
  let sum = 0;
  let other = 0;
  for (let j = from; j < i; j++) {
    const x = a[at + j]!;
    const y = a[below + j]!;
    sum += x * v[j]!;
    other += y * v[j]!;
    out[j] = out[j]! + x * by + y * next;
  }
  out[i] = out[i]! + (sum + a[at + i]! * by) + a[below + i]! * next;
  out[i + 1]! += other + a[below + i]! * by + a[below + i + 1]! * next;
}

/** The sum of a row left of its diagonal times a vector; what the row gives to those above it is added there. */
function timesRow(a: Float64Array, at: number, from: number, to: number, v: Float64Array, out: Float64Array): number {
  const by = v[to]!;
  let sum = 0;
  for (let j = from; j < to; j++) {
    const value = a[at + j]!;
    sum += value * v[j]!;
    out[j]! += value * by;
  }
  return sum;
}

function subtractTwo(a: Float64Array, at: number, from: number, i: number, v: Float64Array, w: Float64Array): void {
  const [x, y] = [v[i]!, w[i]!];
  for (let j = from; j <= i; j++) a[at + j]! -= x * w[j]! + y * v[j]!;
}

/** Puts vectors [first, last) through the reflections, the last of them first. */
export function* reflectBack(
  vectors: Float64Array,
  first: number,
  last: number,
  { reflections, diagonal: { length: n } }: TridiagonalForm,
): Generator<void, void> {
  let c = first;
  for (; c + 4 <= last; c += 4) {
    for (let k = n - 3; k >= 0; k--) reflectFour(vectors, c * n, n, reflections, k * n, k + 1);
    yield;
  }
  for (; c < last; c++) for (let k = n - 3; k >= 0; k--) reflect(vectors, c * n, n, reflections, k * n, k + 1);
}

function reflect(
  vectors: Float64Array,
  at: number,
  n: number,
  reflections: Float64Array,
  v: number,
  from: number,
): void {
  let along = 0;
  for (let i = from; i < n; i++) along += vectors[at + i]! * reflections[v + i]!;
  for (let i = from; i < n; i++) vectors[at + i]! -= along * reflections[v + i]!;
}

/** Four vectors at once, since each sum waits for its last product. */
function reflectFour(
  vectors: Float64Array,
  at: number,
  n: number,
  reflections: Float64Array,
  v: number,
  from: number,
): void {
  const [second, third, fourth] = [at + n, at + 2 * n, at + 3 * n];
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = from; i < n; i++) {
    const by = reflections[v + i]!;
    a += vectors[at + i]! * by;
    b += vectors[second + i]! * by;
    c += vectors[third + i]! * by;
    d += vectors[fourth + i]! * by;
  }
  for (let i = from; i < n; i++) {
    const by = reflections[v + i]!;
    vectors[at + i]! -= a * by;
    vectors[second + i]! -= b * by;
    vectors[third + i]! -= c * by;
    vectors[fourth + i]! -= d * by;
  }
}
