import { hasTwoValues, type ValueSpread } from "../../engine/numeric/statistics/index.js";
import type { Origin } from "../../matrix/index.js";

/** Columns that come of one source. */
export interface SourceBlock {
  /** The source column, or the column that a step made of it. */
  readonly source: string;
  /** Positions of its columns. */
  readonly columns: readonly number[];
  /** Are they one-hot, or a column of two values, which is one of two? Others are blocks of one column each. */
  readonly nominal: boolean;
}

/**
 * The blocks, in the order of their first columns. Columns that hold two values are nominal, together where they stand for categories of one source;
 * columns of a category that hold more are no one-hot columns.
 */
export function blocksOf(
  provenance: readonly Origin[],
  names: readonly string[],
  spreads: readonly ValueSpread[],
): SourceBlock[] {
  const blocks = new Map<string, { source: string; columns: number[]; nominal: boolean }>();
  provenance.forEach(({ sources, column, category }, j) => {
    const source = column ?? (sources.length === 1 ? sources[0]! : names[j]!);
    const nominal = hasTwoValues(spreads[j]!);
    const key = nominal && category !== undefined ? `nominal ${source}` : `column ${j}`;
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, { source, columns: [j], nominal });
    else block.columns.push(j);
  });
  return [...blocks.values()];
}
