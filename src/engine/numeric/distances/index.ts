export { comparer, comparerWords, lanesOf, type Scores, scoresOf } from "./comparer.js";
export { rowsTogether } from "./contiguous-rows.js";
export { nearestCentre, squaredDistance } from "./nearest.js";
export { packingOf, type RowPacking, TILE, tileBytes } from "./packed-rows.js";
export { squaredDistances } from "./squared-distances.js";
