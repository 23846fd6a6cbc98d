export { isReference, type Kernels, kernels, useReference } from "./kernels.js";
export { Scratch } from "./scratch.js";
