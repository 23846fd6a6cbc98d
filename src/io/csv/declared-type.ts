import type { ColumnType } from "./column-type.js";

/** Type numbers of the Arrow format (Schema.fbs) that a CSV column may have. */
const TYPES: ReadonlyMap<number, ColumnType> = new Map([
  [2, "number"],
  [3, "float"],
  [5, "text"],
  [6, "boolean"],
  [8, "date"],
  [10, "date"],
  [20, "text"],
]);

/** The type to declare for a column that had an Arrow type before; a dictionary counts as what it holds. */
export function columnTypeOf(type: unknown): ColumnType | undefined {
  if (typeof type !== "object" || type === null || !("typeId" in type)) return undefined;
  if ("dictionary" in type) return columnTypeOf(type.dictionary);
  return TYPES.get(type.typeId as number);
}
