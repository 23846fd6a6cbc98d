import { KindredError } from "../../errors/index.js";
import type { NumberForm } from "./numbers.js";

/** What a file's schema says of one column, as far as reading needs it. */
export interface SchemaElement {
  readonly name: string;
  readonly type?: string;
  readonly type_length?: number;
  readonly converted_type?: string;
  readonly logical_type?: {
    readonly type: string;
    readonly isAdjustedToUTC?: boolean;
    readonly isSigned?: boolean;
    readonly unit?: unknown;
    readonly scale?: number;
  };
  readonly scale?: number;
  readonly num_children?: number;
  readonly repetition_type?: string;
}

/** How a column is read. @throws KindredError for what is no plain column of numbers, text, truth values or moments. */
export function parquetType(element: SchemaElement, where: string): NumberForm {
  const { type, converted_type: converted, logical_type: logical } = element;
  const says = logical?.type ?? converted ?? "";
  const nested = (element.num_children ?? 0) > 0 || element.repetition_type === "REPEATED";
  if (!nested) {
    if (says === "DATE") return { type: "date" };
    if (says.startsWith("TIMESTAMP")) {
      const utc = logical?.isAdjustedToUTC ?? converted !== undefined;
      return { type: utc ? "utcTimestamp" : "timestamp", unit: unitOf(element) };
    }
    if (type === "INT96") return { type: "timestamp", unit: "nanos" };
    if (type === "BOOLEAN") return { type: "boolean" };
    if (says === "DECIMAL") return { type: "number", scale: logical?.scale ?? element.scale ?? 0 };
    if (type === "INT32" || type === "INT64") {
      if (says.startsWith("TIME")) return refuse(element, says, where);
      return { type: "number", unsigned: says.startsWith("UINT") || logical?.isSigned === false };
    }
    if (type === "FLOAT" || type === "DOUBLE") return { type: "number" };
    if (type === "BYTE_ARRAY" && ["", "STRING", "UTF8", "ENUM", "JSON"].includes(says)) return { type: "text" };
    if (type === "FIXED_LEN_BYTE_ARRAY" && says === "UUID" && element.type_length === 16) return { type: "uuid" };
  }
  return refuse(element, nested ? "nested" : says || String(type), where);
}

function unitOf({ converted_type: converted, logical_type: logical }: SchemaElement): NumberForm["unit"] {
  const says = JSON.stringify(logical?.unit ?? converted ?? "").toLowerCase();
  return says.includes("nano") ? "nanos" : says.includes("micro") ? "micros" : "millis";
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
