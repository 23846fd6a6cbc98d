export { Dependence } from "./dependence.js";
export type { ExplainableClassifier } from "./explainable.js";
export type { GridOptions, GridValue } from "./grid.js";
export { type ColumnImportance, Importances } from "./importances.js";
export { type DependenceOptions, partialDependence } from "./partial-dependence.js";
export { type PermutationOptions, permutationImportance } from "./permutation-importance.js";
