import type { Table } from "apache-arrow";
import { type DistinctValues, ValueCounter } from "../../engine/reducers/index.js";
import { counted, listed, printed } from "../../errors/index.js";
import { columnNames, planOfTable, readTable } from "../read-table.js";
import { Schema } from "../schema.js";
import { tableFromRows } from "../table-from-rows.js";
import { type ColumnDescriptions, canonical } from "./dictionary-column.js";

/** A code in a column, and in how many rows. */
export interface CodeCount {
  /** The table's column. */
  readonly column: string;
  /** The code as text. */
  readonly code: string;
  /** How many rows hold it. */
  readonly rows: number;
}

/** A name in a table and one in a dictionary that may be the same. */
export interface NamesAlike {
  /** The table's column. */
  readonly column: string;
  /** The dictionary's entry. */
  readonly entry: string;
}

/** What an audit found. */
export interface DictionaryAudit {
  /** Rows of the table. */
  readonly rows: number;
  /** The table's columns that the dictionary does not describe. */
  readonly undocumented: readonly string[];
  /** Entries of the dictionary that no column of the table belongs to. */
  readonly unused: readonly string[];
  /** Undocumented columns and unused entries that may be the same under two names: aliases to declare. */
  readonly alike: readonly NamesAlike[];
  /** The table's columns that are ids by their Schema: they never become features. */
  readonly ids: readonly string[];
  /** Codes that the dictionary calls unknown, where the table holds them. */
  readonly unknown: readonly CodeCount[];
  /** Codes of described columns that the dictionary does not list. */
  readonly outOfRange: readonly CodeCount[];
  /** Codes that look like unknowns though nothing says so: -1, 0, 9, X and their like at the edge of a column's codes. */
  readonly suspected: readonly CodeCount[];
  /** Columns that mix numbers and words. */
  readonly mixed: readonly string[];
  /** The audit as text: counts first, the worst cases by name. */
  toText(): string;
  /** Every finding as a row: what, column, code (of names alike the entry), rows. */
  toTable(): Table;
}

const LOOKS_UNKNOWN = /^(-1|0|9|99|999|X+|NA|N\/A|\?|unbekannt|unknown)$/i;
/** A column of more values holds amounts, where 0 and 9 are numbers like any other. */
const MAX_CODES = 60;

/** Holds a table against a dictionary. */
export function auditTable(dictionary: ColumnDescriptions, table: Table): DictionaryAudit {
  const schema = Schema.of(table);
  const all = columnNames(table);
  const ids = all.filter((name) => schema.column(name).role === "id");
  const names = all.filter((name) => !ids.includes(name));
  const entries = new Set(names.map((name) => dictionary.column(name)?.name));
  const undocumented = names.filter((name) => dictionary.column(name) === undefined);
  const unknown: CodeCount[] = [];
  const outOfRange: CodeCount[] = [];
  const suspected: CodeCount[] = [];
  const mixed: string[] = [];
  for (const name of names) {
    const counts = countCodes(table, name);
    if (isMixed([...counts.keys()])) mixed.push(name);
    const entry = dictionary.column(name);
    const known = new Map((entry?.values ?? []).map((value) => [value.code, value.kind]));
    for (const [code, rows] of counts) {
      const kind = known.get(code);
      if (kind === "unknown") unknown.push({ column: name, code, rows });
      else if (entry !== undefined && !entry.numeric && !known.has(code)) outOfRange.push({ column: name, code, rows });
      if (!known.has(code) && counts.size <= MAX_CODES && LOOKS_UNKNOWN.test(code) && isEdge(code, counts))
        suspected.push({ column: name, code, rows });
    }
  }
  const unused = dictionary.columns.map((column) => column.name).filter((name) => !entries.has(name));
  const alike = namesAlike(undocumented, unused);
  const findings = { rows: table.numRows, undocumented, unused, alike, ids, unknown, outOfRange, suspected, mixed };
  return printed({ ...findings, toText: () => auditText(findings), toTable: () => auditRows(findings) });
}

/** Pairs of which one name starts with the other, but for signs between letters. */
function namesAlike(columns: readonly string[], entries: readonly string[]): NamesAlike[] {
  const plain = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return columns.flatMap((column) => {
    const own = plain(column);
    const entry = entries.find(
      (other) => own.length >= 3 && (plain(other).startsWith(own) || own.startsWith(plain(other))),
    );
    return entry === undefined ? [] : [{ column, entry }];
  });
}

type Findings = Omit<DictionaryAudit, "toText" | "toTable">;

function countCodes(table: Table, name: string): ReadonlyMap<string, number> {
  const plan = planOfTable(table, [name], "DataDictionary.audit");
  if (plan[0]!.shows === "date") return new Map();
  const x = readTable(table, plan, "DataDictionary.audit");
  const counter = new ValueCounter(plan);
  counter.add({ x, row: 0 });
  const [{ values, weights }] = counter.result() as [DistinctValues];
  const texts = new Map<string, number>();
  values.forEach((value, k) => {
    const text = canonical(x.stores[0]!.labels?.[value] ?? String(value));
    texts.set(text, (texts.get(text) ?? 0) + weights[k]!);
  });
  return texts;
}

function isNumber(code: string): boolean {
  return code !== "" && Number.isFinite(Number(code));
}

function isMixed(codes: readonly string[]): boolean {
  return codes.some(isNumber) && codes.some((code) => !isNumber(code));
}

/** Words among words always stand out; a number only where it is apart from the codes between. */
function isEdge(code: string, counts: ReadonlyMap<string, number>): boolean {
  if (!isNumber(code)) return true;
  const numbers = [...counts.keys()].filter(isNumber).map(Number);
  if (numbers.length < 3) return code === "-1";
  const value = Number(code);
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  if (value === low) return value < 0;
  return value === high && !numbers.includes(value - 1);
}

function auditText(found: Findings): string {
  const codes = (list: readonly CodeCount[]): string =>
    [...list]
      .sort((a, b) => b.rows - a.rows)
      .slice(0, 5)
      .map(({ column, code, rows }) => `${column} = ${code} (${rows.toLocaleString("en-US")})`)
      .join(", ");
  const columnsOf = (list: readonly CodeCount[]): number => new Set(list.map((item) => item.column)).size;
  const sum = (list: readonly CodeCount[]): string =>
    list.reduce((rows, item) => rows + item.rows, 0).toLocaleString("en-US");
  const lines = [
    found.ids.length > 0 && `Set aside as ids: ${listed(found.ids)}.`,
    `Unknown codes: ${sum(found.unknown)} cells in ${counted(columnsOf(found.unknown), "column")}${found.unknown.length > 0 ? `, most in ${codes(found.unknown)}` : ""}.`,
    found.undocumented.length > 0 &&
      `Undocumented: ${counted(found.undocumented.length, "column")}: ${listed(found.undocumented)}.`,
    found.alike.length > 0 &&
      `Perhaps the same under two names: ${found.alike
        .slice(0, 5)
        .map(({ column, entry }) => `${column} and ${entry}`)
        .join(", ")}.`,
    found.outOfRange.length > 0 &&
      `Codes that the dictionary does not list: ${sum(found.outOfRange)} cells in ${counted(columnsOf(found.outOfRange), "column")}, most in ${codes(found.outOfRange)}.`,
    found.suspected.length > 0 && `Look unknown though nothing says so: ${codes(found.suspected)}.`,
    found.mixed.length > 0 && `Numbers and words in one column: ${listed(found.mixed)}.`,
    found.unused.length > 0 &&
      `Described, but not in the table: ${counted(found.unused.length, "entry").replace(/entrys$/, "entries")}: ${listed(found.unused)}.`,
  ];
  return lines.filter((line): line is string => typeof line === "string").join("\n");
}

function auditRows(found: Findings): Table {
  const names = (what: string, list: readonly string[]): (string | number | null)[][] =>
    list.map((name) => [what, name, null, null]);
  const codes = (what: string, list: readonly CodeCount[]): (string | number | null)[][] =>
    list.map(({ column, code, rows }) => [what, column, code, rows]);
  return tableFromRows(
    ["finding", "column", "code", "rows"],
    [
      ...names("id", found.ids),
      ...names("undocumented", found.undocumented),
      ...names("unused", found.unused),
      ...found.alike.map(({ column, entry }) => ["alike", column, entry, null]),
      ...names("mixed", found.mixed),
      ...codes("unknown", found.unknown),
      ...codes("outOfRange", found.outOfRange),
      ...codes("suspected", found.suspected),
    ],
  );
}
