import { counted, KindredError, printed, textTable } from "../../errors/index.js";
import { asTable } from "../as-table.js";
import type { TableLike } from "../table-like.js";
import { auditTable, type DictionaryAudit } from "./audit.js";
import { canonical, type DictionaryColumn } from "./dictionary-column.js";

/** How a table's names find their entries. */
export interface DictionaryNames {
  /** The dictionary's name by the table's name. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Endings that the dictionary's names may have more than the table's: `["_RZ"]`. */
  readonly suffixes?: readonly string[];
}

/** A dictionary as JSON. */
export interface DictionaryDocument extends DictionaryNames {
  /** The columns described. */
  readonly columns: readonly DictionaryColumn[];
}

/**
 * What the columns of a bought-in table mean, and which of their codes say "unknown". Immutable.
 *
 * @example
 * ```ts
 * import { DataDictionary } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const dictionary = new DataDictionary([
 *   { name: "AGE_CLASS_RZ", numeric: false, values: [
 *     { code: "-1", meaning: "unknown", kind: "unknown" },
 *     { code: "1", meaning: "young" },
 *     { code: "2", meaning: "old" },
 *   ] },
 * ], { suffixes: ["_RZ"] });
 * dictionary.meaning("AGE_CLASS", 2); // "old"
 * dictionary.unknownCodes("AGE_CLASS"); // ["-1"]
 * const audit = dictionary.audit(parseCsv("AGE_CLASS,HOBBY\n1,9\n-1,3\n5,1\n"));
 * audit.undocumented; // ["HOBBY"]
 * audit.outOfRange[0]!.code; // "5"
 * ```
 */
export class DataDictionary {
  static {
    printed(DataDictionary.prototype);
  }

  /** Every column that is described. */
  readonly columns: readonly DictionaryColumn[];
  /** How a table's names find their entries. */
  readonly names: DictionaryNames;
  readonly #byName: ReadonlyMap<string, DictionaryColumn>;

  /**
   * @param columns - What is known.
   * @param names - Aliases and endings.
   * @throws KindredError where a column is described twice, or an alias leads nowhere.
   */
  constructor(columns: readonly DictionaryColumn[], names: DictionaryNames = {}) {
    this.columns = columns;
    this.names = names;
    this.#byName = new Map(columns.map((column) => [column.name, column]));
    if (this.#byName.size < columns.length)
      throw refusal(
        `"${columns.find(({ name }, i) => columns.findIndex((c) => c.name === name) < i)!.name}" is described twice`,
        "Join the entries",
      );
    const lost = Object.entries(names.aliases ?? {}).find(([, entry]) => !this.#byName.has(entry));
    if (lost !== undefined)
      throw refusal(`the alias "${lost[0]}" leads to "${lost[1]}", which is not described`, "Correct the alias");
  }

  /** How many columns it describes, and the first of them with their descriptions. */
  toText(): string {
    const { columns } = this;
    const table = textTable(["column", "values", "description"], columns.length, (k) => [
      columns[k]!.name,
      columns[k]!.values.length,
      columns[k]!.description,
    ]);
    return `DataDictionary of ${counted(columns.length, "column")}\n${table}`;
  }

  /** The dictionary that `toJSON` wrote. */
  static fromJSON(document: DictionaryDocument): DataDictionary {
    if (typeof document !== "object" || document === null || !Array.isArray(document.columns))
      throw refusal("the document has no columns", "Pass what toJSON gave");
    const { columns, ...names } = document;
    return new DataDictionary(columns, names);
  }

  /** A copy that finds more names. */
  with(names: DictionaryNames): DataDictionary {
    return new DataDictionary(this.columns, {
      aliases: { ...this.names.aliases, ...names.aliases },
      suffixes: [...(this.names.suffixes ?? []), ...(names.suffixes ?? [])],
    });
  }

  /** What is known of a table's column: by its name, its alias, or its name with one of the endings. */
  column(name: string): DictionaryColumn | undefined {
    const { aliases = {}, suffixes = [] } = this.names;
    if (Object.hasOwn(aliases, name)) return this.#byName.get(aliases[name]!);
    for (const suffix of ["", ...suffixes]) {
      const found = this.#byName.get(`${name}${suffix}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What a code means; undefined where that is not known. */
  meaning(name: string, code: string | number): string | undefined {
    const text = canonical(String(code));
    return this.column(name)?.values.find((value) => value.code === text && value.meaning !== "")?.meaning;
  }

  /** The codes of a column that say "unknown". */
  unknownCodes(name: string): string[] {
    return this.#codesOf(name, "unknown");
  }

  /** The codes of a column that say "there was nothing". */
  noActivityCodes(name: string): string[] {
    return this.#codesOf(name, "noActivity");
  }

  #codesOf(name: string, kind: "unknown" | "noActivity"): string[] {
    return (this.column(name)?.values ?? []).filter((value) => value.kind === kind).map((value) => value.code);
  }

  /** Holds a table against the dictionary: names that do not match, both ways, and values that are not described. */
  audit(table: TableLike): DictionaryAudit {
    return auditTable(this, asTable(table, "DataDictionary.audit"));
  }

  /** All of it as JSON. */
  toJSON(): DictionaryDocument {
    return { columns: this.columns, ...this.names };
  }
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_INPUT", where: "DataDictionary", problem, fix });
}
