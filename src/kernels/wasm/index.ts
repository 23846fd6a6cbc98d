export { isReference, type Kernels, kernels, kernelsOver, useReference } from "./kernels.js";
export { Scratch } from "./scratch.js";
