import type { ParquetType } from "./column-type.js";
import type { PageValues } from "./values.js";

/** Values as numbers; NaN where a value is none. */
export type Numbers = Int32Array | Float32Array | Float64Array;

/** How the stored values of a column are to be read. */
export interface NumberForm {
  readonly type: ParquetType;
  /** Digits behind the point of a decimal. */
  readonly scale?: number | undefined;
  readonly unsigned?: boolean;
  /** Of a timestamp; nanoseconds for those of 96 bits. */
  readonly unit?: "millis" | "micros" | "nanos" | undefined;
}

/** A value that a number cannot hold exactly. */
export class InexactNumber extends Error {
  readonly value: string;
  constructor(value: string) {
    super(value);
    this.value = value;
  }
}

/** The values as numbers, dates and times in milliseconds since 1970. @throws InexactNumber where digits would be lost. */
export function numbersOf(values: PageValues, form: NumberForm): Numbers {
  const { type, scale = 0, unsigned = false } = form;
  if (type === "date" && values.kind === "numbers") return Float64Array.from(values.data, (days) => days * 86_400_000);
  if (type === "timestamp" || type === "utcTimestamp") return timesOf(values, form);
  if (values.kind === "numbers") {
    if (unsigned) return Float64Array.from(values.data, (value) => value >>> 0);
    if (scale === 0) return values.data;
    const power = 10 ** scale;
    return Float64Array.from(values.data, (value) => value / power);
  }
  const power = 10 ** scale;
  if (values.kind === "longs") {
    const { numbers, inexact } = fromLongs(values.data, unsigned);
    if (inexact >= 0) throw new InexactNumber(decimalText(longAt(values.data, inexact, unsigned), scale));
    return scale === 0 ? numbers : numbers.map((value) => value / power);
  }
  return Float64Array.from(longsOf(values, unsigned), (value) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new InexactNumber(decimalText(value, scale));
    return number / power;
  });
}

/** The values as exact decimals. */
export function decimalsOf(values: PageValues, { scale = 0, unsigned = false }: NumberForm): string[] {
  const texts: string[] = [];
  if (values.kind === "numbers")
    for (const value of values.data) texts.push(decimalText(BigInt(unsigned ? value >>> 0 : value), scale));
  else for (const value of longsOf(values, unsigned)) texts.push(decimalText(value, scale));
  return texts;
}

/** Integers of 64 bits as numbers, and the place of the first that a number does not hold; -1 where there is none. Without a bigint for each, which takes ten times as long. */
function fromLongs(
  longs: BigInt64Array,
  unsigned: boolean,
): { readonly numbers: Float64Array<ArrayBuffer>; readonly inexact: number } {
  const halves = new Int32Array(longs.buffer, longs.byteOffset, 2 * longs.length);
  const numbers = new Float64Array(longs.length);
  let inexact = -1;
  for (let i = 0; i < numbers.length; i++) {
    const high = halves[2 * i + 1]!;
    const value = (unsigned ? high >>> 0 : high) * 2 ** 32 + (halves[2 * i]! >>> 0);
    numbers[i] = value;
    if (inexact < 0 && !Number.isSafeInteger(value)) inexact = i;
  }
  return { numbers, inexact };
}

function longAt(longs: BigInt64Array, at: number, unsigned: boolean): bigint {
  return unsigned ? BigInt.asUintN(64, longs[at]!) : longs[at]!;
}

function* longsOf(values: PageValues, unsigned: boolean): Generator<bigint> {
  if (values.kind === "longs") for (let i = 0; i < values.data.length; i++) yield longAt(values.data, i, unsigned);
  if (values.kind !== "bytes") return;
  const { bytes, starts, ends } = values;
  for (let i = 0; i < starts.length; i++) {
    const length = ends[i]! - starts[i]!;
    // Two's complement, highest byte first.
    let value = 0n;
    for (let k = starts[i]!; k < ends[i]!; k++) value = (value << 8n) | BigInt(bytes[k]!);
    yield BigInt.asIntN(8 * length, value);
  }
}

function decimalText(value: bigint, scale: number): string {
  if (scale === 0) return String(value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const PER_MILLISECOND = { millis: 1n, micros: 1000n, nanos: 1_000_000n } as const;
/** The Julian day of 1970-01-01. */
const JULIAN_1970 = 2440588;

function timesOf(values: PageValues, { unit = "millis" }: NumberForm): Numbers {
  if (values.kind === "longs") {
    const each = PER_MILLISECOND[unit];
    const { numbers, inexact } = fromLongs(values.data, false);
    // The rest of a division is exact, and so is a division without a rest.
    const per = Number(each);
    if (inexact < 0) return numbers.map((value) => (value - (((value % per) + per) % per)) / per);
    return Float64Array.from(values.data, (value) => {
      const rest = ((value % each) + each) % each;
      return Number((value - rest) / each);
    });
  }
  if (values.kind !== "bytes") throw new RangeError("moments that are stored as something else");
  const { bytes, starts } = values;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from(starts, (start) => {
    const nanoseconds = view.getBigInt64(start, true);
    const day = view.getInt32(start + 8, true);
    return (day - JULIAN_1970) * 86_400_000 + Number(nanoseconds / 1_000_000n);
  });
}
