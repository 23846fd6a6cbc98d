import { KindredError } from "../../errors/index.js";
import type { DictionaryColumn, DictionaryValue, Level } from "../../table/index.js";

/** A code book: attributes with domains, and tables of codes that domains name. */
export interface CodeBook {
  readonly attributes: readonly {
    readonly name: string;
    readonly description?: string;
    /** The name of a table (`L3`), or a range of codes (`1-10`). */
    readonly domain?: string;
    /** How values are measured: starts with nominal, ordinal, binary or count. */
    readonly kind?: string;
  }[];
  readonly codeTables: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Is a JSON document a code book? */
export function isCodeBook(document: unknown): document is CodeBook {
  return (
    typeof document === "object" &&
    document !== null &&
    "attributes" in document &&
    Array.isArray(document.attributes) &&
    "codeTables" in document
  );
}

const RANGE = /^(-?\d+)\s*[-–]\s*(\d+)$/;

/** What a code book says of each column. Codes of a range have no meaning of their own. */
export function columnsFromCodeBook({ attributes, codeTables }: CodeBook): DictionaryColumn[] {
  return attributes.map(({ name, description = "", domain = "", kind = "" }) => {
    const range = RANGE.exec(domain.trim());
    const table = Object.hasOwn(codeTables, domain) ? codeTables[domain]! : {};
    const values =
      range === null
        ? Object.entries(table).map(([code, meaning]): DictionaryValue => ({ code, meaning: meaning.trim() }))
        : codesBetween(Number(range[1]), Number(range[2]));
    const measured = measurementOf(kind);
    return {
      name,
      ...(description === "" ? {} : { description }),
      ...(measured === undefined ? {} : { measurement: measured }),
      values,
      numeric: values.length === 0,
    };
  });
}

function codesBetween(from: number, to: number): DictionaryValue[] {
  return Array.from({ length: to - from + 1 }, (_, k) => ({ code: String(from + k), meaning: "" }));
}

function measurementOf(kind: string): Level | undefined {
  const word = /^\s*(nominal|ordinal|binary|count)\b/i.exec(kind)?.[1]?.toLowerCase();
  return word === "count" ? "numeric" : (word as Level | undefined);
}

/** Number, name, description, and at the end of the line perhaps a domain. */
const ATTRIBUTE = /^\s*\d+\s+([A-Z]\w*)\s+(.*?)\s*(?:see\s+(L\d+)|(\.\.\.|…)|(\d+\s*[-–]\s*\d+))?\s*$/;
const TABLE = /^\s*(L\d+)\s*:/;
const CODE = /^\s*(-?\d+)\s+(.+?)\s*$/;

/**
 * A code book as text: numbered lines of name, description and domain, a domain that is left out (or `...`) being that of the line above; then
 * tables of codes, each under its name and a colon. The form of the COIL 2000 dictionary.
 *
 * @throws KindredError where there is no attribute in it, or a domain names a table that is not there.
 */
export function codeBookFromText(text: string, path: string, where: string): CodeBook {
  const attributes: { name: string; description: string; domain: string }[] = [];
  const codeTables: Record<string, Record<string, string>> = {};
  let domain = "";
  let table: Record<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const name = TABLE.exec(line)?.[1];
    if (name !== undefined) {
      table = {};
      codeTables[name] = table;
      continue;
    }
    const attribute = table === undefined ? ATTRIBUTE.exec(line) : null;
    if (attribute !== null) {
      domain = attribute[3] ?? attribute[5] ?? domain;
      attributes.push({ name: attribute[1]!, description: attribute[2]!, domain });
      continue;
    }
    const code = CODE.exec(line);
    if (table !== undefined && code !== null) table[code[1]!] = code[2]!;
  }
  const refuse = (problem: string): never => {
    throw new KindredError({
      code: "MALFORMED_FILE",
      where,
      problem: `${path}: ${problem}`,
      fix: "Pass a code book as COIL 2000 has it, or a CSV or XLSX file with the columns Attribute, Description, Value and Meaning",
    });
  };
  if (attributes.length === 0) refuse("there is no numbered line with a name and a description");
  const lost = attributes.find((one) => /^L\d+$/.test(one.domain) && !Object.hasOwn(codeTables, one.domain));
  if (lost !== undefined) refuse(`${lost.name} refers to a table ${lost.domain}, which is not there`);
  return { attributes, codeTables };
}
