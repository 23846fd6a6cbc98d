import type { CasesColumn, Column, LinearColumn, PlainColumn, Term } from "./column.js";
import type { Dialect } from "./dialect.js";

/** Centers this many times farther from 0 than values lie from them are subtracted first: else digits would be lost. */
const FAR = 1000;

/** Columns less their centers, times their weights, and a constant: sums within are dissolved. */
export function linearSum(
  columns: readonly Column[],
  weights: (column: number) => number,
  bias: number,
  centers?: (column: number) => number,
  spreads?: (column: number) => number,
): Omit<LinearColumn, "single"> {
  const terms = new Map<string, Term>();
  let constant = bias;
  const add = (term: Term): void => {
    const key = `${term.column.kind}:${term.column.sql}:${term.column.kind === "cases" ? idOf(term.column) : ""}`;
    const before = terms.get(key);
    const spread = smaller(before?.spread, term.spread);
    terms.set(key, {
      column: term.column,
      weight: (before?.weight ?? 0) + term.weight,
      moment: (before?.moment ?? 0) + term.moment,
      spread,
    });
  };
  columns.forEach((column, j) => {
    const weight = weights(j);
    const center = centers?.(j) ?? 0;
    if (column.kind === "linear") {
      constant += weight * (column.bias - center);
      for (const term of column.terms) add({ ...term, weight: weight * term.weight, moment: weight * term.moment });
    } else if (column.kind !== "text") add({ column, weight, moment: weight * center, spread: spreads?.(j) });
  });
  return { kind: "linear", terms: [...terms.values()], bias: constant };
}

const smaller = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);

const ids = new WeakMap<CasesColumn, number>();
let count = 0;

function idOf(column: CasesColumn): number {
  if (!ids.has(column)) ids.set(column, count++);
  return ids.get(column)!;
}

/** A sum as an expression. */
export function writeLinear({ terms, bias }: Omit<LinearColumn, "single">, dialect: Dialect): string {
  let constant = bias;
  const parts: string[] = [];
  const cases = new Map<string, Term[]>();
  for (const term of terms) {
    const { column } = term;
    if (column.kind === "cases") {
      constant -= term.moment;
      cases.set(column.sql, [...(cases.get(column.sql) ?? []), term]);
      continue;
    }
    // A weight of 0 still lets a null through.
    const center = term.weight === 0 ? 0 : term.moment / term.weight;
    const far = term.spread !== undefined && Math.abs(center) > FAR * term.spread;
    if (!far) constant -= term.moment;
    parts.push(product(term.weight, far ? `(${column.sql} - ${dialect.number(center)})` : column.sql, dialect));
  }
  for (const [sql, list] of cases) parts.push(joinedCases(sql, list, dialect));
  return balancedSum([dialect.double(constant), ...parts]);
}

function product(weight: number, factor: string, dialect: Dialect): string {
  return weight === 1 ? factor : `${dialect.number(weight)} * ${factor}`;
}

/** Everything that the values of one column add to a sum. */
function joinedCases(sql: string, terms: readonly Term[], dialect: Dialect): string {
  const columns = terms.map(({ column, weight }) => ({ column: column as CasesColumn, weight }));
  const others = total(columns.map(({ column, weight }) => weight * column.other));
  const missing = total(columns.map(({ column, weight }) => weight * column.missing));
  const sums = new Map<string, number>();
  // A value that one of the columns does not list counts there as any other.
  for (const { column } of columns) for (const { match } of column.arms) sums.set(match, 0);
  for (const { column, weight } of columns) {
    const own = new Map(column.arms.map(({ match, value }) => [match, value]));
    for (const [match, sum] of sums) sums.set(match, sum + weight * (own.get(match) ?? column.other));
  }
  const arms = [...sums].map(([match, sum]) => `WHEN ${sql} = ${match} THEN ${dialect.number(sum)}`);
  return `CASE WHEN ${sql} IS NULL THEN ${dialect.double(missing)} ${arms.join(" ")} ELSE ${dialect.number(others)} END`;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const GROUP = 32;

/** A sum in groups of groups: parsers and planners follow no chain of a thousand. */
export function balancedSum(parts: readonly string[]): string {
  if (parts.length <= GROUP) return parts.join(" + ");
  const groups = Array.from(
    { length: Math.ceil(parts.length / GROUP) },
    (_, g) => `(${parts.slice(g * GROUP, (g + 1) * GROUP).join(" + ")})`,
  );
  return balancedSum(groups);
}

/** Is the column one that a sum can take in? */
export function isSummable(column: Column): column is PlainColumn | CasesColumn | LinearColumn {
  return column.kind !== "text";
}
