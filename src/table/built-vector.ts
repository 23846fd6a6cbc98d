import type { Builder, Vector } from "apache-arrow";
import { makeBuilder } from "apache-arrow/factories";
import { DataType } from "apache-arrow/type";

/**
 * A vector of a type, of values as Arrow gives or takes them; null where there is none. Arrow's `vectorFromArray` compiles a function that knows nulls,
 * which a page whose policy forbids `eval` may not do, and reads the lists that a vector gives as if they were empty.
 */
export function builtVector<T extends DataType>(values: Iterable<unknown>, type: T): Vector<T> {
  const builder = makeBuilder({ type, nullValues: null });
  knowNulls(builder);
  for (const value of values) builder.append(taken(value, type) as T["TValue"]);
  return builder.finish().toVector();
}

/** A builder without words for null takes every value; children are of lists and structs. */
function knowNulls(builder: Builder): void {
  builder.isValid = (value: unknown) => value !== null && value !== undefined;
  for (const child of builder.children) knowNulls(child);
}

/** A value as builders take it: lists as arrays, whatever they were read as. */
function taken(value: unknown, type: DataType): unknown {
  if (value === null || value === undefined) return null;
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) {
    const items = type.children[0]!.type;
    return Array.from(value as Iterable<unknown>, (item) => taken(item, items));
  }
  if (!DataType.isStruct(type)) return value;
  return Object.fromEntries(
    type.children.map(({ name, type: own }) => [name, taken((value as Readonly<Record<string, unknown>>)[name], own)]),
  );
}
