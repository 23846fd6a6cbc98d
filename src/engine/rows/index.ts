export { type Block, idOf, sliceBlock } from "../../matrix/index.js";
export { runWithYields, yieldToEventLoop } from "../threads/index.js";
export { type CollectOptions, collect } from "./collect.js";
export { pickRows } from "./pick-rows.js";
export {
  baseOf,
  batchSource,
  conformBlock,
  joinBlocks,
  mapRows,
  memorySource,
  type RemoteArrays,
  type RemotePass,
  type RemoteRows,
  type RemoteSummary,
  type RowSource,
  recut,
  repeatRows,
  takeRows,
} from "./row-source.js";
export {
  type Columns,
  columnsOf,
  fromTransfer,
  sharedTransfer,
  type TransferBlock,
  TransferBuffer,
  toTransfer,
} from "./transfer.js";
export { type Transformed, type TransformOptions, transformRows } from "./transform-rows.js";
export { type RowsContext, type RowsPiece, runRows } from "./transform-task.js";
