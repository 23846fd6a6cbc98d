export { type CsvKernels, csvKernels, releaseCsvKernels } from "./csv-kernels.js";
export { isReference, type Kernels, kernels, treeKernelsOver, useReference } from "./kernels.js";
export { type ColumnView, ONES, PackedColumns } from "./packed-columns.js";
export { Scratch } from "./scratch.js";
