import { KindredError } from "../../errors/index.js";

/** What a Parquet column is read as. */
export type ParquetType = "number" | "text" | "boolean" | "date" | "timestamp" | "utcTimestamp";

/** What a file's schema says of one column, as far as reading needs it. */
export interface SchemaElement {
  readonly name: string;
  readonly type?: string;
  readonly converted_type?: string;
  readonly logical_type?: { readonly type: string; readonly isAdjustedToUTC?: boolean };
  readonly num_children?: number;
  readonly repetition_type?: string;
}

/** The type of a column. @throws KindredError for what is no plain column of numbers, text, truth values or moments. */
export function parquetType(element: SchemaElement, where: string): ParquetType {
  const { type, converted_type: converted, logical_type: logical } = element;
  const says = logical?.type ?? converted ?? "";
  const nested = (element.num_children ?? 0) > 0 || element.repetition_type === "REPEATED";
  if (!nested) {
    if (says === "DATE") return "date";
    if (says.startsWith("TIMESTAMP"))
      return (logical?.isAdjustedToUTC ?? converted !== undefined) ? "utcTimestamp" : "timestamp";
    if (type === "INT96") return "timestamp";
    if (type === "BOOLEAN") return "boolean";
    if (says === "DECIMAL" || type === "INT32" || type === "INT64" || type === "FLOAT" || type === "DOUBLE")
      return says.startsWith("TIME") ? refuse(element, says, where) : "number";
    if (type === "BYTE_ARRAY" && ["", "STRING", "UTF8", "ENUM", "JSON"].includes(says)) return "text";
  }
  return refuse(element, nested ? "nested" : says || String(type), where);
}

function refuse({ name }: SchemaElement, what: string, where: string): never {
  throw new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: `column "${name}" is ${what === "nested" ? "nested" : `of type ${what}`}`,
    fix: "Choose columns of numbers, text, booleans, dates or timestamps with `columns`",
    column: name,
    got: what,
  });
}
