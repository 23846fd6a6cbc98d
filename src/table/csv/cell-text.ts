import type { Data, Field } from "apache-arrow";
import { DataType } from "apache-arrow/type";
import { Vector } from "apache-arrow/vector";
import { KindredError } from "../../errors/index.js";
import { isUtf8View } from "../plain-data.js";

/** How cells are written. */
export interface CellStyle {
  /** Put an apostrophe before text that a spreadsheet would take for a formula? */
  readonly escapeFormulas: boolean;
  readonly separator: string;
  readonly quote: string;
  readonly decimal: string;
}

/** Writes the cell of a row; "" for a missing one. */
export type CellWriter = (row: number) => string;

/** What spreadsheets take for the beginning of a formula; a tab and a carriage return are dropped before it. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** A text as a cell: a quoted one where a reader would not get it back otherwise. @throws KindredError where it holds a NUL byte. */
export function textCell(word: string, column: string, style: CellStyle): string {
  if (word.includes("\0"))
    throw new KindredError({
      code: "INVALID_INPUT",
      where: "writeCsv",
      problem: `column "${column}" holds a text with a NUL byte, ${JSON.stringify(word.slice(0, 40))}, which no CSV reader takes`,
      fix: "Take it out, or write Arrow with writeArrow",
      column,
      got: word,
    });
  return quoted(style.escapeFormulas && FORMULA.test(word) ? `'${word}` : word, style);
}

function quoted(word: string, { separator, quote }: CellStyle): string {
  const plain =
    word !== "" &&
    !word.includes(separator) &&
    !word.includes(quote) &&
    !word.includes("\n") &&
    !word.includes("\r") &&
    word.charCodeAt(0) !== 0xfeff;
  return plain ? word : quote + word.replaceAll(quote, quote + quote) + quote;
}

/** The writer of one column of one batch. */
export function cellWriter(field: Field, data: Data, style: CellStyle): CellWriter {
  const write = valueWriter(field, data, style);
  return data.nullCount === 0 ? write : (row) => (data.getValid(row) ? write(row) : "");
}

function valueWriter(field: Field, data: Data, style: CellStyle): CellWriter {
  const { type } = field;
  const { values } = data;
  const vector = new Vector([data]);
  if (DataType.isDictionary(type)) {
    // Each word is quoted once, not once a row.
    const words: (string | undefined)[] = [];
    const dictionary = data.dictionary!;
    const inner = cellWriter({ ...field, type: type.dictionary } as Field, dictionary.data[0]!, style);
    const single = dictionary.data.length === 1;
    return (row) => {
      const code = Number(values[row]);
      words[code] ??= single ? inner(code) : textCell(String(dictionary.get(code) ?? ""), field.name, style);
      return words[code]!;
    };
  }
  if (DataType.isInt(type)) return (row) => String(values[row]);
  if (DataType.isFloat(type) && type.precision === 1) {
    // The shortest decimal that rounds to the same 32 bits.
    return (row) => decimal(shortest(values[row] as number), style);
  }
  if (DataType.isFloat(type)) return (row) => decimal(String(vector.get(row)), style);
  if (DataType.isBool(type)) return (row) => String(vector.get(row));
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || isUtf8View(type))
    return (row) => textCell(vector.get(row) as string, field.name, style);
  if (DataType.isDate(type)) return (row) => quoted(dayText(Number(vector.get(row))), style);
  if (DataType.isTimestamp(type)) {
    const zone = type.timezone ? "Z" : "";
    const stamps = values as BigInt64Array;
    const { unit } = type;
    return (row) => quoted(timestampText(stamps[row]!, unit) + zone, style);
  }
  if (DataType.isNull(type)) return () => "";
  throw new KindredError({
    code: "UNSUPPORTED",
    where: "writeCsv",
    problem: `column "${field.name}" is of type ${String(type)}, which has no CSV form`,
    fix: "Drop the column, or write Arrow with writeArrow",
    column: field.name,
  });
}

function decimal(word: string, style: CellStyle): string {
  if (word === "NaN") return "";
  return style.decimal === "." ? word : quoted(word.replace(".", style.decimal), style);
}

/** The shortest decimal that gives back the same single-precision number. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const word = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(word)) === value) return word;
  }
  return String(Number(value.toPrecision(9)));
}

function dayText(time: number): string {
  const text = new Date(time).toISOString();
  return time % 86_400_000 === 0 ? text.slice(0, -14) : text.slice(0, -1);
}

/** Units of a second, by the number of the unit. */
const UNITS: readonly bigint[] = [1n, 1000n, 1_000_000n, 1_000_000_000n];

/** A moment with as many digits of a second as its unit has, three at least. */
function timestampText(stamp: bigint, unit: number): string {
  const each = UNITS[unit]!;
  const rest = ((stamp % each) + each) % each;
  const seconds = (stamp - rest) / each;
  const digits = unit === 0 ? "000" : String(rest).padStart(unit * 3, "0");
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, -5)}.${digits}`;
}
