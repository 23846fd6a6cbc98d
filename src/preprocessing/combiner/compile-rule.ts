import type { Combination, CombinedColumn } from "../../engine/program/index.js";
import { KindredError } from "../../errors/index.js";
import type { ColumnPlan } from "../../matrix/index.js";
import type { CombineRule } from "./options.js";

/** As much of a column as rules look at. */
export type RulePart = Pick<ColumnPlan, "name" | "labels" | "shows">;

const DAY = 86_400_000;

/** A rule made ready for the columns that are there: `known` are those that come in and those made before it. */
export function compileRule(
  rule: CombineRule,
  known: readonly RulePart[],
  where: string,
): Omit<CombinedColumn, "origin"> {
  const parts = rule.of.map((name) => positionOf(name, rule.name, known, where));
  const dates = parts.map((position) => known[position]!.shows === "date");
  const areDates = dates.every(Boolean);
  const takesDates = ["difference", "compare", "min", "max"].includes(rule.kind);
  if (dates.some(Boolean) && !(areDates && takesDates))
    throw mixedDates(rule, known[parts[dates.indexOf(true)]!]!, where);
  const flag = rule.kind === "compare" || rule.kind === "any" || rule.kind === "all";
  const keepsDate = areDates && (rule.kind === "min" || rule.kind === "max");
  return {
    name: rule.name,
    parts,
    combination: combinationFor(rule, areDates),
    storage: flag ? "int8" : "float64",
    ...(keepsDate ? { shows: "date" as const } : {}),
  };
}

function combinationFor(rule: CombineRule, areDates: boolean): Combination {
  switch (rule.kind) {
    case "difference":
      return { kind: "difference", unit: areDates ? DAY : 1 };
    case "ratio":
      return { kind: "ratio", zero: rule.zero ?? Number.NaN };
    case "compare":
      return { kind: "compare", by: rule.by };
    default:
      return { kind: rule.kind, skip: rule.missing === "skip" };
  }
}

function positionOf(name: string, made: string, known: readonly RulePart[], where: string): number {
  const position = known.findIndex((column) => column.name === name);
  if (position < 0)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where,
      problem: `the rule for "${made}" reads column "${name}", which the data lack and no rule before it makes`,
      fix: "Correct the name, or put the rule that makes it first",
      column: name,
    });
  if (known[position]!.labels !== undefined)
    throw new KindredError({
      code: "NOT_A_NUMBER",
      where,
      problem: `the rule for "${made}" reads column "${name}", which holds text`,
      fix: "Make a number of it before, for instance by a Recoder",
      column: name,
    });
  return position;
}

function mixedDates(rule: CombineRule, { name }: RulePart, where: string): KindredError {
  return new KindredError({
    code: "NOT_A_NUMBER",
    where,
    problem: `the rule for "${rule.name}" takes the ${rule.kind} of column "${name}", which holds dates, and others`,
    fix: "Dates have a difference (in days), a smallest, a largest and a comparison, among dates alone",
    column: name,
  });
}
