export { allFinite } from "./all-finite.js";
export {
  type Codes,
  type ColumnStore,
  concatStores,
  type Floats,
  isCoded,
  isIdentity,
  missingCodeOf,
  plainStore,
  readValues,
  type Store,
  sameWords,
  sliceStore,
  storeLike,
  takeStore,
  valueAt,
} from "./column-store.js";
export { contiguousRows } from "./contiguous-rows.js";
export { copyValues } from "./copy-values.js";
export { concatRows, FeatureMatrix, isDense, isFeatureMatrix, type Origin } from "./feature-matrix.js";
export { JoinedRows } from "./joined-rows.js";
export { type Label, type Labels, type LabelVector, labelAt } from "./label.js";
export type { MatrixLike, MatrixShape, Numbers } from "./matrix-like.js";
export { missingShares } from "./missing-shares.js";
export {
  type ColumnPlan,
  conformStore,
  copiedCodes,
  emptyMatrix,
  isStorageName,
  materialized,
  narrowest,
  newStore,
  plainRow,
  plainStorage,
  planOf,
  type StorageName,
  storageOf,
  wider,
  withMissing,
} from "./plan.js";
export { shared } from "./shared.js";
export { allocate, isShared, SHAREABLE } from "./shared-memory.js";
export { connectTables, isTable, type TableBridge, type TableShape } from "./table-bridge.js";
export { markValid, type Validity, validity } from "./validity.js";
