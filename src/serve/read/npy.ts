import { checkRows, type Input } from "./input.js";
import { badRequest } from "./request-error.js";
import { type Rows, RowsBuilder } from "./rows.js";

type Read = (view: DataView, at: number, little: boolean) => number;

const TYPES: Readonly<Record<string, readonly [bytes: number, read: Read]>> = {
  f4: [4, (view, at, little) => view.getFloat32(at, little)],
  f8: [8, (view, at, little) => view.getFloat64(at, little)],
  i1: [1, (view, at) => view.getInt8(at)],
  i2: [2, (view, at, little) => view.getInt16(at, little)],
  i4: [4, (view, at, little) => view.getInt32(at, little)],
  i8: [8, (view, at, little) => Number(view.getBigInt64(at, little))],
  u1: [1, (view, at) => view.getUint8(at)],
  u2: [2, (view, at, little) => view.getUint16(at, little)],
  u4: [4, (view, at, little) => view.getUint32(at, little)],
  u8: [8, (view, at, little) => Number(view.getBigUint64(at, little))],
  b1: [1, (view, at) => view.getUint8(at)],
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const HEADER =
  /^\{\s*'descr':\s*'([<>|=])([a-z]\d)',\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([\d,\s]*)\),?\s*\}\s*$/;

/** Rows of an array that NumPy saved (format 1 to 3): rows x columns, or one row; not a number where a value is missing. */
export function rowsFromNpy(body: Uint8Array, input: Input): Rows {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (body.length < 12 || MAGIC.some((byte, i) => body[i] !== byte)) throw badNpy("it does not begin as one");
  const long = body[6]! > 1;
  const start = long ? 12 : 10;
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > 65_536 || start + length > body.length) throw badNpy("its header is cut off");
  const found = HEADER.exec(new TextDecoder("latin1").decode(body.subarray(start, start + length)));
  if (found === null) throw badNpy("its header is none of an array of numbers");
  const [, order, name, fortran, shapeText] = found as unknown as [string, string, string, string, string];
  const type = TYPES[name];
  if (type === undefined) throw badNpy("its type is none of f4, f8, i1 to i8, u1 to u8, b1");
  const shape = shapeText.split(",").flatMap((part) => (part.trim() === "" ? [] : [Number(part)]));
  const width = input.columns.length;
  const [rows, columns] = shape.length === 1 ? [1, shape[0]!] : [shape[0] ?? 0, shape[1] ?? 0];
  if (shape.length < 1 || shape.length > 2 || columns !== width)
    throw badRequest("WRONG_WIDTH", `The array must have the shape (rows, ${width}).`);
  if (input.isText.includes(true)) throw badRequest("UNSUPPORTED", TEXT);
  checkRows(rows, input);
  const [bytes, read] = type;
  const data = start + length;
  if (body.length - data !== rows * columns * bytes) throw badNpy("its size is not that of its shape");
  const builder = new RowsBuilder(input.columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = fortran === "True" ? j * rows + i : i * columns + j;
      const value = read(view, data + at * bytes, order !== ">");
      if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
        builder.fail("INFINITE_VALUE", "expected a finite number", j);
      builder.set(j, value);
    }
    builder.next();
  }
  return builder.finish([]);
}

const TEXT = "This model has columns of text, which an array of numbers cannot hold. Send CSV or JSON.";

function badNpy(why: string): Error {
  return badRequest("MALFORMED_NPY", `The body is no array saved by NumPy: ${why}.`);
}

/** Numbers as an array that NumPy loads: float64, rows x columns, or rows alone where there is one column. */
export function formatNpy(values: Float64Array, rows: number, columns: number): Uint8Array {
  const shape = columns === 1 ? `(${rows},)` : `(${rows}, ${columns})`;
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const out = new Uint8Array(10 + length + values.length * 8);
  out.set([...MAGIC, 1, 0]);
  const view = new DataView(out.buffer);
  view.setUint16(8, length, true);
  out.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), 10);
  for (let i = 0; i < values.length; i++) view.setFloat64(10 + length + i * 8, values[i]!, true);
  return out;
}
