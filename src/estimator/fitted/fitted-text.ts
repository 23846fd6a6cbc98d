import { counted, listed } from "../../errors/index.js";
import { FeatureMatrix, type Label } from "../../matrix/index.js";
import { type CodeDefinition, codeOf } from "../define/code.js";

/** Values of a list that are shown. */
const MAX_VALUES = 6;
/** Of what was learned this many things are named. */
const MAX_FACTS = 8;

/** What a text of a fitted model is made from. */
export interface FittedParts {
  readonly definition: CodeDefinition;
  readonly params: object;
  readonly state: unknown;
  readonly inputColumns: readonly string[];
  readonly classes: readonly Label[];
  /** How many rows each of its segments holds, where it has any. */
  readonly people: ArrayLike<number> | undefined;
  /** The ids of its segments, where these are not their positions. */
  readonly ids: ArrayLike<number> | undefined;
  /** The columns that it gives, where it transforms. */
  readonly outputColumns: (() => readonly string[]) | undefined;
}

/** What a fitted model is: the estimator that was fitted, its columns, what was learned, and what it gives. */
export function fittedText({ definition, params, inputColumns, classes, people, ids, ...model }: FittedParts): string {
  const lines = [
    `from ${counted(inputColumns.length, "column")}: ${listed(inputColumns)}`,
    ...factsOf(model.state),
    ...(people === undefined ? [] : [`segments of ${valuesText(Array.from(people))} rows`]),
    ...(ids === undefined ? [] : [`which have the ids ${valuesText(Array.from(ids))}`]),
    ...(classes.length === 0 ? [] : [`classes ${valuesText(classes)}`]),
    ...outputOf(model.outputColumns),
  ];
  return [`fitted ${codeOf(definition, params)}`, ...lines.map((line) => `  ${line}`)].join("\n");
}

/** A stranger's program may fail on no rows; a print never does. */
function outputOf(columnsOf: FittedParts["outputColumns"]): string[] {
  if (columnsOf === undefined) return [];
  try {
    const columns = columnsOf();
    return [`gives ${counted(columns.length, "column")}: ${listed(columns)}`];
  } catch {
    return [];
  }
}

/** What was learned, as far as it is numbers and words. */
function factsOf(state: unknown): string[] {
  if (typeof state !== "object" || state === null) return [];
  const facts = Object.entries(state).flatMap(([name, value]) => {
    const text = factText(value);
    return text === undefined ? [] : [`${name} ${text}`];
  });
  const left = facts.length - MAX_FACTS;
  if (left > 0) facts.splice(MAX_FACTS, left, `and ${left} more`);
  return facts;
}

function factText(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "string" || value === true) return valueText(value);
  if (value instanceof FeatureMatrix) return `of ${value.rows} x ${value.columns.length}`;
  if (!ArrayBuffer.isView(value) && !Array.isArray(value)) return undefined;
  const list = Array.from(value as ArrayLike<unknown>);
  return list.length > 0 && list.every((one) => typeof one !== "object") ? valuesText(list) : undefined;
}

function valuesText(values: readonly unknown[]): string {
  const shown = values.slice(0, MAX_VALUES).map(valueText).join(", ");
  return `[${values.length > MAX_VALUES ? `${shown}, … ${values.length} in all` : shown}]`;
}

function valueText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "number" && !Number.isInteger(value) ? String(Number(value.toPrecision(4))) : String(value);
}
