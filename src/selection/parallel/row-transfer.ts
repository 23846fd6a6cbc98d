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
export interface TransferredRows {
  readonly transfer: TransferBlock;
  readonly columns: Columns;
  readonly provenance: readonly Origin[];
}

/** Rows that can be sent; they are copied once where workers do not see them yet. */
export async function transferRows(block: Block): Promise<TransferredRows> {
  const columns = columnsOf(planOf(block.x));
  return { transfer: await sharedTransfer(block, columns), columns, provenance: block.x.provenance };
}

/** The rows that were sent. */
export function receiveRows({ transfer, columns, provenance }: TransferredRows): Block {
  const block = fromTransfer(transfer, columns);
  const { rows, columns: names, stores } = block.x;
  return { ...block, x: new FeatureMatrix(rows, names, stores, provenance) };
}
