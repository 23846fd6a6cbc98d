import type { FileMetaData, Statistics } from "hyparquet";
import { KindredError } from "../../errors/index.js";
import { allocate } from "../../matrix/index.js";
import { check } from "../../options/index.js";
import { missingCode } from "../csv/kind.js";
import type { ReadColumn } from "./column.js";
import { type Chosen, metaOf } from "./schema.js";

/**
 * Rows by the values of a column: those from `min` to `max`, both included. Rows without a value are left out. Bounds are numbers (or bigints) for a column of
 * numbers, strings for one of text (compared by their bytes in UTF-8), Dates for dates and timestamps.
 */
export interface ParquetRange {
  /** The column, which need not be among those that are read. */
  readonly column: string;
  /** The least value. Default: none is too small. */
  readonly min?: number | bigint | string | Date;
  /** The largest value. Default: none is too large. */
  readonly max?: number | bigint | string | Date;
}

type Bound = NonNullable<ParquetRange["min"]>;

const bound = check.expected(
  (value) =>
    (typeof value === "number" && !Number.isNaN(value)) ||
    typeof value === "bigint" ||
    typeof value === "string" ||
    (value instanceof Date && !Number.isNaN(value.getTime())),
  "a number, a string or a Date",
);
/** What `where` must be. */
export const rangeCheck: ReturnType<typeof check.object> = check.object<ParquetRange>(
  { column: check.text, min: bound, max: bound },
  ["column"],
);

const ENCODER: TextEncoder = new TextEncoder();
/** Decimals in statistics come as numbers that were multiplied: they may be off in the last digits. */
const DECIMAL_ERROR = 1e-9;

/** Finds the rows of a range. */
export class RowFilter {
  readonly column: Chosen;
  readonly #min: Bound | undefined;
  readonly #max: Bound | undefined;

  /** @throws KindredError where the column has no order, or a bound is of another type. */
  constructor(column: Chosen, { min, max }: ParquetRange, where: string) {
    this.column = column;
    this.#min = min;
    this.#max = max;
    const wanted = boundsOf(column);
    for (const [name, value] of Object.entries({ min, max })) {
      if (value === undefined || wanted?.types.includes(typeOf(value))) continue;
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where,
        problem:
          wanted === undefined
            ? `where: column "${column.name}" holds truth values, which have no range`
            : `where.${name} is a ${typeOf(value)}, and column "${column.name}" holds ${wanted.what}`,
        fix: wanted === undefined ? "Choose another column" : `Give a ${wanted.types[0]}`,
        column: column.name,
        got: value,
      });
    }
  }

  /** May a row group hold rows of the range? By its least and largest value, where the file says them. */
  mayHold(metadata: FileMetaData, group: number): boolean {
    const { name, element } = this.column;
    const { [group]: rowGroup } = metadata.row_groups;
    const found = metaOf(rowGroup!, name)?.statistics;
    if (found === undefined) return true;
    if (found.null_count !== undefined && BigInt(found.null_count) === BigInt(rowGroup!.num_rows)) return false;
    const known = this.#knownBounds(found);
    if (known === undefined) return true;
    let [least, most] = known;
    if (element.converted_type === "DECIMAL" && typeof least === "number" && typeof most === "number") {
      least -= Math.abs(least) * DECIMAL_ERROR;
      most += Math.abs(most) * DECIMAL_ERROR;
    }
    return !(
      (this.#max !== undefined && compare(least, this.#max) > 0) ||
      (this.#min !== undefined && compare(most, this.#min) < 0)
    );
  }

  /** The least and the largest value that statistics name, as bounds can be compared with; undefined where they are not to be trusted. */
  #knownBounds({ min_value: least, max_value: most }: Statistics): readonly [Bound, Bound] | undefined {
    const { form, element } = this.column;
    switch (form.type) {
      case "number":
        // What is a decimal by its newer annotation alone comes without its point.
        if ((form.scale ?? 0) > 0 && element.converted_type !== "DECIMAL") return undefined;
        return isNumber(least) && isNumber(most) ? [least, most] : undefined;
      case "text":
        // Bytes that are no UTF-8, where long texts are cut, sort elsewhere once they are replaced.
        if (typeof least !== "string" || typeof most !== "string" || `${least}${most}`.includes("\ufffd"))
          return undefined;
        return [least, most];
      case "date":
      case "timestamp":
      case "utcTimestamp":
        if (!(least instanceof Date && most instanceof Date)) return undefined;
        // Fractions of milliseconds may have been rounded either way.
        return [new Date(least.getTime() - 1), new Date(most.getTime() + 1)];
      default:
        return undefined;
    }
  }

  /** The rows of the range among rows [from, from + rows) of the column that was read, counted from `from`. */
  placesOf(column: ReadColumn, from: number, rows: number): Int32Array {
    const isIn = this.#test(column);
    const places = new Int32Array(rows);
    let count = 0;
    for (let i = 0; i < rows; i++) if (isIn(column.data[from + i]!)) places[count++] = i;
    // In shared memory, as every column of every thread needs them.
    const kept = new Int32Array(allocate(4 * count));
    kept.set(places.subarray(0, count));
    return kept;
  }

  /** Tells of a stored number whether it stands for a value of the range. */
  #test({ kind, words }: ReadColumn): (stored: number) => boolean {
    const [min, max] = [this.#min, this.#max];
    const isWithin = (value: Bound): boolean =>
      (min === undefined || compare(value, min) >= 0) && (max === undefined || compare(value, max) <= 0);
    if (words === undefined) {
      const least = min === undefined ? Number.NEGATIVE_INFINITY : min;
      const most = max === undefined ? Number.POSITIVE_INFINITY : max;
      const low = least instanceof Date ? least.getTime() : (least as number | bigint);
      const high = most instanceof Date ? most.getTime() : (most as number | bigint);
      const missing = missingCode(kind);
      return (stored) => stored !== missing && stored >= low && stored <= high;
    }
    const isText = this.column.form.type === "text" || this.column.form.type === "uuid";
    const fits = Array.from({ length: words.offsets.length - 1 }, (_, code) => {
      const bytes = words.bytes.subarray(words.offsets[code], words.offsets[code + 1]);
      if (isText)
        return (
          (min === undefined || compareBytes(bytes, ENCODER.encode(String(min))) >= 0) &&
          (max === undefined || compareBytes(bytes, ENCODER.encode(String(max))) <= 0)
        );
      return isWithin(numberOf(new TextDecoder().decode(bytes)));
    });
    return (stored) => stored >= 0 && fits[stored]!;
  }
}

/** What bounds of a column are; undefined for truth values. */
function boundsOf({
  form: { type },
}: Chosen): { readonly what: string; readonly types: readonly string[] } | undefined {
  if (type === "number") return { what: "numbers", types: ["number", "bigint"] };
  if (type === "text" || type === "uuid") return { what: "text", types: ["string"] };
  return type === "boolean" ? undefined : { what: type === "date" ? "dates" : "timestamps", types: ["Date"] };
}

function typeOf(value: Bound): string {
  return value instanceof Date ? "Date" : typeof value;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "bigint" || (typeof value === "number" && !Number.isNaN(value));
}

/** Digits as a number that compares exactly where they are whole. */
function numberOf(digits: string): number | bigint {
  return digits.includes(".") ? Number(digits) : BigInt(digits);
}

/** Compares two values of one type; numbers and bigints are compared exactly. */
function compare(a: Bound, b: Bound): number {
  if (typeof a === "string" && typeof b === "string") return compareBytes(ENCODER.encode(a), ENCODER.encode(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
