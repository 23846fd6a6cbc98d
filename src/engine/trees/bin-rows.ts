import { type ColumnStore, type FeatureMatrix, isCoded, valueAt } from "../../matrix/index.js";
import { binOf, type ColumnBins } from "./column-bins.js";
import { codesOf, leastCode } from "./distinct.js";

/** Rows of a piece whose bytes stay in the cache while column after column is written. */
const TILE_ROWS = 512;

/**
 * The bins of rows, a byte each: `out[i * rowStep + f * featureStep]` is the bin of row i of `x` in feature f. Codes go through a table.
 */
export function binRows(
  x: FeatureMatrix,
  features: readonly ColumnBins[],
  out: Uint8Array,
  rowStep: number,
  featureStep = 1,
): void {
  const writers = features.map((bins, f) => writerOf(x.stores[bins.column]!, bins, out, f * featureStep, rowStep));
  for (let from = 0; from < x.rows; from += TILE_ROWS) {
    const to = Math.min(x.rows, from + TILE_ROWS);
    for (const write of writers) write(from, to);
  }
}

type Writer = (from: number, to: number) => void;

function writerOf(store: ColumnStore, bins: ColumnBins, out: Uint8Array, first: number, rowStep: number): Writer {
  const { data, start, stride: step, center, scale, missing } = store;
  if (!isCoded(store) || data instanceof Int32Array)
    return (from, to) => {
      for (let i = from, at = from * rowStep + first; i < to; i++, at += rowStep)
        out[at] = binOf(bins, valueAt(store, i));
    };
  const least = leastCode(data);
  const table = Uint8Array.from({ length: codesOf(data) }, (_, at) => {
    const code = at + least;
    return binOf(bins, code === missing ? Number.NaN : (code - center) * scale);
  });
  return (from, to) => {
    for (let i = from, at = from * rowStep + first; i < to; i++, at += rowStep)
      out[at] = table[data[start + i * step]! - least]!;
  };
}
