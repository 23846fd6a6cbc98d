/** The memory of one column of a chunk, which is DuckDB's: valid only while the chunk is. */
export interface VectorMemory {
  readonly rows: number;
  readonly buffer: ArrayBuffer;
  readonly byteOffset: number;
  /** Bytes of each value. */
  readonly width: number;
  /** A bit for each row, lowest first: 0 where the value is missing. Undefined where none is. */
  readonly valid: Uint8Array | undefined;
  /** The value of a row as @duckdb/node-api gives it. */
  item(row: number): unknown;
}

/** A vector of @duckdb/node-api. */
interface Vector {
  getItem(row: number): unknown;
}

/**
 * What a vector of @duckdb/node-api reads its values from: the views that it holds of DuckDB's memory, in the form that DuckDB's C interface states. That package
 * has no public way to them (duckdb/duckdb-node-neo#361), so nothing is taken for granted of what it calls them: undefined where they are not found, and then the
 * caller asks for values one by one.
 */
export function vectorMemory(vector: Vector, rows: number): VectorMemory | undefined {
  const { items, dataView, validity } = vector as { items?: unknown; dataView?: unknown; validity?: unknown };
  const view = items ?? dataView;
  if (!ArrayBuffer.isView(view) || typeof validity !== "object" || validity === null) return undefined;
  const { data, offset } = validity as { data?: unknown; offset?: unknown };
  if (offset !== 0) return undefined;
  let valid: Uint8Array | undefined;
  if (data !== null) {
    if (!ArrayBuffer.isView(data) || data.byteLength * 8 < rows) return undefined;
    valid = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
  const { buffer, byteOffset, byteLength } = view as ArrayBufferView<ArrayBuffer>;
  const width = byteLength / rows;
  if (!Number.isInteger(width) || byteOffset % Math.min(width, 8) !== 0) return undefined;
  return { rows, buffer, byteOffset, width, valid, item: (row) => vector.getItem(row) };
}

/** Is there a value in this row? */
export function isValid({ valid }: VectorMemory, row: number): boolean {
  return valid === undefined || ((valid[row >> 3]! >> (row & 7)) & 1) === 1;
}
