export { DropSparseRows, type DropSparseRowsOptions } from "./drop-sparse-rows.js";
export { RandomOverSampler, type RandomSamplerOptions } from "./random-over-sampler.js";
export { RandomUnderSampler } from "./random-under-sampler.js";
export { Smote, type SmoteOptions } from "./smote/index.js";
