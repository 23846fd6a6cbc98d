export { type Block, idOf, sliceBlock } from "../../matrix/block.js";
export { breather, inTurns } from "../threads/yield-to-event-loop.js";
export { type CollectOptions, collect } from "./collect.js";
export {
  batchSource,
  conformBlock,
  joinBlocks,
  memorySource,
  type RowSource,
  recut,
  repeatRows,
  takeRows,
  through,
  unprocessed,
} from "./row-source.js";
export { type Columns, columnsOf, fromWire, Slot, sharedWire, toWire, type WireBlock } from "./transfer.js";
export { type Transformed, type TransformOptions, transformRows } from "./transform-rows.js";
export { type RowsContext, type RowsPiece, runRows } from "./transform-task.js";
