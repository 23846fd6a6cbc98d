export { comparer, comparerWords, lanesOf, type Scores, scoresOf } from "./comparer.js";
export { nearestCentroid, squaredDistance } from "./nearest.js";
export { plainPackedRows, type RowPacking, rowPacking, TILE, tileBytes } from "./packed-rows.js";
export { squaredDistances } from "./squared-distances.js";
