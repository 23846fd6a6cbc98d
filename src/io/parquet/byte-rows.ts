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
  const { rows, levels, dictionary, codes } = page;
  const kernels = parquetKernels();
  const [width] = codes;
  if (kernels === undefined || width === undefined || width > MOST_BITS) return false;
  const levelBytes = levels?.length ?? 0;
  const packedBytes = levelBytes + codes.length - 1;
  if (Math.max(rows, packedBytes) > MOST_ROWS) return false;
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
  const known = Math.min(size, DICTIONARY_BYTES);
  for (let i = 0; i < known; i++) memory[there.dictionary + i] = numbers[i]!;
  run.lookUp(there.dictionary, known, from, count);
  if (count < rows) run.spread(input, codesFrom, rows, values, out);
  copyBytes(outBytes, rows, data, new Int32Array(data.buffer, data.byteOffset, data.length >> 2), at);
  return true;
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
