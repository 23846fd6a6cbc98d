import { type ColumnPlan, type ColumnStore, readValues } from "../../matrix/index.js";

/** Rows of one block, as far as a column is counted over them. */
export interface CountedRows {
  readonly rows: number;
  /** The segment of each row; those below 0 are left out of every segment, and counted over all. */
  readonly segments: Int32Array;
  readonly weights: Float64Array | undefined;
  /** One more than the largest of `segments`. */
  readonly highest: number;
}

/** What is counted of one column, as it travels: tables have a row a value. */
export interface ColumnCounts {
  /** People, their weight and their sum about the shift, by segment. */
  readonly by: Float64Array;
  /** The sum of squares, the shift, the smallest and the largest value. */
  readonly numbers: Float64Array;
  readonly values?: Float64Array | undefined;
  readonly counts?: Float64Array | undefined;
  readonly weights?: Float64Array | undefined;
}

/** Columns of numbers with more values than this are amounts: their values are not listed. */
export const MAX_LISTED = 50;
/** The lowest code of the storages that a table of all codes counts, and how many codes it has. */
const LOWEST: Readonly<Record<string, number | undefined>> = { int8: -128, uint8: 0 };
const BYTE_CODES = 256;
/** Codes of up to two bytes are counted exactly, in a table over the values between the smallest and the largest. */
const MAX_TABLE = 65_536;

/**
 * One column by segment: sums, and the rows that hold each value as long as there are few values, or codes of a byte or two. Segments are made as they
 * come.
 */
export class ColumnCounter {
  readonly plan: ColumnPlan;
  readonly #mayList: number;
  /** By segment, behind those of none: people, their weight, and their sum about the shift. */
  readonly people: number[] = [];
  readonly weight: number[] = [];
  readonly sums: number[] = [];
  /** The sum of squares about the shift, over all rows. */
  squares = 0;
  /** The first value seen: sums about it lose no digits to a large mean. */
  shift: number = Number.NaN;
  smallest: number = Number.POSITIVE_INFINITY;
  largest: number = Number.NEGATIVE_INFINITY;
  /** By value: people and weight by segment. Gone where there are too many values. */
  #counts: Map<number, number[]> | undefined = new Map();
  #weights: Map<number, number[]> | undefined;

  constructor(plan: ColumnPlan, isNamed: boolean) {
    this.plan = plan;
    const isCoded = plan.storage === "int8" || plan.storage === "uint8" || plan.storage === "int16";
    this.#mayList = isCoded || isNamed || plan.labels !== undefined ? MAX_TABLE : MAX_LISTED;
  }

  /** Adds a block's rows; `values` is scratch for as many. */
  add(store: ColumnStore, block: CountedRows, values: Float64Array): void {
    const low = LOWEST[this.plan.storage];
    if (low !== undefined && block.weights === undefined) this.#addCodes(store, block, low);
    else this.#addValues(store, block, values);
  }

  /** Codes of a byte are counted in a table, and enter the sums once a code. */
  #addCodes({ data, start, stride, center, scale, missing }: ColumnStore, block: CountedRows, low: number): void {
    const { rows, segments, highest } = block;
    const width = highest + 1;
    const table = new Int32Array(BYTE_CODES * width);
    for (let i = 0, at = start; i < rows; i++, at += stride) table[(data[at]! - low) * width + segments[i]! + 1]! += 1;
    for (let code = 0; code < BYTE_CODES; code++) {
      if (code + low === missing) continue;
      for (let s = 0; s < width; s++) {
        const people = table[code * width + s]!;
        // Adding 0 makes 0 of -0.
        if (people > 0) this.#take((code + low - center) * scale + 0, s, people, people);
      }
    }
  }

  /** Rows of one value and segment. */
  #take(value: number, s: number, people: number, w: number): void {
    while (this.people.length <= s) {
      this.people.push(0);
      this.weight.push(0);
      this.sums.push(0);
    }
    if (Number.isNaN(this.shift)) this.shift = value;
    const apart = value - this.shift;
    this.people[s]! += people;
    this.weight[s]! += w;
    this.sums[s]! += w * apart;
    this.squares += w * apart * apart;
    if (value < this.smallest) this.smallest = value;
    if (value > this.largest) this.largest = value;
    if (this.#counts === undefined) return;
    if (!this.#counts.has(value) && this.#counts.size === this.#mayList) {
      this.#counts = undefined;
      this.#weights = undefined;
      return;
    }
    addTo(this.#counts, value, s, people);
    if (this.#weights !== undefined) addTo(this.#weights, value, s, w);
  }

  /** What was counted over `width` segments, the first of which is none. */
  arrays(width: number): ColumnCounts {
    const by = new Float64Array(3 * width);
    [this.people, this.weight, this.sums].forEach((own, k) => {
      by.set(own, k * width);
    });
    const numbers = Float64Array.of(this.squares, this.shift, this.smallest, this.largest);
    if (this.#counts === undefined) return { by, numbers };
    const table = (map: ReadonlyMap<number, readonly number[]>): Float64Array => {
      const out = new Float64Array(map.size * width);
      Array.from(map.values()).forEach((held, k) => {
        out.set(held, k * width);
      });
      return out;
    };
    return {
      by,
      numbers,
      values: Float64Array.from(this.#counts.keys()),
      counts: table(this.#counts),
      ...(this.#weights === undefined ? {} : { weights: table(this.#weights) }),
    };
  }

  /** Adds what was counted in the rows behind. */
  merge({ by, numbers, values, counts, weights }: ColumnCounts): void {
    const width = by.length / 3;
    const [squares, shift, smallest, largest] = Array.from(numbers) as [number, number, number, number];
    if (Number.isNaN(shift)) return;
    if (Number.isNaN(this.shift)) this.shift = shift;
    // Sums about another shift become sums about this one.
    const apart = shift - this.shift;
    let [total, sum] = [0, 0];
    while (this.people.length < width) {
      this.people.push(0);
      this.weight.push(0);
      this.sums.push(0);
    }
    for (let s = 0; s < width; s++) {
      const [w, own] = [by[width + s]!, by[2 * width + s]!];
      this.people[s]! += by[s]!;
      this.weight[s]! += w;
      this.sums[s]! += own + w * apart;
      total += w;
      sum += own;
    }
    this.squares += squares + 2 * apart * sum + apart * apart * total;
    this.smallest = Math.min(this.smallest, smallest);
    this.largest = Math.max(this.largest, largest);
    if (this.#counts === undefined) return;
    if (weights !== undefined) this.#weights ??= new Map();
    const isTooMany = values?.some((value) => {
      if (this.#counts!.has(value)) return false;
      this.#counts!.set(value, []);
      return this.#counts!.size > this.#mayList;
    });
    if (values === undefined || isTooMany === true) {
      this.#counts = undefined;
      this.#weights = undefined;
      return;
    }
    values.forEach((value, k) => {
      for (let s = 0; s < width; s++) {
        const at = k * width + s;
        if (counts![at]! > 0) addTo(this.#counts!, value, s, counts![at]!);
        if (weights !== undefined && weights[at]! > 0) addTo(this.#weights!, value, s, weights[at]!);
      }
    });
  }

  #addValues(store: ColumnStore, { rows, segments, weights }: CountedRows, values: Float64Array): void {
    readValues(store, rows, values);
    if (weights !== undefined && this.#counts !== undefined) this.#weights ??= new Map();
    for (let i = 0; i < rows; i++) {
      const w = weights === undefined ? 1 : weights[i]!;
      if (w > 0 && Number.isFinite(values[i]!)) this.#take(values[i]! + 0, segments[i]! + 1, 1, w);
    }
  }

  /** By value, rising, the people who hold it: first those of no segment, then by segment. Undefined where there are too many values. */
  get counts(): ReadonlyMap<number, readonly number[]> | undefined {
    return this.#counts && new Map([...this.#counts].sort(([a], [b]) => a - b));
  }

  /** The same by weight, where rows have weights. */
  get weights(): ReadonlyMap<number, readonly number[]> | undefined {
    return this.#weights;
  }
}

function addTo(map: Map<number, number[]>, value: number, s: number, w: number): void {
  let held = map.get(value);
  if (held === undefined) {
    held = [];
    map.set(value, held);
  }
  while (held.length <= s) held.push(0);
  held[s]! += w;
}
