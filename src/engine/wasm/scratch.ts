import { addRegion, clearRegions, GAP } from "./regions.js";

const PAGE = 65_536;
/** Every array starts at a multiple of this: a cache line. */
const ALIGNMENT = 64;

/**
 * The private memory of the kernels on one thread, filled again for each call: `open` says how much is needed, then arrays are placed
 * one after the other. What `open` gave before is gone.
 */
export class Scratch {
  readonly memory: WebAssembly.Memory;
  readonly #base: number;
  #next: number;

  constructor(memory: WebAssembly.Memory, base: number) {
    this.memory = memory;
    this.#base = aligned(base);
    this.#next = this.#base;
  }

  /** Makes room for arrays of this many bytes together; `arrays` is how many there are at most. */
  open(bytes: number, arrays: number): this {
    const needed = this.#base + bytes + arrays * (ALIGNMENT + GAP);
    const have = this.memory.buffer.byteLength;
    if (needed > have) this.memory.grow(Math.ceil((needed - have) / PAGE));
    this.#next = this.#base;
    clearRegions(this.memory, { bytes, arrays });
    return this;
  }

  float64(length: number): Float64Array {
    return new Float64Array(this.memory.buffer, this.#take(8 * length), length);
  }

  float32(length: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.#take(4 * length), length);
  }

  int32(length: number): Int32Array {
    return new Int32Array(this.memory.buffer, this.#take(4 * length), length);
  }

  int16(length: number): Int16Array {
    return new Int16Array(this.memory.buffer, this.#take(2 * length), length);
  }

  int8(length: number): Int8Array {
    return new Int8Array(this.memory.buffer, this.#take(length), length);
  }

  uint8(length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, this.#take(length), length);
  }

  #take(bytes: number): number {
    const at = this.#next;
    this.#next = aligned(at + bytes + GAP);
    addRegion(this.memory, at, bytes);
    return at;
  }
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNMENT) * ALIGNMENT;
}
