import { type Recoding, recodingOf } from "../../engine/program/index.js";
import { KindredError } from "../../errors/index.js";
import { type ColumnPlan, plainStorage, type StorageName } from "../../matrix/index.js";
import { byCodePoint, type ColumnSchema, canonical } from "../../table/index.js";
import { madeColumn } from "./made-column.js";
import { numericRecoding } from "./numeric-recoding.js";
import type { MadeColumn, RecodeHow, ValueRange } from "./rule.js";

/** A rule made ready for one column: what it does to values, how results are stored, and what it could not place. */
export interface CompiledRecoding {
  readonly recoding: Recoding;
  readonly storage: StorageName;
  readonly labels?: readonly string[];
  readonly about: MadeColumn;
  /** Values of the column of which the rule says nothing. */
  readonly unmatched: readonly number[];
}

/** What a value becomes: a word, a number, or missing; undefined where the rule says nothing. */
type Result = string | number | null | undefined;

/** Makes a rule ready for a column that holds certain values. `name` is the column that it makes. */
export function compileRecoding(
  how: RecodeHow,
  column: ColumnPlan,
  values: Float64Array,
  known: ColumnSchema,
  name: string,
  where: string,
): CompiledRecoding {
  refuseKind(how, column, name, where);
  const { recoding, labels } = readyFor(how, column, name, where);
  return {
    recoding,
    ...stored(values, recoding),
    ...(labels === undefined ? {} : { labels }),
    about: madeColumn(how, known, labels !== undefined),
  };
}

function readyFor(
  how: RecodeHow,
  column: ColumnPlan,
  name: string,
  where: string,
): Pick<CompiledRecoding, "recoding" | "labels"> {
  const listed = listedBy(how, column);
  if (listed === undefined) return { recoding: numericRecoding(how) };
  const results = listed.map(([, result]) => result);
  const labels = wordsOf(results);
  const places = new Map(labels?.map((word, place) => [word, place]));
  const numbers = Float64Array.from(results, (result) => {
    if (result === null || result === undefined) return Number.NaN;
    return places.get(String(result)) ?? Number(result);
  });
  if (how.kind === "ranges" && column.labels === undefined)
    return {
      recoding: {
        kind: "ranges",
        from: Float64Array.from(how.ranges, startOf),
        to: Float64Array.from(how.ranges, endOf),
        results: numbers,
      },
      ...(labels === undefined ? {} : { labels }),
    };
  const keep = how.other === "keep" && column.labels === undefined;
  if (keep && labels !== undefined)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `the map for "${name}" gives words and would keep other values of column "${column.name}", which are numbers`,
      fix: 'List every value, or use { other: "missing" }',
      column: column.name,
    });
  return {
    recoding: { kind: "table", values: Float64Array.from(listed, ([value]) => value), results: numbers, keep },
    ...(labels === undefined ? {} : { labels }),
  };
}

/** What becomes of every value that a rule lists or a column of words holds; undefined where the rule is arithmetic on numbers. */
function listedBy(
  how: RecodeHow,
  { labels, shows }: ColumnPlan,
): (readonly [value: number, result: Result])[] | undefined {
  if (labels !== undefined)
    return labels.flatMap((word, place) => {
      const result = ofWord(how, word);
      return result === undefined ? [] : [[place, result] as const];
    });
  if (how.kind === "ranges") return how.ranges.map(({ value }, k) => [k, value]);
  if (how.kind !== "map") return undefined;
  const numberOf = (key: string): number => (shows === "boolean" ? Number(key === "true") : Number(key));
  return Object.entries(how.values).map(([key, result]) => [numberOf(key), result]);
}

function ofWord(how: RecodeHow, word: string): Result {
  const own = canonical(word);
  switch (how.kind) {
    case "map": {
      const key = Object.keys(how.values).find((given) => canonical(given) === own);
      return key === undefined ? (how.other === "keep" ? word : undefined) : how.values[key];
    }
    case "ranges": {
      const number = numberIn(own);
      return how.ranges.find((range) => number >= startOf(range) && number <= endOf(range))?.value;
    }
    default: {
      const number = how.kind === "datePart" || how.kind === "daysBefore" ? dayIn(own) : numberIn(own);
      return Number.isNaN(number) ? undefined : recodingOf(numericRecoding(how))(number);
    }
  }
}

const startOf = ({ from }: ValueRange): number => from ?? Number.NEGATIVE_INFINITY;
const endOf = ({ to }: ValueRange): number => to ?? Number.POSITIVE_INFINITY;

function numberIn(word: string): number {
  return word.trim() === "" ? Number.NaN : Number(word);
}

/** Midnight of the day that a word starts with (`2015-04-21 13:00:00`), in milliseconds since 1970; NaN where it names none. */
function dayIn(word: string): number {
  const day = /^\s*(\d{4}-\d\d-\d\d)(?!\d)/.exec(word)?.[1];
  const time = day === undefined ? Number.NaN : Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day!) ? time : Number.NaN;
}

/** The words among results, in order, where there is any: numbers beside them are then words as well. */
function wordsOf(results: readonly Result[]): string[] | undefined {
  if (!results.some((result) => typeof result === "string")) return undefined;
  const known = results.filter((result): result is string | number => result !== null && result !== undefined);
  return [...new Set(known.map(String))].sort(byCodePoint);
}

/** Runs a recoding over a column's values: what its results need to be stored, and what it says nothing of. */
function stored(values: Float64Array, recoding: Recoding): Pick<CompiledRecoding, "storage" | "unmatched"> {
  const run = recodingOf(recoding);
  const unmatched: number[] = [];
  let [limit, integers, single] = [0, true, true];
  const note = (result: number): void => {
    if (Number.isNaN(result)) return;
    limit = Math.max(limit, Math.abs(result));
    integers &&= Number.isInteger(result);
    single &&= Math.fround(result) === result;
  };
  for (const value of values) {
    const result = run(value);
    if (result === undefined) unmatched.push(value);
    else note(result);
  }
  if ("results" in recoding) recoding.results.forEach(note);
  return { storage: plainStorage(limit, integers, single), unmatched };
}

/** Dates have parts, and numbers digits. Words may be either. */
function refuseKind(how: RecodeHow, { name, labels, shows }: ColumnPlan, made: string, where: string): void {
  const dated = how.kind === "datePart" || how.kind === "daysBefore";
  if (labels !== undefined || dated === (shows === "date")) return;
  throw new KindredError({
    code: "RETYPED_COLUMN",
    where,
    problem: `the rule for "${made}" (${how.kind}) reads ${dated ? "dates" : "codes"}, and column "${name}" holds ${dated ? "numbers" : "dates"}`,
    fix: dated ? "Read the column as a date, or use another rule" : 'Use "datePart" or "daysBefore" for dates',
    column: name,
  });
}
