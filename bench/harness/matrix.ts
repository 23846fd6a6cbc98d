import { closeSync, openSync, readSync } from "node:fs";
import { tableFromArrays } from "apache-arrow";
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

/** A file of float32, row by row, as a matrix. */
export function floatsMatrix(path: string, rows: number, columns: number): FeatureMatrix {
  const values = new Float32Array(shared(path, rows * columns * 4));
  return FeatureMatrix.from(ndarray(values, [rows, columns]));
}
