import {
  type ColumnStore,
  conformStore,
  FeatureMatrix,
  missingCodeOf,
  plainStore,
  readValues,
  type StorageName,
} from "../../matrix/index.js";
import type { Executor } from "./operation.js";

/** A column that is filled row by row, and how what is filled in is stored, unless a value asks for more. */
export interface FilledColumn {
  readonly position: number;
  readonly storage: StorageName;
}

/** Rows of a tile: a wide one stays in the processor's cache. */
const TILE_ROWS = 256;

/**
 * An executor that fills missing values from the other values of their row. `fillerOf` gives a function that fills one row in place, and is
 * called for rows alone that miss a value in one of the filled columns.
 */
export function rowFiller<O extends { readonly filled: readonly FilledColumn[] }>(
  fillerOf: (operation: O) => (row: Float64Array) => void,
): Executor<O> {
  return {
    block: (operation, { x }) => {
      const filler = fillerOf(operation);
      const { filled } = operation;
      const made = filled.map(() => new Float64Array(x.rows));
      const width = x.stores.length;
      const tile = new Float64Array(TILE_ROWS * width);
      for (let from = 0; from < x.rows; from += TILE_ROWS) {
        const rows = Math.min(TILE_ROWS, x.rows - from);
        x.stores.forEach((store, j) => {
          readValues(store, rows, tile, j, width, from);
        });
        for (let i = 0; i < rows; i++) {
          const row = tile.subarray(i * width, (i + 1) * width);
          if (filled.some(({ position }) => Number.isNaN(row[position]!))) filler(row);
          filled.forEach(({ position }, k) => {
            made[k]![from + i] = row[position]!;
          });
        }
      }
      const stores = [...x.stores];
      filled.forEach(({ position, storage }, k) => {
        const { labels, shows } = stores[position]!;
        const about = { ...(labels === undefined ? {} : { labels }), ...(shows === undefined ? {} : { shows }) };
        stores[position] = { ...stored(made[k]!, storage), ...about };
      });
      return new FeatureMatrix(x.rows, x.columns, stores, x.provenance);
    },
    row: (operation) => {
      const filler = fillerOf(operation);
      return (values) => {
        if (operation.filled.some(({ position }) => Number.isNaN(values[position]!))) filler(values);
        return values;
      };
    },
  };
}

function stored(values: Float64Array, storage: StorageName): ColumnStore {
  if (storage !== "int32") return conformStore(plainStore(values), values.length, storage);
  // Positions of very many words.
  const codes = new Int32Array(values.length);
  const missing = missingCodeOf(codes)!;
  for (let i = 0; i < codes.length; i++) codes[i] = Number.isNaN(values[i]!) ? missing : values[i]!;
  return plainStore(codes, { missing });
}
