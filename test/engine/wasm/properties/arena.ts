import type { Random } from "../../../../src/engine/numeric/random/index.js";
import { type LearningKernels, learningKernels, PackedColumns } from "../../../../src/engine/wasm/index.js";
import type { ColumnStore, Store } from "../../../../src/matrix/index.js";

/** A law that some kernels keep at every size: what they compute is what a plain loop computes. */
export interface Property {
  readonly kernels: readonly string[];
  /** Throws where it does not hold. */
  check(arena: Arena, random: Random): void;
}

/** Sizes about every width that kernels work in: vectors, tiles of four and eight, groups of sixteen, words of 64, tiles of 256 rows. */
const WIDTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 31, 32, 33];
const ROWS = [...WIDTHS, 63, 64, 65, 127, 128, 129, 255, 256, 257];
const CANARY = 0xa5;
const CANARY_BYTES = 64;

type Numbers = Int8Array | Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** Arrays in the kernels' memory, each with bytes before and behind it that nobody may write. */
export class Arena {
  readonly run: LearningKernels["run"];
  readonly #scratch: LearningKernels["scratch"];
  readonly #random: Random;
  readonly #canaries: Uint8Array[] = [];

  constructor(random: Random) {
    const { run, scratch } = learningKernels()!;
    this.run = run;
    this.#random = random;
    this.#scratch = scratch.open(4_000_000, 400);
    this.#canary();
  }

  /** A number of rows, or of columns. */
  rows(): number {
    return ROWS[this.#random.below(ROWS.length)]!;
  }
  width(): number {
    return WIDTHS[this.#random.below(WIDTHS.length)]!;
  }

  /** A copy of an array in the kernels' memory. */
  place<T extends Numbers>(array: T): T {
    const { length } = array;
    const made =
      array instanceof Float64Array
        ? this.#scratch.float64(length)
        : array instanceof Float32Array
          ? this.#scratch.float32(length)
          : array instanceof Int32Array
            ? this.#scratch.int32(length)
            : array instanceof Int16Array
              ? this.#scratch.int16(length)
              : array instanceof Int8Array
                ? this.#scratch.int8(length)
                : this.#scratch.uint8(length);
    made.set(array as Float64Array);
    this.#canary();
    return made as T;
  }

  /** An array of noise, for results: a kernel that adds to what it should write shows. */
  noise<T extends Numbers>(array: T): T {
    for (let i = 0; i < array.length; i++) array[i] = this.#random.below(100);
    return this.place(array);
  }

  /** Columns as the kernels read them. */
  columns(stores: readonly ColumnStore[], rows: number, view: "values" | "codes"): number {
    const packed = new PackedColumns(this.#scratch, stores, rows, view);
    packed.fill(0, rows);
    this.#canary();
    return packed.pointer;
  }

  /** Throws where a kernel has written outside its arrays. */
  verify(): void {
    for (const canary of this.#canaries)
      if (canary.some((byte) => byte !== CANARY)) throw new Error("a kernel has written behind an array");
  }

  #canary(): void {
    this.#canaries.push(this.#scratch.uint8(CANARY_BYTES).fill(CANARY));
  }
}

/** Columns of every storage, beside each other and among others in one array, some with missing codes and maps. */
export function someColumns(random: Random, count: number, rows: number, kinds: readonly string[]): ColumnStore[] {
  const kindOf = (): string => kinds[random.below(kinds.length)]!;
  if (random.below(3) === 0) {
    const data = storeOf(random, kindOf(), rows * count);
    return Array.from({ length: count }, (_, j) => columnOf(random, data, j, count));
  }
  return Array.from({ length: count }, () => {
    const stride = random.below(4) === 0 ? 3 : 1;
    return columnOf(random, storeOf(random, kindOf(), rows * stride), 0, stride);
  });
}

function columnOf(random: Random, data: Store, start: number, stride: number): ColumnStore {
  const mapped = random.below(2) === 0;
  const coded = !(data instanceof Float32Array || data instanceof Float64Array);
  return {
    data,
    start,
    stride,
    center: mapped ? 2 : 0,
    scale: mapped ? 0.25 : 1,
    ...(coded && random.below(2) === 0 ? { missing: random.below(3) } : {}),
  };
}

function storeOf(random: Random, kind: string, length: number): Store {
  const whole = (low: number, high: number): number => low + random.below(high - low + 1);
  const [make, low, high] = {
    int8: [Int8Array, -128, 127],
    uint8: [Uint8Array, 0, 255],
    int16: [Int16Array, -2300, 2300],
    float32: [Float32Array, -99, 99],
    float64: [Float64Array, -99, 99],
  }[kind] as [new (length: number) => Store, number, number];
  const made = new make(length);
  const few = random.below(2) === 0;
  for (let i = 0; i < length; i++) made[i] = few ? whole(0, 9) : whole(low, high);
  if (kind.startsWith("float")) for (let i = 0; i < length; i++) made[i]! += random.uniform();
  return made;
}

export function normals(random: Random, length: number): Float64Array {
  return Float64Array.from({ length }, () => random.normal());
}

/** Throws where two lists are not the same to the bit. */
export function same(got: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  if (got.length !== expected.length) throw new Error(`${what}: ${got.length} numbers, and not ${expected.length}`);
  for (let i = 0; i < got.length; i++)
    if (!Object.is(got[i]! + 0, expected[i]! + 0))
      throw new Error(`${what}: number ${i} of ${got.length} is ${got[i]}, and by a plain loop ${expected[i]}`);
}
