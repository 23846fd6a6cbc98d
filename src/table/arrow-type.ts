/** Names of types in Arrow's format. */
type TypeName =
  | "Dictionary"
  | "Null"
  | "Int"
  | "Float"
  | "Binary"
  | "Utf8"
  | "Bool"
  | "Decimal"
  | "Date"
  | "Time"
  | "Timestamp"
  | "Interval"
  | "List"
  | "Struct"
  | "Union"
  | "FixedSizeBinary"
  | "FixedSizeList"
  | "Map"
  | "Duration"
  | "LargeBinary"
  | "LargeUtf8";

/**
 * Numbers of the types in Arrow's format (Schema.fbs, and -1 as the JavaScript library marks dictionaries), so that what only reads a Table needs no
 * code of Arrow.
 */
export const Type: Readonly<Record<TypeName, number>> = {
  Dictionary: -1,
  Null: 1,
  Int: 2,
  Float: 3,
  Binary: 4,
  Utf8: 5,
  Bool: 6,
  Decimal: 7,
  Date: 8,
  Time: 9,
  Timestamp: 10,
  Interval: 11,
  List: 12,
  Struct: 13,
  Union: 14,
  FixedSizeBinary: 15,
  FixedSizeList: 16,
  Map: 17,
  Duration: 18,
  LargeBinary: 19,
  LargeUtf8: 20,
};
