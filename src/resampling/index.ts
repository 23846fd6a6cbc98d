export { DropSparseRows, type DropSparseRowsOptions } from "./drop-sparse-rows.js";
