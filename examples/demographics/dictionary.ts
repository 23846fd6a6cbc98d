import { type Code, type ColumnFacts, columnFacts } from "./facts.js";
import { writeLines } from "./write-lines.js";

/** What the families of columns are about, in our own words. */
const FAMILIES: Readonly<Record<string, string>> = {
  SEMIO: "leaning of the person towards an attitude (1 = strong, 7 = weak)",
  FINANZ: "financial habit of the person (1 = strong, 5 = weak)",
  KBA05: "cars registered in the neighborhood",
  KBA13: "cars registered in the postal area",
  D19: "transactions of the household by mail order",
  PLZ8: "buildings and households of the postal area",
  CJT: "liking of the person for a way to be contacted and to buy",
  RT: "liking of the person for a kind of retailer",
  CAMEO: "social standing of the neighborhood",
  LP: "stage of life, family and status of the person",
  ANZ: "how many there are of something",
  ALTER: "age",
};
/** Columns whose low codes mean much of what is described: a low number of an income is a high one, and the first code of a date is the latest. */
const DOWNWARDS = /^(SEMIO_|FINANZ_|HH_EINKOMMEN_SCORE$|W_KEIT_KIND_HH$|D19_\w+_DATUM$)/;
/** Scales that say something else than their family does. */
const ABOUT: readonly (readonly [pattern: RegExp, about: string])[] = [
  [/^HH_EINKOMMEN_SCORE$/, "income of the household (1 = very high)"],
  [/^W_KEIT_KIND_HH$/, "likelihood of a child in the household (1 = very high)"],
  [/^D19_\w+_DATUM$/, "how recent the last transaction of the household is (1 = very recent)"],
];
const STEPS = ["very low", "low", "average", "high", "very high"];

/** The name that the dictionary knows a column by. */
function nameOf(facts: ColumnFacts): string {
  return facts.dictionaryName ?? facts.name;
}

function documented(): ColumnFacts[] {
  return columnFacts.filter((facts) => facts.documented !== false && facts.extra !== true && facts.type !== "id");
}

/** The rows of one attribute: its name and description stand on the first alone. */
function entries(facts: ColumnFacts): string[] {
  const about =
    ABOUT.find(([pattern]) => pattern.test(facts.name))?.[1] ??
    FAMILIES[facts.family] ??
    "a fact about the person or where they live";
  const meanings = [...unknowns(facts), ...inactive(facts), ...values(facts)];
  return meanings.map(([value, meaning], i) =>
    [
      i === 0 ? nameOf(facts) : "",
      i === 0 ? `${about}${facts.level === undefined ? "" : ` (${facts.level})`}` : "",
      `"${value}"`,
      meaning,
    ].join(";"),
  );
}

function unknowns({ unknown = [] }: ColumnFacts): [string, string][] {
  return unknown.length === 0 ? [] : [[unknown.join(", "), "unknown"]];
}

function inactive({ noActivity = [] }: ColumnFacts): [string, string][] {
  return noActivity.length === 0 ? [] : [[noActivity.join(", "), "no transaction known"]];
}

function values(facts: ColumnFacts): [string, string][] {
  const aside = new Set<Code>([...(facts.unknown ?? []), ...(facts.noActivity ?? [])]);
  if (facts.range !== undefined || facts.type === "numeric" || facts.type === "date") return [["…", "numeric value"]];
  const codes = (facts.words ?? facts.codes ?? []).filter((code: Code) => !aside.has(code));
  return codes.map((code, i) => [String(code), meaningOf(facts, i, codes.length)]);
}

function meaningOf(facts: ColumnFacts, i: number, of: number): string {
  if (facts.type !== "ordinal") return `kind ${i + 1} of ${of}`;
  const place = of === 1 ? 0.5 : i / (of - 1);
  const step = DOWNWARDS.test(facts.name) ? 1 - place : place;
  return STEPS[Math.round(step * (STEPS.length - 1))]!;
}

/** Writes the dictionary of values, in the layout that such dictionaries come in. */
export function writeDictionary(path: string): Promise<void> {
  return writeLines(path, [
    "Attribute;Description;Value;Meaning\n",
    ...documented()
      .flatMap(entries)
      .map((line) => `${line}\n`),
  ]);
}

/** Writes which attribute belongs to which level of information: the level's name stands on its first row alone. */
export function writeLevels(path: string): Promise<void> {
  const levels = new Map<string, string[]>();
  for (const facts of documented()) {
    const level = facts.level ?? "Other";
    levels.set(level, [...(levels.get(level) ?? []), nameOf(facts)]);
  }
  const lines = [...levels].flatMap(([level, names]) => names.map((name, i) => `${i === 0 ? level : ""};${name}\n`));
  return writeLines(path, ["Information level;Attribute\n", ...lines]);
}
