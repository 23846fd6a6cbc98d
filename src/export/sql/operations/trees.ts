import type { Trees, TreesOperation } from "../../program.js";
import type { SqlContext } from "../context.js";
import { balancedSum } from "../linear.js";
import type { Translate } from "./translate.js";

/** Each tree is one nested CASE; for answers of more than one number a tree is written once for each. */
export const trees: Translate<TreesOperation> = ({ trees: forest, base, divisor }, columns, context) => {
  const { dialect } = context;
  const outputs = base.length;
  const sqls = new Map<number, string>();
  for (const column of new Set(forest.feature)) if (column >= 0) sqls.set(column, context.number(columns[column]!).sql);
  const write = (k: number): string => {
    const written = Array.from(forest.roots).flatMap((root, t) => {
      if (forest.width === 1 && t % outputs !== k) return [];
      return [tree(forest, root, forest.width === 1 ? 0 : k, sqls, context)];
    });
    const sum = balancedSum([dialect.double(base[k]!), ...written]);
    return divisor === 1 ? sum : `(${sum}) / ${dialect.number(divisor)}`;
  };
  const constant = forest.width === 2 ? sharedSum(forest) : undefined;
  if (constant === undefined) return Array.from(base, (_, k) => context.define(write(k)));
  // Two shares add up to the same in every leaf: the first is what the second leaves.
  const second = context.define(write(1));
  const all = (base[0]! + base[1]! + constant * forest.roots.length) / divisor;
  return [context.define(`${dialect.number(all)} - ${second.sql}`), second];
};

/** What the two numbers of every leaf add up to, but for rounding; undefined where that differs. */
function sharedSum({ feature, values }: Trees): number | undefined {
  let sum: number | undefined;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node] !== -1) continue;
    const own = values[2 * node]! + values[2 * node + 1]!;
    sum ??= own;
    if (Math.abs(own - sum) > 1e-14) return undefined;
  }
  return sum;
}

function tree(forest: Trees, root: number, k: number, sqls: ReadonlyMap<number, string>, context: SqlContext): string {
  let typed = false;
  const node = (at: number): string => {
    const column = forest.feature[at]!;
    if (column < 0) {
      const value = forest.values[at * forest.width + k]!;
      if (typed) return context.dialect.number(value);
      typed = true;
      return context.dialect.double(value);
    }
    const left = node(forest.left[at]!);
    const right = node(forest.left[at]! + 1);
    const { condition, isLeft } = split(forest, at, sqls.get(column)!, context);
    return `CASE WHEN ${condition} THEN ${isLeft ? left : right} ELSE ${isLeft ? right : left} END`;
  };
  return node(root);
}

/** A condition that null does not meet, and whether what meets it goes left. */
function split(
  { set, sets, categories, feature, threshold, missingLeft }: Trees,
  at: number,
  sql: string,
  context: SqlContext,
): { readonly condition: string; readonly isLeft: boolean } {
  const own = set[at]!;
  if (own < 0) {
    const isLeft = missingLeft[at] === 0;
    return { condition: `${sql} ${isLeft ? "<=" : ">"} ${context.dialect.number(threshold[at]!)}`, isLeft };
  }
  const { values } = categories.find(({ column }) => column === feature[at])!;
  const inSet = (bit: number): boolean => ((sets[8 * own + (bit >> 5)]! >>> (bit & 31)) & 1) === 1;
  const isLeft = !inSet(values.length);
  const listed = Array.from(values).filter((_, c) => inSet(c) === isLeft);
  const matches = listed.map((value) => context.dialect.number(value));
  return { condition: matches.length === 0 ? "1 = 0" : context.isOneOf(sql, matches), isLeft };
}
