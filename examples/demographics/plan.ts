import { type ColumnFacts, columnFacts, FILES, type FileName } from "./facts.js";
import { loadingOf, twinOf } from "./loadings.js";
import { codesOf, marginalOf } from "./marginals.js";
import { emptyRule, type MissingRule, sparseShare, unknownCode, unknownRule, unknownShare } from "./missing.js";
import { type Score, scoreOf } from "./scores.js";
import { mixtureOf, UNITS, type Unit, unitOf } from "./units.js";

/** The code of an empty cell on its way to a column; columns of bytes hold -128 instead. */
export const EMPTY = -32768;

/** Everything needed to fill a column. */
export interface ColumnPlan {
  readonly facts: ColumnFacts;
  readonly unit: Unit;
  readonly storage: "int8" | "int16" | "int32";
  /** What the codes stand for, where they are words. */
  readonly words?: readonly string[];
  /** Codes in the order of the score. */
  readonly codes: Int16Array;
  readonly score?: Score;
  /** Position of the column whose noise this one shares, and whether high means low. */
  readonly twin: number;
  readonly sign: number;
  /** Positions among the rules, or -1. */
  readonly empty: number;
  readonly unknown: number;
  readonly unknownCode: number;
}

/** A file's columns in order, and all columns that any file has. */
export interface Plan {
  readonly columns: readonly ColumnPlan[];
  readonly rules: readonly MissingRule[];
  /** Names of the numbers that rules look at, and the share of rows in which each is the household's place. */
  readonly variables: readonly { readonly name: string; readonly tied: number }[];
  /** Positions of columns by unit, in the order in which they are drawn: a twin after its original. */
  readonly byUnit: Readonly<Record<Unit, Int32Array>>;
}

let made: Plan | undefined;

/** The plan of all columns, worked out once. */
export function demographicPlan(): Plan {
  made ??= makePlan();
  return made;
}

function makePlan(): Plan {
  const sparse = sparseShare("population");
  const mixtures = Object.fromEntries(UNITS.map((unit) => [unit, mixtureOf(unit, sparse)]));
  const rules: MissingRule[] = [];
  const seen = new Map<string, number>();
  const variables = new Map<string, { name: string; tied: number }>();
  const register = (rule: MissingRule | undefined): number => {
    if (rule === undefined) return -1;
    const text = JSON.stringify(rule);
    if (!seen.has(text)) seen.set(text, rules.push(rule) - 1);
    if (!variables.has(rule.variable)) variables.set(rule.variable, { name: rule.variable, tied: rule.tied });
    return seen.get(text)!;
  };
  const columns = columnFacts.map((facts): ColumnPlan => {
    const twin = twinOf(facts.name);
    const unit = unitOf(facts);
    const code = unknownCode(facts);
    const words =
      facts.words === undefined ? undefined : [...facts.words, ...(code === undefined ? [] : [String(code)])];
    const common = {
      facts,
      unit,
      twin: twin === undefined ? -1 : columnFacts.findIndex((other) => other.name === twin.of),
      sign: twin?.sign ?? 1,
      empty: register(emptyRule(facts)),
      unknown: register(unknownRule(facts)),
      unknownCode: words === undefined ? Number(code ?? 0) : words.length - 1,
      ...(words === undefined ? {} : { words }),
    };
    if (facts.type === "id") return { ...common, storage: "int32", codes: new Int16Array(0) };
    const marginal = marginalOf(facts, unknownShare(facts), typeof code === "number" ? code : 0);
    const loading = loadingOf(twin?.of ?? facts.name);
    const score = scoreOf(loading, common.sign as 1 | -1, mixtures[unit]!, marginal.shares);
    const wide = words === undefined && [...codesOf(facts), common.unknownCode].some((value) => Math.abs(value) > 127);
    return { ...common, storage: wide ? "int16" : "int8", codes: Int16Array.from(marginal.codes), score };
  });
  return { columns, rules, variables: [...variables.values()], byUnit: divide(columns) };
}

function divide(columns: readonly ColumnPlan[]): Plan["byUnit"] {
  const of = (unit: Unit): Int32Array => {
    const positions = columns.flatMap((column, j) => (column.unit === unit && column.score !== undefined ? [j] : []));
    const rank = (j: number): number => (columns[j]!.facts.name === DOMINANT ? 0 : columns[j]!.twin < 0 ? 1 : 2);
    return Int32Array.from(positions.sort((one, other) => rank(one) - rank(other) || one - other));
  };
  return Object.fromEntries(UNITS.map((unit) => [unit, of(unit)])) as Record<Unit, Int32Array>;
}

/** The column that tells most about who responds: drawn first, so that responses can be had without the other columns. */
export const DOMINANT = "D19_SOZIALES";

/** Names of the extra columns of a file, which stand before its last two. */
const EXTRA: Readonly<Record<FileName, readonly string[]>> = {
  population: [],
  customers: ["PRODUCT_GROUP", "CUSTOMER_GROUP", "ONLINE_PURCHASE"],
  mailing: ["RESPONSE"],
  test: [],
};

/** Positions in the plan of a file's columns, in the file's order. */
export function columnsOf(file: FileName): readonly number[] {
  const regular = columnFacts.flatMap((facts, j) => (facts.extra ? [] : [j]));
  const extra = EXTRA[file].map((name) => columnFacts.findIndex((facts) => facts.name === name));
  return [...regular.slice(0, -2), ...extra, ...regular.slice(-2)];
}

/** The id of a row of a file: no two files share one. */
export function idIn(file: FileName, row: number): number {
  return 1 + FILES.indexOf(file) * 10_000_000 + row;
}
