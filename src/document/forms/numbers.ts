import { type Form, form, misfit, type Place, shown } from "./form.js";
import type { Size } from "./sizes.js";

/** Which numbers may be. Without any of these: finite ones. */
export interface FormRange {
  /** The least. */
  readonly min?: number;
  /** The largest. */
  readonly max?: number;
  /** They are above this. */
  readonly above?: number;
  /** They are below this: a number, or a size by its name, so that they are positions. */
  readonly below?: Size;
  /** May NaN be, which stands for a missing value? */
  readonly missing?: boolean;
  /** May infinities be? */
  readonly infinite?: boolean;
  /** Are they whole? */
  readonly whole?: boolean;
  /** Must each be above the one before it (`"strictly"`), or at least not below it? */
  readonly rising?: "strictly" | "weakly";
}

/** Over memory of their own, as decoding makes them. */
type TypedArray =
  | Float64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

/** A form of typed arrays of one type, whose length is the product of sizes. */
export function typedArray<A extends TypedArray>(
  Type: new (length: number) => A,
): (size: Size | readonly Size[], range?: FormRange) => Form<A> {
  return (size, range = {}) =>
    form((value, at) => {
      if (!(value instanceof Type)) misfit(at, `is ${shown(value)} and not a ${Type.name}`);
      checkLength(value.length, size, at);
      checkNumbers(value, range, at);
    });
}

/** Lists of numbers, whose length is the product of sizes. */
export function numbers(size: Size | readonly Size[], range: FormRange = {}): Form<number[]> {
  return form((value, at) => {
    if (!Array.isArray(value)) misfit(at, `is ${shown(value)} and not a list of numbers`);
    checkLength(value.length, size, at);
    const odd = value.findIndex((item) => typeof item !== "number");
    if (odd >= 0) misfit(at, `holds ${shown(value[odd])} at ${odd} and not a number`);
    checkNumbers(value as number[], range, at);
  });
}

/** A number. */
export function number(range: FormRange = {}): Form<number> {
  return form((value, at) => {
    if (typeof value !== "number") misfit(at, `is ${shown(value)} and not a number`);
    const fault = faultOf(value, range, at);
    if (fault !== undefined) misfit(at, `is ${value} and not ${fault}`);
  });
}

/** A whole number from 0 that is a size. */
export function size(name: string): Form<number> {
  return form((value, at) => {
    number({ min: 0, whole: true }).check(value, at);
    const expected = at.sizes.settle([name], value as number, at);
    if (expected !== undefined) misfit(at, `is ${value} and not ${expected}`);
  });
}

/** @throws Misfit where a length is another one than the product of sizes. */
export function checkLength(length: number, size: Size | readonly Size[], at: Place): void {
  const list = typeof size === "object" ? size : [size];
  const expected = at.sizes.settle(list, length, at);
  if (expected !== undefined) misfit(at, `has ${length} values and not ${expected}`);
}

function checkNumbers(values: ArrayLike<number>, range: FormRange, at: Place): void {
  for (let i = 0; i < values.length; i++) {
    const fault = faultOf(values[i]!, range, at);
    if (fault !== undefined) misfit(at, `holds ${values[i]} at ${i} and not ${fault}`);
  }
  const { rising } = range;
  if (rising === undefined) return;
  for (let i = 1; i < values.length; i++) {
    const [before, value] = [values[i - 1]!, values[i]!];
    if (rising === "strictly" ? value <= before : value < before)
      misfit(at, `holds ${value} at ${i} behind ${before}, and its values rise`);
  }
}

/** What a number should have been, where it may not be. */
function faultOf(value: number, range: FormRange, { sizes }: Place): string | undefined {
  if (Number.isNaN(value)) return range.missing === true ? undefined : "a number";
  if (!Number.isFinite(value) && range.infinite !== true) return "a finite number";
  if (range.min !== undefined && value < range.min) return `at least ${range.min}`;
  if (range.max !== undefined && value > range.max) return `at most ${range.max}`;
  if (range.above !== undefined && value <= range.above) return `above ${range.above}`;
  if (range.whole === true && !Number.isInteger(value)) return "a whole number";
  if (range.below === undefined) return undefined;
  const limit = sizes.get(range.below) ?? 0;
  return value < limit ? undefined : `below ${typeof range.below === "string" ? `${range.below} (${limit})` : limit}`;
}
