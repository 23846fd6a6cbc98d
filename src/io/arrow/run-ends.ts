import type { Data } from "apache-arrow";
import { makeData } from "apache-arrow/data";
import { DataType } from "apache-arrow/type";
import { allocate } from "../../matrix/index.js";
import { UnsupportedArrow } from "./load-columns.js";

/** Numbers one after the other, as many for each value. */
interface NumberArray {
  readonly length: number;
  readonly BYTES_PER_ELEMENT: number;
  readonly constructor: unknown;
  [at: number]: number;
}
type NumberArrays = new (
  memory: ArrayBufferLike,
) => NumberArray & {
  fill(value: number, from: number, to: number): unknown;
  copyWithin(to: number, from: number, end: number): unknown;
};

/** Makes plain columns of run-end encoded ones. All of them together become no more bytes than is allowed: a run of a few bytes may stand for any number of rows. */
export class RunExpander {
  readonly #most: number;
  #total = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * @param ends - For each run the row behind its last.
   * @param values - For each run its value.
   * @throws RangeError where the runs do not rise up to the last row; UnsupportedArrow for runs of nested values.
   */
  expand(name: string, ends: Data, values: Data, length: number): Data {
    const runs = runsOf(ends, values, length);
    const valid = values.nullCount === 0 ? undefined : this.#bits(runs, length, (run) => values.getValid(run));
    const common = {
      type: values.type as never,
      length,
      nullCount: valid === undefined ? 0 : length - valid.ones,
      nullBitmap: valid?.bits ?? null,
    };
    const { type } = values;
    if (DataType.isNull(type)) return makeData({ type, length });
    if (DataType.isBool(type)) {
      const stored = values.values as Uint8Array;
      const { bits } = this.#bits(runs, length, (run) => ((stored[run >> 3]! >> (run & 7)) & 1) === 1);
      return makeData({ ...common, data: bits } as never);
    }
    if (DataType.isUtf8(type) || DataType.isBinary(type))
      return makeData({ ...common, ...this.#text(runs, values, length) } as never);
    const fixed = DataType.isDictionary(type) || DataType.isInt(type) || DataType.isFloat(type) || isMoment(type);
    if (!fixed) throw new UnsupportedArrow(`column "${name}", whose runs are of type ${String(type)}`);
    const dictionary = DataType.isDictionary(type) ? { dictionary: values.dictionary } : {};
    return makeData({ ...common, ...dictionary, data: this.#numbers(runs, values, length) } as never);
  }

  #numbers(runs: Float64Array, values: Data, length: number): NumberArray {
    const stored = values.values as NumberArray;
    const stride = runs.length === 0 ? 1 : stored.length / values.length;
    const Numbers = stored.constructor as NumberArrays;
    const out = new Numbers(this.#memory(length * stride * stored.BYTES_PER_ELEMENT));
    for (let run = 0, at = 0; run < runs.length; run++) {
      const end = runs[run]!;
      if (stride === 1) out.fill(stored[run]!, at, end);
      else for (; at < end; at++) for (let k = 0; k < stride; k++) out[at * stride + k] = stored[run * stride + k]!;
      at = end;
    }
    return out;
  }

  #text(runs: Float64Array, values: Data, length: number): { valueOffsets: Int32Array; data: Uint8Array } {
    const stored = values.valueOffsets as Int32Array;
    let bytes = 0;
    for (let run = 0, at = 0; run < runs.length; run++) {
      bytes += (runs[run]! - at) * (stored[run + 1]! - stored[run]!);
      at = runs[run]!;
    }
    if (bytes > 0x7fffffff) throw new RangeError(`runs of ${bytes} bytes of text in one batch`);
    const data = new Uint8Array(this.#memory(bytes));
    const valueOffsets = new Int32Array(this.#memory(4 * (length + 1)));
    for (let run = 0, row = 0, at = 0; run < runs.length; run++) {
      const word = (values.values as Uint8Array).subarray(stored[run]!, stored[run + 1]!);
      for (; row < runs[run]!; row++) {
        data.set(word, at);
        at += word.length;
        valueOffsets[row + 1] = at;
      }
    }
    return { valueOffsets, data };
  }

  /** A bit for each row, by its run. */
  #bits(runs: Float64Array, length: number, isSet: (run: number) => boolean): { bits: Uint8Array; ones: number } {
    const bits = new Uint8Array(this.#memory((length + 7) >> 3));
    let ones = 0;
    for (let run = 0, at = 0; run < runs.length; run++) {
      const end = runs[run]!;
      if (isSet(run)) {
        ones += end - at;
        for (let i = at; i < end; i++) bits[i >> 3]! |= 1 << (i & 7);
      }
      at = end;
    }
    return { bits, ones };
  }

  #memory(bytes: number): ArrayBufferLike {
    this.#total += bytes;
    if (this.#total > this.#most)
      throw new RangeError(`its runs hold ${this.#total} bytes, more than limits.bytes allows (${this.#most})`);
    return allocate(bytes);
  }
}

/** Where each run ends, the last at the last row. */
function runsOf(ends: Data, values: Data, length: number): Float64Array {
  if (!DataType.isInt(ends.type) || ends.nullCount > 0 || ends.length !== values.length)
    throw new RangeError("runs whose ends and values do not fit together");
  const runs: number[] = [];
  for (let run = 0, at = 0; run < ends.length && at < length; run++) {
    const end = Number((ends.values as ArrayLike<number>)[run]);
    if (!(end > at)) throw new RangeError("a run that ends before it begins");
    at = Math.min(end, length);
    runs.push(at);
  }
  if ((runs.at(-1) ?? 0) !== length) throw new RangeError("runs that end before the last row");
  return Float64Array.from(runs);
}

function isMoment(type: DataType): boolean {
  return DataType.isDate(type) || DataType.isTimestamp(type) || DataType.isTime(type) || DataType.isDuration(type);
}
