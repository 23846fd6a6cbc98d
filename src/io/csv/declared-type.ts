import type { ColumnType } from "./column-type.js";
import type { SchemaField } from "./options.js";

/** What a column may be declared to be inside this folder: a type, or cells that are all missing. */
export type DeclaredType = ColumnType | "empty";

/** The key in a field's metadata that says: the column had no values, so its type says nothing. */
export const EMPTY_COLUMN = "kindred:empty";

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

/** The type to declare for a column of an earlier table; undefined where that had no values, or another type. */
export function declaredTypeOf({ type, metadata }: SchemaField): ColumnType | undefined {
  return metadata?.get(EMPTY_COLUMN) === undefined ? columnTypeOf(type) : undefined;
}

/** A dictionary counts as what it holds. */
function columnTypeOf(type: unknown): ColumnType | undefined {
  if (typeof type !== "object" || type === null || !("typeId" in type)) return undefined;
  if ("dictionary" in type) return columnTypeOf(type.dictionary);
  return TYPES.get(type.typeId as number);
}
