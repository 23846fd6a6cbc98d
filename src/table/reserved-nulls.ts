import type { Data } from "apache-arrow";
import { missingCodeOf, type Store } from "../matrix/index.js";

const known = new WeakMap<Data, boolean>();

/** Takes note that exactly the nulls of a chunk hold the reserved missing code; called by the code that made it so. */
export function knowReservedNulls(data: Data): void {
  known.set(data, true);
}

/** Do exactly the nulls of a chunk of numbers hold the reserved missing code, or NaN? Looked at once a chunk. */
export function nullsAreReserved(data: Data, values: Store): boolean {
  const found = known.get(data) ?? looked(data, values);
  known.set(data, found);
  return found;
}

function looked(data: Data, values: Store): boolean {
  const reserved = missingCodeOf(values);
  if (reserved === undefined) return data.nullCount === 0 || everyNull(data, (row) => Number.isNaN(values[row]!));
  return (
    countOf(reserved, values, data.length) === data.nullCount && everyNull(data, (row) => values[row] === reserved)
  );
}

function countOf(code: number, values: Store, rows: number): number {
  let count = 0;
  for (let i = values.indexOf(code); i >= 0 && i < rows; i = values.indexOf(code, i + 1)) count++;
  return count;
}

function everyNull(data: Data, test: (row: number) => boolean): boolean {
  if (data.nullCount === 0) return true;
  const bits = data.nullBitmap!;
  for (let row = 0; row < data.length; row++) {
    const bit = data.offset + row;
    const byte = bits[bit >> 3]!;
    if ((bit & 7) === 0 && byte === 255) row += 7;
    else if (((byte >> (bit & 7)) & 1) === 0 && !test(row)) return false;
  }
  return true;
}
