export { binRows } from "./bin-rows.js";
export { BoostingBlock, FIRST_BIN } from "./block-boosting.js";
export { type BoostArgs, boostGroup } from "./boost-group.js";
export { allowedFeatures, type Boosted, type BoostingRows, type BoostingRules } from "./boosting.js";
export { faultOfTrees } from "./check-trees.js";
export { type ClassRows, type ClassTreeRules, growClassTree, leafOfColumns } from "./class-tree.js";
export { type ColumnBins, MAX_BINS } from "./column-bins.js";
export {
  ALL_ROWS,
  DistantGrowth,
  histogramSpace,
  histogramWords,
  NO_ROWS,
  setCovers,
  type WantedSums,
} from "./distant-growth.js";
export { COUNTED_VALUES, type Distinct, distinctOfSample, fromPairs, sampler } from "./distinct.js";
export { type BinOptions, binsOf, findBins } from "./find-bins.js";
export { type ForestContext, type ForestTree, forestTree } from "./forest-tree.js";
export { BLOCK_ROWS, type Growth, growTree } from "./grow.js";
export { flatTrees, type GrownTree } from "./grown-tree.js";
export type { GrowRules } from "./leaf.js";
export { boostingLoss } from "./losses.js";
export { type PackedTrees, packTrees, unpackTrees } from "./packed-trees.js";
export { packGradients, type Units, unitsOf } from "./quantize.js";
export { type ScoreTrees, scoreContributions } from "./score-contributions.js";
export { type CategoryColumn, joinTrees, leafAt, SET_WORDS, type Trees, usedColumns } from "./trees.js";
export { makeMemory, openWorkspace, type Plan, type Workspace } from "./workspace.js";
