import { needsMemory } from "../../table/index.js";

/** Refuses an estimator that reads all rows into memory to learn, before rows on a cluster are stored for it. */
export function refuseInMemory(estimator: { inMemoryKind(): string | undefined }): void {
  const kind = estimator.inMemoryKind();
  if (kind !== undefined) throw needsMemory(`${kind}.fit`);
}
