import {
  type Block,
  type Columns,
  columnsOf,
  fromTransfer,
  sharedTransfer,
  type TransferBlock,
} from "../../engine/rows/index.js";
import { FeatureMatrix, type Origin, planOf } from "../../matrix/index.js";

/** Rows on their way to workers that fit: the values in memory that both see, names and origins beside them. */
export interface SentRows {
  readonly transfer: TransferBlock;
  readonly columns: Columns;
  readonly provenance: readonly Origin[];
}

/** Rows that can be sent; they are copied once where workers do not see them yet. */
export async function sentRows(block: Block): Promise<SentRows> {
  const columns = columnsOf(planOf(block.x));
  return { transfer: await sharedTransfer(block, columns), columns, provenance: block.x.provenance };
}

/** The rows that were sent. */
export function receivedRows({ transfer, columns, provenance }: SentRows): Block {
  const block = fromTransfer(transfer, columns);
  const { rows, columns: names, stores } = block.x;
  return { ...block, x: new FeatureMatrix(rows, names, stores, provenance) };
}
