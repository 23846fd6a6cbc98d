import { type ColumnStore, copiedCodes, type Store } from "../../matrix/index.js";
import { kernels } from "../wasm/index.js";

/** The codes of some rows of a column, with `value` in the place of the missing ones. */
export function filledCodes(store: ColumnStore, rows: number, missing: number, value: number): Store {
  const { data, start, stride } = store;
  const wasm = stride === 1 ? kernels() : undefined;
  if (wasm !== undefined) {
    const { run, scratch } = wasm;
    const given = data.subarray(start, start + rows);
    scratch.open(given.byteLength, 1);
    const byteWide = data instanceof Int8Array || data instanceof Uint8Array;
    if (byteWide || data instanceof Int16Array) {
      const codes =
        data instanceof Int8Array
          ? scratch.int8(rows)
          : data instanceof Uint8Array
            ? scratch.uint8(rows)
            : scratch.int16(rows);
      codes.set(given);
      (byteWide ? run.fillBytes : run.fillShorts)(codes.byteOffset, rows, missing, value);
      return codes.slice();
    }
  }
  const codes = copiedCodes(store, rows);
  for (let i = 0; i < rows; i++) if (codes[i] === missing) codes[i] = value;
  return codes;
}
