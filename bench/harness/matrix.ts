import { closeSync, openSync, readSync } from "node:fs";
import { Field, Int8, makeData, RecordBatch, Schema, Struct, Table, tableFromArrays } from "apache-arrow";
import { FeatureMatrix } from "kindred";
import ndarray from "ndarray";

/** A file's bytes in memory that workers can see. */
function shared(path: string, bytes: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytes);
  const file = openSync(path, "r");
  for (let at = 0; at < bytes; ) at += readSync(file, new Uint8Array(memory, at, Math.min(1 << 28, bytes - at)));
  closeSync(file);
  return memory;
}

/** A file of codes, column by column, as a matrix of bytes. */
export function codesMatrix(path: string, rows: number, columns: number): FeatureMatrix {
  const memory = shared(path, rows * columns);
  const names = Array.from({ length: columns }, (_, j) => `c${j}`);
  return FeatureMatrix.from(
    tableFromArrays(Object.fromEntries(names.map((name, j) => [name, new Int8Array(memory, j * rows, rows)]))),
  );
}

/** A file of codes, column by column, of which -128 stands for null, as a Table as `readCsv` gives it. */
export function gapsTable(path: string, rows: number, columns: number): Table {
  const memory = shared(path, rows * columns);
  const fields = Array.from({ length: columns }, (_, j) => new Field(`c${j}`, new Int8(), true));
  const children = fields.map((_, j) => {
    const data = new Int8Array(memory, j * rows, rows);
    const nullBitmap = new Uint8Array((rows + 7) >> 3);
    let nullCount = 0;
    for (let i = 0; i < rows; i++)
      if (data[i] === -128) nullCount++;
      else nullBitmap[i >> 3]! |= 1 << (i & 7);
    return makeData({ type: new Int8(), data, nullBitmap, nullCount, length: rows });
  });
  const schema = new Schema(fields);
  const struct = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, struct)]);
}

/** A file of float32, row by row, as a matrix. */
export function floatsMatrix(path: string, rows: number, columns: number): FeatureMatrix {
  const values = new Float32Array(shared(path, rows * columns * 4));
  return FeatureMatrix.from(ndarray(values, [rows, columns]));
}
