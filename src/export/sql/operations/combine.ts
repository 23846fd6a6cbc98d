import type { Combination, CombineOperation } from "../../program.js";
import type { Column } from "../column.js";
import type { SqlContext } from "../context.js";
import { balancedSum } from "../linear.js";
import { extreme } from "./arithmetic.js";
import type { Translate } from "./translate.js";

export const combine: Translate<CombineOperation> = ({ keep, columns: made }, columns, context) => {
  const all: Column[] = [...columns];
  for (const { parts, combination } of made) {
    const given = parts.map((position) => context.number(all[position]!).sql);
    all.push(context.define(combined(combination, given, context)));
  }
  return [...keep.map((j) => all[j]!), ...all.slice(columns.length)];
};

function combined(combination: Combination, parts: readonly string[], context: SqlContext): string {
  const { dialect } = context;
  const [a, b] = parts as [string, string];
  const zero = dialect.number(0);
  switch (combination.kind) {
    case "difference":
      return finite(`(${a} - ${b}) / ${dialect.double(combination.unit)}`, context);
    case "ratio": {
      const over = Number.isNaN(combination.zero)
        ? ""
        : `WHEN ${b} = ${zero} AND ${a} IS NOT NULL THEN ${dialect.double(combination.zero)} `;
      return finite(`CASE ${over}WHEN ${b} <> ${zero} THEN ${a} / ${b} END`, context);
    }
    case "compare": {
      const by = combination.by === "!=" ? "<>" : combination.by;
      return `CASE WHEN ${a} ${by} ${b} THEN ${dialect.double(1)} WHEN ${a} IS NOT NULL AND ${b} IS NOT NULL THEN ${zero} END`;
    }
    case "any":
    case "all":
      return decided(parts, combination.kind === "any", combination.skip, context);
    default:
      return folded(parts, combination.kind, combination.skip, context);
  }
}

/** Null where a value is infinite, in the databases that have such numbers. */
function finite(expression: string, context: SqlContext): string {
  const { sql } = context.define(expression);
  const limit = context.dialect.number(Number.MAX_VALUE);
  return `CASE WHEN ${sql} <= ${limit} AND ${sql} >= -${limit} THEN ${sql} END`;
}

/** In groups: parsers follow no chain of a thousand. */
const EACH = 32;

function joined(parts: readonly string[], word: "AND" | "OR"): string {
  if (parts.length <= EACH) return parts.join(` ${word} `);
  const groups = Array.from(
    { length: Math.ceil(parts.length / EACH) },
    (_, g) => `(${parts.slice(g * EACH, (g + 1) * EACH).join(` ${word} `)})`,
  );
  return joined(groups, word);
}

/** One part that is decisive decides; the others agree where enough of them are known. */
function decided(parts: readonly string[], decisive: boolean, skip: boolean, { dialect }: SqlContext): string {
  const zero = dialect.number(0);
  const decides = parts.map((sql) => (decisive ? `${sql} <> ${zero}` : `${sql} = ${zero}`));
  const known = parts.map((sql) => `${sql} IS NOT NULL`);
  return `CASE WHEN ${joined(decides, "OR")} THEN ${dialect.double(Number(decisive))} WHEN ${joined(known, skip ? "OR" : "AND")} THEN ${dialect.number(Number(!decisive))} END`;
}

function folded(
  parts: readonly string[],
  kind: "sum" | "mean" | "min" | "max",
  skip: boolean,
  context: SqlContext,
): string {
  const { dialect } = context;
  if (kind === "min" || kind === "max") return finite(largest(parts, kind, skip, context), context);
  if (!skip) {
    const sum = balancedSum(parts);
    return finite(kind === "sum" ? sum : `(${sum}) / ${dialect.double(parts.length)}`, context);
  }
  const zero = dialect.double(0);
  const sum = context.define(balancedSum(parts.map((sql) => `COALESCE(${sql}, ${zero})`))).sql;
  const flags = parts.map((sql) => `CASE WHEN ${sql} IS NULL THEN ${zero} ELSE ${dialect.number(1)} END`);
  const known = context.define(balancedSum(flags)).sql;
  const result = kind === "sum" ? sum : `${sum} / ${known}`;
  return finite(`CASE WHEN ${known} > ${dialect.number(0)} THEN ${result} END`, context);
}

function largest(parts: readonly string[], kind: "min" | "max", skip: boolean, context: SqlContext): string {
  if (parts.length === 1) return parts[0]!;
  const { least, greatest } = context.dialect;
  if (!skip)
    return `CASE WHEN ${balancedSum(parts)} IS NOT NULL THEN ${extreme(parts, kind === "min" ? least : greatest)} END`;
  const by = kind === "min" ? "<" : ">";
  return parts.reduce((best, sql) => {
    const { sql: before } = context.define(best);
    return `CASE WHEN ${before} IS NULL OR ${sql} ${by} ${before} THEN ${sql} ELSE ${before} END`;
  });
}
