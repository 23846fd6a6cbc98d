import type {
  EncodeOperation,
  FillOperation,
  IndicatorsOperation,
  NullifyOperation,
  OneHotCode,
  SelectOperation,
  TableCode,
} from "../../program.js";
import type { CaseArm, Column } from "../column.js";
import type { SqlContext } from "../context.js";
import type { Translate } from "./translate.js";

/** Whole numbers beyond this are none that float32 holds. */
const LARGEST_SINGLE = 16_777_216;

export const select: Translate<SelectOperation> = ({ positions }, columns) => positions.map((j) => columns[j]!);

export const nullify: Translate<NullifyOperation> = ({ values }, columns, context) =>
  columns.map((column, j) => {
    const matches = literals(column, values[j]!, context);
    if (matches.length === 0) return column;
    const plain = context.plain(column);
    const { sql } = plain;
    const made = context.query.define(`CASE WHEN ${context.isOneOf(sql, matches)} THEN NULL ELSE ${sql} END`);
    return plain.kind === "text" ? { kind: "text", words: plain.words, sql: made } : { ...plain, sql: made };
  });

/** Values that a program knows by numbers, as literals; a word that the column does not know is none. */
function literals(column: Column, values: Float64Array, context: SqlContext): string[] {
  return Array.from(values).flatMap((value) => (Number.isNaN(value) ? [] : (context.literal(column, value) ?? [])));
}

export const fill: Translate<FillOperation> = ({ values, words }, columns, context) =>
  columns.map((column, j) => {
    const value = values[j]!;
    const labels = words.get(j)?.labels;
    if (column.kind === "text") {
      const known = labels ?? column.words;
      const word = Number.isNaN(value) ? undefined : known[value];
      const sql =
        word === undefined ? column.sql : context.query.define(`COALESCE(${column.sql}, ${context.word(word)})`);
      return { kind: "text", words: known, sql };
    }
    if (Number.isNaN(value)) return column;
    const number = context.number(column);
    const { sql } = context.define(`COALESCE(${number.sql}, ${context.dialect.number(value)})`);
    return { kind: "number", sql, whole: number.whole === true && Number.isInteger(value) };
  });

export const indicators: Translate<IndicatorsOperation> = ({ positions }, columns, context) => [
  ...columns,
  ...positions.map(
    (j): Column => ({ kind: "cases", sql: context.plain(columns[j]!).sql, arms: [], missing: 1, other: 0 }),
  ),
];

export const encode: Translate<EncodeOperation> = ({ codes, single }, columns, context) =>
  codes.flatMap((code): readonly Column[] => {
    const column = columns[code.from]!;
    if (code.kind === "pass") return [single ? passed(column, context) : context.number(column)];
    if (code.kind === "days")
      return [context.define(`FLOOR(${context.number(column).sql} / ${context.dialect.number(86_400_000)})`)];
    return code.kind === "oneHot" ? oneHot(code, column, context) : table(code, column, context, single);
  });

/** Rounded to float32, but for columns that the model knows as small whole numbers, and for large whole numbers, which are codes. */
function passed(column: Column, context: SqlContext): Column {
  const number = context.number(column);
  if (number.whole === true) return number;
  const { sql } = number;
  const n = context.dialect.number;
  const isLarge = `(${sql} > ${n(LARGEST_SINGLE)} OR ${sql} < ${n(-LARGEST_SINGLE)}) AND ${sql} = FLOOR(${sql})`;
  return context.define(`CASE WHEN ${isLarge} THEN ${sql} ELSE ${context.rounded(number).sql} END`);
}

function oneHot({ values, outputs, width, missing, other }: OneHotCode, column: Column, context: SqlContext): Column[] {
  const { sql } = context.plain(column);
  return Array.from({ length: width }, (_, k): Column => {
    const turns = (output: number): number => (output === -2 ? Number.NaN : output === k ? 1 : 0);
    const arms = Array.from(values).flatMap((value, v): CaseArm[] => {
      const match = context.literal(column, value);
      return match === undefined ? [] : [{ match, value: turns(outputs[v]!) }];
    });
    return { kind: "cases", sql, arms, missing: turns(missing), other: turns(other) };
  });
}

function table(code: TableCode, column: Column, context: SqlContext, single: boolean): Column[] {
  const { sql } = context.plain(column);
  const round = (value: number): number => (single ? Math.fround(value) : value);
  return Array.from({ length: code.width }, (_, k): Column => {
    const arms = Array.from(code.values).flatMap((value, v): CaseArm[] => {
      const match = context.literal(column, value);
      return match === undefined ? [] : [{ match, value: round(code.numbers[v * code.width + k]!) }];
    });
    const other = code.refuseOther ? Number.NaN : round(code.other[k]!);
    return { kind: "cases", sql, arms, missing: round(code.missing[k]!), other };
  });
}
