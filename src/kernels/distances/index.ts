export { comparer, comparerWords, lanesOf, type Scores, scoresOf } from "./comparer.js";
export { nearestCentre, squaredDistance } from "./nearest.js";
export { packingOf, type RowPacking, TILE, tileBytes } from "./packed-rows.js";
export { rowsTogether } from "./rows-together.js";
export { squaredDistances } from "./squared-distances.js";
