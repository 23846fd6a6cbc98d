export { addParts, type Fold, type Parts, type RowState, type Shape } from "./fold.js";
export { moments } from "./moments.js";
export { type PassOptions, runFold } from "./run-fold.js";
