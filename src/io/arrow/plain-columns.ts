import type { Data } from "apache-arrow";
import { makeData } from "apache-arrow/data";
import { Precision } from "apache-arrow/enum";
import { Field } from "apache-arrow/schema";
import { DataType, Float32, Float64, Utf8 } from "apache-arrow/type";
import { isUtf8View, plainData } from "../../table/index.js";
import { UnsupportedArrow } from "./load-columns.js";

/** A field as its column is given: numbers of 16 bits as Float32, decimals as Float64, text that is stored as views as Utf8. */
export function plainField(field: Field): Field {
  const type = plainType(field.type);
  return type === field.type ? field : new Field(field.name, type, field.nullable, field.metadata);
}

function plainType(type: DataType): DataType {
  if (DataType.isFloat(type) && type.precision === Precision.HALF) return new Float32();
  if (isUtf8View(type)) return new Utf8();
  return DataType.isDecimal(type) ? new Float64() : type;
}

/** The values to that. @throws UnsupportedArrow for a decimal that a number does not hold; RangeError where text lies outside. */
export function plainValues(name: string, data: Data): Data {
  return DataType.isDecimal(data.type) ? decimals(name, data) : plainData(data);
}

/** Two's complement of 128 bits (or as many as there are), lowest first, over a power of ten. */
function decimals(name: string, data: Data): Data {
  const { length, nullCount, nullBitmap } = data;
  const { scale, bitWidth } = data.type as DataType & { scale: number; bitWidth: number };
  const words = data.values as Uint32Array;
  const each = bitWidth / 32;
  const power = 10 ** scale;
  const values = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    let unscaled = BigInt.asIntN(32, BigInt(words[row * each + each - 1]!));
    for (let k = each - 2; k >= 0; k--) unscaled = (unscaled << 32n) | BigInt(words[row * each + k]!);
    const number = Number(unscaled);
    if (!Number.isSafeInteger(number) && data.getValid(row))
      throw new UnsupportedArrow(
        `column "${name}", which holds a decimal of ${String(unscaled).replace("-", "").length} digits that no number holds exactly; store it as text`,
      );
    values[row] = number / power;
  }
  return makeData({ type: new Float64(), length, nullCount, nullBitmap, data: values } as never);
}
