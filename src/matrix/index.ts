export { allFinite } from "./all-finite.js";
export { type Block, idOf, sliceBlock } from "./block.js";
export {
  type ColumnStore,
  concatStores,
  isCoded,
  isIdentity,
  missingCodeOf,
  plainStore,
  readValues,
  sameWords,
  sliceStore,
  storeLike,
  takeStore,
  valueAt,
} from "./column-store.js";
export { contiguousRows, type StoredTogether, storedTogether } from "./contiguous-rows.js";
export { copyValues } from "./copy-values.js";
export type { MatrixShape, Numbers } from "./dense-rows.js";
export { concatRows, FeatureMatrix, isDense, isFeatureMatrix, type MatrixLike } from "./feature-matrix.js";
export { JoinedRows } from "./joined-rows.js";
export { type Label, type Labels, type LabelVector, labelAt } from "./label.js";
export { missingShares } from "./missing-shares.js";
export {
  type ColumnPlan,
  conformStore,
  copiedCodes,
  emptyMatrix,
  materialized,
  narrowest,
  newStore,
  plainRow,
  plainStorage,
  planOf,
  STORAGE_NAMES,
  type StorageName,
  storageOf,
  wider,
  withMissing,
} from "./plan.js";
export { shared } from "./shared.js";
export { allocate, isShared, SHAREABLE } from "./shared-memory.js";
export type { Codes, Floats, Store } from "./store.js";
export type { Origin, StoredRows } from "./stored-rows.js";
export { connectTables, isTable, type TableBridge, type TableShape } from "./table-bridge.js";
export { markValid, type Validity, validity } from "./validity.js";
