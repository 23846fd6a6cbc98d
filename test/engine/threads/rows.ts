import { Random } from "../../../src/engine/numeric/random/index.js";
import { type Block, batchSource, type RowSource, sliceBlock } from "../../../src/engine/rows/index.js";
import { FeatureMatrix } from "../../../src/index.js";
import { planOf } from "../../../src/matrix/index.js";

/** Rows of normal numbers, with weights. */
export function normalRows(rows: number, columns: number): Block {
  const random = new Random(1);
  const values = (draw: () => number): Float64Array => Float64Array.from({ length: rows }, draw);
  const x = FeatureMatrix.fromColumns(
    Object.fromEntries(Array.from({ length: columns }, (_, j) => [`x${j}`, values(() => random.normal())])),
  );
  return { x, w: values(() => random.uniform()), row: 0 };
}

/** A block as a source that is read in batches of some size. */
export function inBatches(block: Block, size: number): RowSource {
  const { x } = block;
  return batchSource(planOf(x), x.provenance, x.rows, async function* () {
    for (let from = 0; from < x.rows; from += size) yield sliceBlock(block, from, Math.min(x.rows, from + size));
  });
}
