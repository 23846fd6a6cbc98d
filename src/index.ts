export * from "./errors/index.js";
export * from "./estimator/index.js";
export * from "./matrix/index.js";
export * from "./persistence/index.js";
export * from "./pipeline/index.js";
export * from "./preprocessing/index.js";
export * from "./registry.js";
export { Schema, type Source } from "./table/index.js";
