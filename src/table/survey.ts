import { type ColumnPlan, narrowest, plainStorage } from "../matrix/index.js";
import { type ColumnReader, eachDistinctWord, eachValue, type Kind } from "./column-reader.js";

/** What has been seen of a column so far: enough to fix its storage once everything was seen. */
export interface ColumnSurvey {
  kind: Kind;
  limit: number;
  integers: boolean;
  single: boolean;
  readonly words: Set<string>;
}

/** Before the first block. */
export function startSurvey(): ColumnSurvey {
  return { kind: "empty", limit: 0, integers: true, single: true, words: new Set() };
}

/** Takes note of some rows. What holds nothing but missing values does not change what a column holds. */
export function addToSurvey(survey: ColumnSurvey, reader: ColumnReader): void {
  const isKnown = survey.kind !== "empty" && survey.kind !== reader.kind;
  if (isKnown && reader.chunks.every(({ data }) => data.nullCount === data.length)) return;
  if (reader.kind !== "empty") survey.kind = reader.kind;
  if (reader.kind === "text") eachDistinctWord(reader, (word) => survey.words.add(word));
  else if (reader.kind === "number") surveyNumbers(survey, reader);
}

function surveyNumbers(survey: ColumnSurvey, reader: ColumnReader): void {
  let { limit, integers, single } = survey;
  if (!integers && !single) return;
  eachValue(reader, (value) => {
    const size = value < 0 ? -value : value;
    if (size > limit) limit = size;
    if (Number.isNaN(value)) return;
    if (!Number.isInteger(value) || Object.is(value, -0)) integers = false;
    if (Math.fround(value) !== value) single = false;
  });
  survey.limit = limit;
  survey.integers = integers;
  survey.single = single;
}

/** Takes what another survey saw of other rows of the same column. */
export function joinSurveys(survey: ColumnSurvey, other: ColumnSurvey): void {
  if (other.kind !== "empty") survey.kind = other.kind;
  survey.limit = Math.max(survey.limit, other.limit);
  survey.integers &&= other.integers;
  survey.single &&= other.single;
  for (const word of other.words) survey.words.add(word);
}

/** The storage that holds everything seen, codes where the values allow it. */
export function planFrom(name: string, survey: ColumnSurvey): ColumnPlan {
  switch (survey.kind) {
    case "text": {
      const labels = [...survey.words].sort(byCodePoint);
      return { name, storage: narrowest(labels.length, true), labels };
    }
    case "boolean":
      return { name, storage: "int8", shows: "boolean" };
    case "date":
      return { name, storage: "float64", shows: "date" };
    default:
      return { name, storage: plainStorage(survey.limit, survey.integers, survey.single) };
  }
}

/** The order of words everywhere: by code point, the same in every locale. */
export function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
