import type { Vector } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import {
  type ColumnPlan,
  type ColumnStore,
  missingCodeOf,
  newStore,
  type Store,
  storageOf,
  wider,
  withMissing,
} from "../matrix/index.js";
import { Type } from "./arrow-type.js";
import { type Chunk, type ColumnReader, dictionaryWords, eachWord, isValid, readerOf } from "./column-reader.js";
import { plainData } from "./plain-data.js";
import { nullsAreReserved } from "./reserved-nulls.js";
import { addToSurvey, planFrom, startSurvey } from "./survey.js";

/** What a column was promised to hold and what came instead. */
export interface Retyped {
  readonly column: string;
  readonly expected: string;
  readonly got: string;
}

/**
 * An Arrow column in the storage that its plan promises, over the same memory where that is so already. A value that
 * does not fit widens the storage; a column of another type is reported.
 */
export function readColumn(plan: ColumnPlan, vector: Vector, where: string): ColumnStore | Retyped {
  const reader = readerOf(plan.name, vector, where);
  const expected = plan.labels === undefined ? (plan.shows ?? "number") : "text";
  if (reader.kind === "empty" || (reader.kind !== expected && isMissing(reader))) return allMissing(plan, reader.rows);
  if (expected === "text") {
    if (reader.kind !== "text" && reader.kind !== "number") return { column: plan.name, expected, got: reader.kind };
    return readText(plan, reader);
  }
  const fits = reader.kind === expected || (expected === "boolean" && reader.kind === "number");
  if (!fits && !(expected === "number" && reader.kind === "boolean"))
    return { column: plan.name, expected, got: reader.kind };
  return sharedStore(plan, vector) ?? copiedStore(plan, reader);
}

function isMissing({ chunks }: ColumnReader): boolean {
  return chunks.every(({ data }) => data.nullCount === data.length);
}

function allMissing(plan: ColumnPlan, rows: number): ColumnStore {
  const data = newStore(plan.storage, rows);
  data.fill(missingCodeOf(data) ?? Number.NaN);
  return withMissing(data, plan);
}

/** The column's own memory, where it is one chunk in the promised storage whose nulls hold the reserved code. */
function sharedStore(plan: ColumnPlan, vector: Vector): ColumnStore | undefined {
  const [data] = vector.data;
  if (vector.data.length !== 1 || data === undefined || plan.shows !== undefined) return undefined;
  if (data.typeId !== Type.Int && data.typeId !== Type.Float) return undefined;
  if (plainData(data) !== data) return undefined;
  const values = data.values as Store;
  if (!(values instanceof Object) || storageOf(values) !== plan.storage) return undefined;
  if (!nullsAreReserved(data, values)) return undefined;
  return withMissing(values.subarray(0, data.length), plan);
}

/** Values copied to the promised storage, or to the first wider one that holds them. */
function copiedStore(plan: ColumnPlan, reader: ColumnReader): ColumnStore {
  const survey = startSurvey();
  if (plan.storage !== "float64" && reader.kind === "number") addToSurvey(survey, reader);
  const storage = wider(plan.storage, planFrom(plan.name, survey).storage);
  const data = newStore(storage, reader.rows);
  const missing = missingCodeOf(data) ?? Number.NaN;
  data.fill(missing);
  reader.each((row, value) => {
    data[row] = Number.isNaN(value) ? missing : value;
  });
  return withMissing(data, plan);
}

/** Words by their position in the plan; words that it does not know come after them, in the order of the rows. */
function readText(plan: ColumnPlan, reader: ColumnReader): ColumnStore {
  const codes = new Map(plan.labels!.map((word, code) => [word, code]));
  const labels = [...plan.labels!];
  const found = new Int32Array(reader.rows).fill(ABSENT);
  const codeOf = (word: string): number => {
    let code = codes.get(word);
    if (code === undefined) {
      code = labels.length;
      labels.push(word);
      codes.set(word, code);
    }
    return code;
  };
  if (reader.kind === "text") for (const chunk of reader.chunks) readWords(chunk, reader, codeOf, found);
  else
    reader.each((row, value) => {
      if (!Number.isNaN(value)) found[row] = codeOf(String(value));
    });
  const unchanged = labels.length === plan.labels!.length;
  return textStore(found, unchanged ? plan.labels! : labels, plan.storage);
}

const ABSENT: number = missingCodeOf(new Int32Array(0))!;

function readWords(chunk: Chunk, reader: ColumnReader, codeOf: (word: string) => number, found: Int32Array): void {
  const { data, from, rows } = chunk;
  if (data.typeId !== Type.Dictionary) {
    eachWord({ ...reader, chunks: [chunk] }, (row, word) => {
      found[row] = codeOf(word);
    });
    return;
  }
  const words = dictionaryWords(data);
  const known = new Int32Array(words.length).fill(-1);
  const codes = data.values as ArrayLike<number>;
  for (let i = 0; i < rows; i++) {
    if (!isValid(data, i)) continue;
    const code = Number(codes[i]);
    if (known[code] === -1) known[code] = typeof words[code] === "string" ? codeOf(words[code]) : ABSENT;
    found[from + i] = known[code]!;
  }
}

function textStore(found: Int32Array, labels: readonly string[], storage: ColumnPlan["storage"]): ColumnStore {
  const size = { int8: 127, int16: 32767 }[storage as string] ?? Number.POSITIVE_INFINITY;
  if (storage === "int32" || labels.length > size) return withMissing(found, { labels });
  const data = newStore(storage, found.length);
  const missing = missingCodeOf(data)!;
  for (let i = 0; i < found.length; i++) data[i] = found[i] === ABSENT ? missing : found[i]!;
  return withMissing(data, { labels });
}

/** One error that lists every column of another type. */
export function refuseRetyped(retyped: readonly Retyped[], where: string): void {
  const [first] = retyped;
  if (first === undefined) return;
  throw new KindredError({
    code: "RETYPED_COLUMN",
    where,
    problem: retyped.map((r) => `column "${r.column}" was ${r.expected} at fit and is ${r.got} now`).join("; "),
    fix: "Read the file with the same column types as the training file",
    column: first.column,
    expected: first.expected,
    got: first.got,
  });
}
