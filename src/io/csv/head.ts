import { KindredError, listed } from "../../errors/index.js";
import { checkLimits } from "../limits.js";
import { textOf } from "./cell.js";
import { type DeclaredType, declaredTypeOf } from "./declared-type.js";
import { ParseError } from "./parse-issue.js";
import { parserSetup } from "./parser-setup.js";
import type { CsvPlan } from "./plan.js";
import type { TextRecord } from "./record.js";
import type { RowReaderOptions } from "./row-reader.js";
import { textIssueOf } from "./utf8.js";

/** What the head of a file says. */
export interface CsvHead extends Omit<RowReaderOptions, "sample" | "full" | "size" | "rows" | "inferred" | "limit"> {
  /** Bytes before the first row. */
  readonly bytes: number;
}

/** Where rows start, and how they are cut. */
export interface RowStart {
  readonly separator: number;
  /** Bytes before the first row. */
  readonly bytes: number;
  /** Line of the first row. */
  readonly line: number;
}

/** The name of the column behind the last, which must be empty. */
const TRAILING = "";

/** The names in a header, renamed where that is wanted. */
export function namesOf(plan: CsvPlan, { cells }: TextRecord, line: number): readonly string[] {
  const found = cells.map((cell, position) => {
    const issue = textIssueOf(cell, 0, cell.length);
    const what = issue === "nul" ? "a NUL byte" : "bytes that are not UTF-8";
    if (issue !== undefined)
      fail(`${what} in the name of column ${position + 1}`, "Name the `encoding`, or save the file as UTF-8", line);
    return textOf(cell, 0, cell.length);
  });
  if (found.some((name) => name.includes("\r")))
    fail("a carriage return without a line feed", "End lines with LF or CR LF", line);
  const names = plan.rename === undefined ? found : renamed(plan, found);
  const wanted = plan.columns === undefined ? undefined : new Set(plan.columns);
  const twice = repeated(names).filter((name) => wanted === undefined || wanted.has(name));
  if (twice.length > 0)
    throw new ParseError({
      line,
      column: twice[0]!,
      problem: `${listed(twice)} is the name of more than one column`,
      fix: 'Read it with `rename: "unique"`, or leave the header out (`skip: 1`) and name the columns in `header`',
    });
  return names;
}

function renamed({ rename, where }: CsvPlan, names: readonly string[]): string[] {
  if (typeof rename === "function")
    return names.map((name, position) => {
      const given: unknown = rename(name, position);
      if (typeof given === "string") return given;
      throw new KindredError({
        code: "INVALID_PARAMETER",
        where,
        problem: `rename gave ${String(given)} for "${name}"`,
        fix: "Return a name",
        got: given,
      });
    });
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name, position) => {
    const base = name === "" ? `column_${position + 1}` : name;
    let unique = base;
    for (let k = 2; seen.has(unique) || (unique !== name && taken.has(unique)); k++) unique = `${base}_${k}`;
    seen.add(unique);
    return unique;
  });
}

function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of names) (seen.has(name) ? twice : seen).add(name);
  return [...twice];
}

/** What a head says, from the names, the first record where it is no header, the first row and where rows start. */
export function headOf(
  plan: CsvPlan,
  given: readonly string[],
  unread: TextRecord | undefined,
  row: TextRecord | undefined,
  start: RowStart,
): CsvHead {
  if (unread !== undefined) refuseHeader(plan, given, unread);
  const { separator, bytes, line } = start;
  const { where, file, limits } = plan;
  checkLimits(where, file, limits, { columns: given.length });
  const types = typesOf(plan, given);
  const names = [...given];
  const trails = row !== undefined && row.cells.length === names.length + 1 && row.cells.at(-1)!.length === 0;
  const empty = trails && !names.includes(TRAILING);
  if (empty) {
    names.push(TRAILING);
    types.set(TRAILING, "empty");
  }
  const chosen = plan.columns ?? given;
  const { dialect, reading } = parserSetup(plan, separator);
  return { names, chosen: empty ? [...chosen, TRAILING] : chosen, types, line, bytes, dialect, reading };
}

/** Names that are given stand in place of a header; a file that has one too would give it as a row. */
function refuseHeader({ where, file }: CsvPlan, names: readonly string[], { cells }: TextRecord): void {
  const same = cells.filter((cell, position) => textOf(cell, 0, cell.length) === names[position]).length;
  if (same === 0 || same * 2 < names.length) return;
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where,
    problem: `${file} begins with a header, and names are given in \`header\` too`,
    fix: "Leave the file's own header out with `skip: 1`",
    expected: names,
    got: cells.map((cell) => textOf(cell, 0, cell.length)),
  });
}

function typesOf(plan: CsvPlan, names: readonly string[]): Map<string, DeclaredType> {
  const known = new Set(names);
  const unknown = [...new Set([...(plan.columns ?? []), ...Object.keys(plan.types)])].filter(
    (name) => !known.has(name),
  );
  if (unknown.length > 0)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where: plan.where,
      problem: `${plan.file} has no column ${listed(unknown)}`,
      fix: `Its columns are ${listed(names)}; check the names in \`columns\` and \`types\`, and the separator`,
      column: unknown[0]!,
      expected: unknown,
      got: names,
    });
  const types = new Map<string, DeclaredType>();
  for (const field of plan.schema) {
    const type = declaredTypeOf(field);
    if (type !== undefined) types.set(field.name, type);
  }
  for (const [name, type] of Object.entries(plan.types)) types.set(name, type);
  return types;
}

/** Ends the reading of a head. */
export function fail(problem: string, fix: string, line = 1): never {
  throw new ParseError({ line, problem, fix });
}
