import type { RecodedColumn, RecodeOperation, Recoding } from "../../program.js";
import type { CasesColumn, Column } from "../column.js";
import type { SqlContext } from "../context.js";
import { datePart } from "./dates.js";
import type { Translate } from "./translate.js";

export const recode: Translate<RecodeOperation> = ({ columns: made }, columns, context) =>
  made.map((column) => recoded(column, columns[column.from]!, context));

function recoded({ recoding, labels }: RecodedColumn, column: Column, context: SqlContext): Column {
  if (recoding === undefined) return column;
  if (recoding.kind === "table" && !recoding.keep) {
    const cases = tableOf(recoding, column, context);
    return labels === undefined ? cases : worded(cases, labels, context);
  }
  const plain = context.number(column);
  if (recoding.kind === "ranges") {
    const { from, to, results } = recoding;
    const literal = (result: number, k: number): string =>
      Number.isNaN(result)
        ? "NULL"
        : labels !== undefined
          ? context.word(labels[result]!)
          : k === 0
            ? context.dialect.double(result)
            : context.dialect.number(result);
    const whens = Array.from(results, (result, k) => {
      const within = between(plain.sql, from[k]!, to[k]!, context);
      return `WHEN ${within} THEN ${literal(result, k)}`;
    });
    const sql = context.query.define(
      whens.length === 0 ? context.dialect.double(Number.NaN) : `CASE ${whens.join(" ")} END`,
    );
    return labels === undefined ? { kind: "number", sql } : { kind: "text", sql, words: labels };
  }
  return { kind: "number", sql: arithmetic(recoding, plain.sql, context) };
}

function between(sql: string, from: number, to: number, { dialect }: SqlContext): string {
  const parts = [
    ...(from === Number.NEGATIVE_INFINITY ? [] : [`${sql} >= ${dialect.number(from)}`]),
    ...(to === Number.POSITIVE_INFINITY ? [] : [`${sql} <= ${dialect.number(to)}`]),
  ];
  return parts.length === 0 ? `${sql} IS NOT NULL` : parts.join(" AND ");
}

type Table = Extract<Recoding, { readonly kind: "table" }>;

function tableOf({ values, results }: Table, column: Column, context: SqlContext): CasesColumn {
  const { sql } = context.plain(column);
  // The last of equal values holds.
  const last = new Map(Array.from(values, (value, k) => [value, results[k]!]));
  const arms = [...last].flatMap(([value, result]) => {
    const match = context.literal(column, value);
    return match === undefined ? [] : [{ match, value: result }];
  });
  return { kind: "cases", sql, arms, missing: Number.NaN, other: Number.NaN };
}

function worded(cases: CasesColumn, labels: readonly string[], context: SqlContext): Column {
  const sql = context.query.define(context.cases(cases, (result) => context.word(labels[result]!)));
  return { kind: "text", sql, words: labels };
}

function arithmetic(
  recoding: Exclude<Recoding, { readonly kind: "ranges" }>,
  sql: string,
  context: SqlContext,
): string {
  const { dialect } = context;
  const n = dialect.number;
  const define = (expression: string): string => context.define(expression).sql;
  switch (recoding.kind) {
    case "table": {
      const last = new Map(Array.from(recoding.values, (value, k) => [value, recoding.results[k]!]));
      const whens = [...last].map(([value, result]) => `WHEN ${sql} = ${n(value)} THEN ${n(result)}`);
      return whens.length === 0 ? sql : define(`CASE ${whens.join(" ")} ELSE ${sql} END`);
    }
    case "number":
      return sql;
    case "tens":
    case "units": {
      const tens = define(`CASE WHEN ${sql} >= ${n(0)} AND ${sql} = FLOOR(${sql}) THEN FLOOR(${sql} / ${n(10)}) END`);
      return recoding.kind === "tens" ? tens : define(`${sql} - ${n(10)} * ${tens}`);
    }
    case "reverse": {
      const { from, to } = recoding;
      return define(`CASE WHEN ${between(sql, from, to, context)} THEN ${n(from + to)} - ${sql} END`);
    }
    case "recency": {
      const { oldest, never } = recoding;
      const nothing =
        never.length === 0
          ? ""
          : `WHEN ${context.isOneOf(
              sql,
              Array.from(never, (value) => n(value)),
            )} THEN ${dialect.double(0)} `;
      return define(`CASE ${nothing}WHEN ${between(sql, 1, oldest, context)} THEN ${n(oldest + 1)} - ${sql} END`);
    }
    case "datePart":
      return datePart(sql, recoding.part, context);
    case "daysBefore":
      return define(`${n(recoding.day)} - FLOOR(${sql} / ${n(86_400_000)})`);
  }
}
