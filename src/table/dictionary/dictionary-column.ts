import type { Level, Role } from "../column-schema.js";

/** What a dictionary says of one column. */
export interface DictionaryColumn {
  /** The name in the dictionary. */
  readonly name: string;
  /** What the column is about. */
  readonly description?: string;
  /** Whom a value describes: a person, a household, an area. */
  readonly level?: string;
  /** What its values mean, where that is declared: names, steps of a scale, amounts, or one of two. */
  readonly measurement?: Level;
  /** For scales: does a higher code mean more or less, where that is declared? */
  readonly direction?: "up" | "down";
  /** What the column is for, where that is declared. */
  readonly role?: Role;
  /** What each code means, in the dictionary's order. */
  readonly values: readonly DictionaryValue[];
  /** Does it hold amounts, whose values are not listed? */
  readonly numeric: boolean;
}

/** Something that describes columns by name, as a DataDictionary does. */
export interface ColumnDescriptions {
  /** Every column that is described. */
  readonly columns: readonly DictionaryColumn[];
  /** What is known of a table's column; undefined where nothing is. */
  column(name: string): DictionaryColumn | undefined;
}

/** A code and its meaning. */
export interface DictionaryValue {
  /** The code as text. */
  readonly code: string;
  /** What it means; empty where the dictionary does not say. */
  readonly meaning: string;
  /** `"unknown"`: nothing is known of the row; `"noActivity"`: it is known that there was nothing. */
  readonly kind?: "unknown" | "noActivity";
}

/** A row of a dictionary file: attribute and description stand on a group's first row alone. */
export interface DictionaryRow {
  readonly attribute: string;
  readonly description: string;
  readonly value: string;
  readonly meaning: string;
}

/** How meanings are read. */
export interface MeaningRules {
  /** Meanings that say "unknown". */
  readonly unknown: RegExp;
  /** Meanings that say "there was nothing". */
  readonly noActivity: RegExp;
}

/** The rules that fit most dictionaries. */
export const MEANING_RULES: MeaningRules = {
  unknown: /^\s*unknown\b/i,
  noActivity: /^\s*no (transactions?|activity)\b/i,
};

const AMOUNT = /^(…|\.\.\.)$/;

/**
 * The columns that rows of a dictionary describe: groups are filled down, lists of codes taken apart (`-1, 9`), two names in a cell
 * are two columns, `…` is an amount.
 */
export function columnsFromRows(
  rows: Iterable<DictionaryRow>,
  rules: MeaningRules = MEANING_RULES,
): DictionaryColumn[] {
  const found = new Map<string, { description: string; values: DictionaryValue[]; numeric: boolean }>();
  let names: readonly string[] = [];
  for (const row of rows) {
    if (row.attribute.trim() !== "") names = namesIn(row.attribute);
    for (const name of names) {
      const column = found.get(name) ?? { description: "", values: [], numeric: false };
      found.set(name, column);
      if (column.description === "") column.description = row.description.trim();
      const codes = codesIn(row.value);
      if (codes.some((code) => AMOUNT.test(code))) column.numeric = true;
      column.values.push(
        ...codes.filter((code) => !AMOUNT.test(code)).map((code) => described(code, row.meaning, rules)),
      );
    }
  }
  return [...found].map(([name, { description, values, numeric }]) => ({
    name,
    ...(description === "" ? {} : { description }),
    values,
    numeric,
  }));
}

/** The names in a cell, apart by spaces, commas or line breaks. */
export function namesIn(cell: string): string[] {
  return cell.split(/[\s,;]+/).filter((name) => name !== "");
}

function codesIn(cell: string): string[] {
  return cell
    .split(",")
    .map((code) => canonical(code.trim()))
    .filter((code) => code !== "");
}

/** `8.0` and `8` are one code. */
export function canonical(code: string): string {
  return /^-?\d+\.0+$/.test(code) ? code.slice(0, code.indexOf(".")) : code;
}

function described(code: string, meaning: string, rules: MeaningRules): DictionaryValue {
  const text = meaning.trim();
  if (rules.unknown.test(text)) return { code, meaning: text, kind: "unknown" };
  if (rules.noActivity.test(text)) return { code, meaning: text, kind: "noActivity" };
  return { code, meaning: text };
}
