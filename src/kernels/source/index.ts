export { type Block, idOf, sliceBlock } from "./block.js";
export { breather } from "./breathe.js";
export {
  batchSource,
  collect,
  conformBlock,
  joinBlocks,
  memorySource,
  type RowSource,
  recut,
  repeatRows,
  takeRows,
  through,
} from "./row-source.js";
