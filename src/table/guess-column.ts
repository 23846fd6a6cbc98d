import type { Table } from "apache-arrow";
import type { ColumnPlan } from "../matrix/index.js";
import { eachDistinctWord, eachValue, readerOf } from "./column-reader.js";
import type { ColumnSchema, GuessedFact, Level } from "./column-schema.js";
import type { DictionaryColumn } from "./dictionary/dictionary-column.js";
import { directionOfMeanings, haveOrder } from "./meanings.js";

/** Names of keys: by their last word, by how they begin, and German compounds. */
const KEY_WORD = /^(ids?|keys?|lnr|nr|no|num|number|nummer|uuid|guid|e?mail)$/i;
const KEY_NAME = /^(id|lnr)|(nummer|kennung)$|\be-?mail(\W?(address|adresse))?$/i;
/** A column of more codes holds amounts. */
const MAX_ORDINAL_CODES = 30;
/** Meanings say what a column is where they are of at least this share of its values. */
const EXPLAINED = 0.8;

/** What a dictionary declares of a column. */
export function declaredBy(entry: DictionaryColumn | undefined): ColumnSchema {
  if (entry === undefined) return {};
  const { role, measurement, direction, level: subject, description, numeric, values } = entry;
  const level = measurement ?? (numeric && values.length === 0 ? "numeric" : undefined);
  const meant = values.filter((value) => value.meaning !== "" && value.kind === undefined);
  return {
    ...(role === undefined ? {} : { role }),
    ...(level === undefined ? {} : { level }),
    ...(direction === undefined ? {} : { direction }),
    ...(subject === undefined ? {} : { subject }),
    ...(description === undefined ? {} : { description }),
    ...(meant.length === 0 ? {} : { codes: Object.fromEntries(meant.map(({ code, meaning }) => [code, meaning])) }),
  };
}

/** What is declared of a column, and for what is not a guess, marked as one. */
export function guessColumn(
  table: Table,
  plan: ColumnPlan,
  declared: ColumnSchema,
  entry: DictionaryColumn | undefined,
): ColumnSchema {
  const distinct = distinctValues(table, plan.name);
  const level = declared.level ?? levelOf(plan, distinct, entry, declared.codes);
  const direction = declared.direction ?? (level === "ordinal" ? directionOfMeanings(declared.codes) : undefined);
  const guessed: GuessedFact[] = [
    ...(declared.role === undefined ? ["role" as const] : []),
    ...(declared.level === undefined ? ["level" as const] : []),
    ...(declared.direction === undefined && direction !== undefined ? ["direction" as const] : []),
  ];
  return {
    role: isKey(table, plan, distinct) ? "id" : "feature",
    level,
    ...(direction === undefined ? {} : { direction }),
    ...declared,
    ...(guessed.length === 0 ? {} : { guessed }),
  };
}

function isKey(table: Table, { name, labels, storage }: ColumnPlan, { count, complete, integers }: Distinct): boolean {
  const unique = complete && count === table.numRows && table.numRows > 1;
  return unique && (labels !== undefined || storage !== "float64" || integers) && isKeyName(name);
}

/** `customer_id`, `customerId`, `CustomerID`, `CUSTOMER ID`, `Kundennummer`, `e-mail`. */
function isKeyName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[\W_]+/)
    .filter((word) => word !== "");
  return KEY_WORD.test(words.at(-1) ?? "") || KEY_NAME.test(name);
}

function levelOf(
  { labels, shows, storage }: ColumnPlan,
  distinct: Distinct,
  entry: DictionaryColumn | undefined,
  codes: ColumnSchema["codes"],
): Level {
  if (shows === "date") return "numeric";
  if (labels !== undefined) return "nominal";
  const known = entry?.values.filter((value) => value.kind === undefined).length ?? 0;
  if (distinct.count <= 2 && known <= 2) return "binary";
  if (storage === "float64" || (distinct.count > MAX_ORDINAL_CODES && known === 0)) return "numeric";
  const areExplained = Object.keys(codes ?? {}).length >= EXPLAINED * distinct.count;
  return areExplained && haveOrder(codes) === false ? "nominal" : "ordinal";
}

interface Distinct {
  readonly count: number;
  readonly complete: boolean;
  readonly integers: boolean;
}

function distinctValues(table: Table, name: string): Distinct {
  const vector = table.getChild(name)!;
  const reader = readerOf(name, vector, "Schema.infer");
  if (reader.kind === "text") {
    const words = new Set<string>();
    eachDistinctWord(reader, (word) => words.add(word));
    return { count: words.size, complete: vector.nullCount === 0, integers: false };
  }
  const values = new Set<number>();
  let integers = true;
  eachValue(reader, (value) => {
    values.add(value);
    integers &&= Number.isInteger(value);
  });
  return { count: values.size, complete: vector.nullCount === 0, integers };
}
