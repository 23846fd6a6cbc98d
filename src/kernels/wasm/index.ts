export { isReference, type Kernels, kernels, treeKernelsOver, useReference } from "./kernels.js";
export { Scratch } from "./scratch.js";
