import { addRegion, clearRegions, GAP, type ParquetKernels, parquetKernels } from "../../engine/wasm/index.js";
import type { ColumnBytes } from "../csv/block-memory.js";
import { copyBytes } from "../csv/copy.js";
import type { PackedRows } from "./pages.js";
import { sizeOf } from "./values.js";

/** The widest codes that kernels unpack. */
const MOST_BITS = 8;
/** Pages of more rows, or bytes, are left to the reference: memory of WebAssembly never shrinks. */
const MOST_ROWS = 2 ** 25;
/** Bytes behind the last that kernels may read or write. */
const SLACK = 16;
const DICTIONARY_BYTES = 256;
const PAGE = 65_536;
const ALIGNMENT = 64;

/** Where the arrays of a page lie in the memory of the kernels, and what they have room for. */
interface Layout {
  readonly memory: Uint8Array;
  readonly dictionary: number;
  readonly values: number;
  readonly out: number;
  readonly outBytes: ColumnBytes;
  readonly input: number;
  readonly rows: number;
  readonly bytes: number;
}

let layout: Layout | undefined;
let prepared = false;

/**
 * Writes the rows of a page to data[at...], by kernels: the byte that each code of the dictionary stands for, -128 where a value is missing. Returns
 * false where there are no kernels, codes of more than a byte, or too many rows: then nothing is written.
 *
 * @param numbers - What the codes stand for: integers in [-127, 127].
 * @throws RangeError where the page is cut off, or a code is in no dictionary.
 */
export function fillByteRows(page: PackedRows, numbers: ArrayLike<number>, data: Int8Array, at: number): boolean {
  const bytes = unpackByteRows(page, numbers);
  if (bytes === undefined) return false;
  copyBytes(bytes, page.rows, data, new Int32Array(data.buffer, data.byteOffset, data.length >> 2), at);
  return true;
}

/** Codes of dictionaries up to this size fit beside -128 for missing values. */
const MOST_WIDE_CODES = 127;

/** The same for wider numbers, and codes of words; `missing` where a value is missing. False too where the dictionary has more than 127 entries. */
export function fillWideRows(
  page: PackedRows,
  numbers: ArrayLike<number>,
  data: Int16Array | Int32Array | Float64Array,
  at: number,
  missing: number,
): boolean {
  if (numbers.length > MOST_WIDE_CODES) return false;
  const bytes = unpackByteRows(page, undefined);
  if (bytes === undefined) return false;
  // By the code's byte, of which -128 is 128.
  if (data instanceof Int16Array)
    fillInt16(bytes.single, page.rows, tableOf(new Int16Array(256), numbers, missing), data, at);
  else if (data instanceof Int32Array)
    fillInt32(bytes.single, page.rows, tableOf(new Int32Array(256), numbers, missing), data, at);
  else fillFloat64(bytes.single, page.rows, tableOf(new Float64Array(256), numbers, missing), data, at);
  return true;
}

function tableOf<T extends Int16Array | Int32Array | Float64Array>(
  table: T,
  numbers: ArrayLike<number>,
  missing: number,
): T {
  table.set(numbers);
  table[128] = missing;
  return table;
}

// One function a storage, so that each compiles to a loop over one kind of array.
function fillInt16(codes: Int8Array, rows: number, table: Int16Array, data: Int16Array, at: number): void {
  for (let i = 0; i < rows; i++) data[at + i] = table[codes[i]! & 255]!;
}

function fillInt32(codes: Int8Array, rows: number, table: Int32Array, data: Int32Array, at: number): void {
  for (let i = 0; i < rows; i++) data[at + i] = table[codes[i]! & 255]!;
}

function fillFloat64(codes: Int8Array, rows: number, table: Float64Array, data: Float64Array, at: number): void {
  for (let i = 0; i < rows; i++) data[at + i] = table[codes[i]! & 255]!;
}

/** The bytes that the codes of a page stand for, or the codes themselves; -128 where a value is missing. Undefined where kernels do not do it. */
function unpackByteRows(page: PackedRows, numbers: ArrayLike<number> | undefined): ColumnBytes | undefined {
  const { rows, levels, dictionary, codes } = page;
  const kernels = parquetKernels();
  const [width] = codes;
  if (kernels === undefined || width === undefined || width > MOST_BITS) return undefined;
  const levelBytes = levels?.length ?? 0;
  const packedBytes = levelBytes + codes.length - 1;
  if (Math.max(rows, packedBytes) > MOST_ROWS) return undefined;
  const { run } = kernels;
  if (!prepared) {
    prepared = true;
    layout = layOut(kernels, 0, 0);
    run.prepare();
  }
  if (rows > layout!.rows || packedBytes > layout!.bytes) layout = layOut(kernels, rows, packedBytes);
  const { memory, input, values, out, outBytes, ...there } = layout!;
  const end = input + packedBytes;
  const codesFrom = input + levelBytes;
  if (levels !== undefined) memory.set(levels, input);
  memory.set(codes.subarray(1), codesFrom);
  const count = levels === undefined ? rows : run.countPresent(input, codesFrom, rows);
  const from = count === rows ? out : values;
  const largest = count > 0 ? run.unpackBytes(codesFrom, end, width, count, from) : 0;
  if (count < 0 || largest < 0) throw new RangeError("a page is cut off");
  const size = sizeOf(dictionary);
  if (count > 0 && largest >= size) throw new RangeError(`code ${largest} of a dictionary of ${size}`);
  if (numbers !== undefined) {
    const known = Math.min(size, DICTIONARY_BYTES);
    for (let i = 0; i < known; i++) memory[there.dictionary + i] = numbers[i]!;
    run.lookUp(there.dictionary, known, from, count);
  }
  if (count < rows) run.spread(input, codesFrom, rows, values, out);
  return outBytes;
}

/** Makes room for pages of this many rows and bytes. */
function layOut({ run, memory }: ParquetKernels, rows: number, bytes: number): Layout {
  const room = { rows: rows + (rows >> 2), bytes: bytes + (bytes >> 2) };
  const regions: [start: number, bytes: number][] = [[0, run.heapBase()]];
  let at = run.heapBase() + GAP;
  const place = (length: number): number => {
    const start = Math.ceil(at / ALIGNMENT) * ALIGNMENT;
    at = start + length + GAP;
    regions.push([start, length]);
    return start;
  };
  const dictionary = place(DICTIONARY_BYTES);
  const values = place(room.rows + SLACK);
  const out = place(room.rows + SLACK);
  const input = place(room.bytes + SLACK);
  const missing = at - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  clearRegions(memory);
  for (const [start, length] of regions) addRegion(memory, start, length);
  const { buffer } = memory;
  return {
    ...room,
    memory: new Uint8Array(buffer),
    dictionary,
    values,
    out,
    outBytes: {
      single: new Int8Array(buffer, out, room.rows + SLACK),
      fours: new Int32Array(buffer, out, (room.rows + SLACK) >> 2),
    },
    input,
  };
}
