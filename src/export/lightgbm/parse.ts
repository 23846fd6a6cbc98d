import { KindredError } from "../../errors/index.js";

/** The fields of a part of the text, by name. */
export type Fields = ReadonlyMap<string, string>;

/** LightGBM's text of a model, in parts. */
export interface LightGbmText {
  readonly header: Fields;
  readonly trees: readonly Fields[];
  /** For each column of pandas' categories its values, in the order of their codes. */
  readonly pandasCategories: readonly (readonly unknown[])[];
}

/** The error for a text that is no model, or one whose parts do not fit each other. */
export function malformedText(problem: string, cause?: unknown): KindredError {
  return new KindredError({
    code: "BAD_DOCUMENT",
    where: "fromLightGbm",
    problem: `the text has ${problem}`,
    fix: "Pass what Booster.save_model or model_to_string wrote, whole",
    cause,
  });
}

/** The error for a model that has no counterpart. */
export function notTaken(what: string, why: string): KindredError {
  return new KindredError({
    code: "UNSUPPORTED",
    where: "fromLightGbm",
    problem: `${what} cannot be taken: ${why}`,
    fix: "Train without it, or score with LightGBM",
    got: what,
  });
}

/** Takes a text apart. @throws KindredError where it is none of LightGBM's, or was cut. */
export function parseText(text: string): LightGbmText {
  const [head, ...rest] = text.split(/^(?=Tree=)/m);
  const header = new Map(fieldsOf(head!));
  // A word of its own, without a value.
  if (/^average_output\s*$/m.test(head!)) header.set("average_output", "1");
  if (!/^tree\s*$/m.test(head!) || !header.has("max_feature_idx")) throw malformedText("no header of LightGBM");
  const last = rest.at(-1) ?? "";
  const end = /^end of trees\s*$/m.exec(rest.length === 0 ? head! : last);
  if (end === null) throw malformedText("no end: it was cut");
  const trees = rest.map((part, t) => fieldsOf(t === rest.length - 1 ? part.slice(0, end.index) : part));
  trees.forEach((fields, t) => {
    if (fields.get("Tree") !== String(t)) throw malformedText(`a tree ${fields.get("Tree")} where tree ${t} belongs`);
  });
  return { header, trees, pandasCategories: pandasOf(text) };
}

function fieldsOf(part: string): Fields {
  return new Map(
    part.split("\n").flatMap((line): [string, string][] => {
      const at = line.indexOf("=");
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()]];
    }),
  );
}

function pandasOf(text: string): readonly (readonly unknown[])[] {
  const found = /^pandas_categorical:(.*)$/m.exec(text)?.[1];
  if (found === undefined || found.trim() === "null") return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(found);
  } catch (cause) {
    throw malformedText("pandas categories that are no JSON", cause);
  }
  if (Array.isArray(parsed) && parsed.every(Array.isArray)) return parsed as unknown[][];
  throw malformedText("pandas categories that are no lists");
}

/** The text of a field. */
export function fieldOf(fields: Fields, name: string): string {
  const found = fields.get(name);
  if (found === undefined) throw malformedText(`no ${name}`);
  return found;
}

/** The numbers of a field, this many. */
export function numbersOf(fields: Fields, name: string, length: number): number[] {
  const text = length === 0 ? (fields.get(name) ?? "") : fieldOf(fields, name);
  const list = text === "" ? [] : text.split(" ").map(Number);
  if (list.length !== length || list.some(Number.isNaN))
    throw malformedText(`${list.length} numbers of ${name} where ${length} belong`);
  return list;
}

/** One whole number of a field. */
export function countOf(fields: Fields, name: string): number {
  const value = Number(fieldOf(fields, name));
  if (!Number.isSafeInteger(value) || value < 0) throw malformedText(`${fields.get(name)} as ${name}`);
  return value;
}
