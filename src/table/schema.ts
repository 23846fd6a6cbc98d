import { Schema as ArrowSchema, RecordBatch, Table } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import { eachDistinctWord, eachValue, readerOf } from "./column-reader.js";
import type { DataDictionary } from "./dictionary/index.js";
import { columnNames, planOfTable } from "./read-table.js";

/** What a column is for. Ids never become features. */
export type Role = "feature" | "id" | "target" | "weight" | "group" | "time";
/** What its values mean: names, steps of a scale, amounts, or one of two. */
export type Level = "nominal" | "ordinal" | "numeric" | "binary";

/** What is known of one column beside its values. */
export interface ColumnSchema {
  /** What the column is for; a feature where nothing is said. */
  readonly role?: Role;
  /** What its values mean. */
  readonly level?: Level;
  /** For scales: does a higher code mean more (`"up"`) or less (`"down"`)? */
  readonly direction?: "up" | "down";
  /** Meanings by code. */
  readonly codes?: Readonly<Record<string, string>>;
}

const KEY = "kindred:schema";

/**
 * Roles, levels and directions of columns. A Schema travels with the Table (in its Arrow metadata) and with every model
 * fitted on it.
 *
 * @example
 * ```ts
 * import { Schema } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const table = parseCsv("LNR,AGE,ZONE\n1,34,a\n2,51,b\n");
 * const schema = Schema.infer(table).with({ LNR: { role: "id" }, AGE: { direction: "up" } });
 * const known = schema.attach(table);
 * Schema.of(known).column("LNR").role; // "id"
 * ```
 */
export class Schema {
  readonly #columns: ReadonlyMap<string, ColumnSchema>;

  /** @param columns - What is known, by column name. */
  constructor(columns: Iterable<readonly [string, ColumnSchema]> = []) {
    this.#columns = new Map(columns);
  }

  /**
   * A guess from the values: text is nominal, two values are binary, few integers are ordinal, the rest is numeric; a column of
   * distinct integers or words named like a key is an id. A dictionary adds what codes mean. Print it before you trust it.
   */
  static infer(table: Table, dictionary?: DataDictionary): Schema {
    const known = Schema.of(table);
    const names = columnNames(table);
    const plan = planOfTable(table, names, "Schema.infer");
    return new Schema(
      names.map((name, j): [string, ColumnSchema] => {
        const { labels, shows } = plan[j]!;
        const distinct = distinctValues(table, name);
        const codes = plan[j]!.storage !== "float64";
        const unique = distinct.complete && distinct.count === table.numRows && table.numRows > 1;
        const key = unique && (labels !== undefined || codes || distinct.integers) && KEY_NAME.test(name);
        const level = shows === "date" ? "numeric" : labels !== undefined ? "nominal" : levelOf(distinct, codes);
        const guess = { role: key ? "id" : "feature", level } as const;
        return [name, { ...guess, ...meanings(dictionary, name), ...known.column(name) }];
      }),
    );
  }

  /** The Schema that travels with a Table; an empty one where there is none. */
  static of(table: Table): Schema {
    const text = table.schema.metadata.get(KEY);
    return text === undefined ? new Schema() : Schema.fromJSON(JSON.parse(text) as [string, ColumnSchema][]);
  }

  /** The Schema that `toJSON` wrote. */
  static fromJSON(json: readonly (readonly [string, ColumnSchema])[]): Schema {
    if (!Array.isArray(json))
      throw new KindredError({
        code: "BAD_DOCUMENT",
        where: "Schema.fromJSON",
        problem: "expected an array of columns",
      });
    return new Schema(json);
  }

  /** The columns of which something is known. */
  get columns(): readonly string[] {
    return [...this.#columns.keys()];
  }

  /** What is known of a column. */
  column(name: string): ColumnSchema {
    return this.#columns.get(name) ?? {};
  }

  /** A copy that knows more, or better. */
  with(columns: Readonly<Record<string, ColumnSchema>>): Schema {
    const merged = new Map(this.#columns);
    for (const [name, column] of Object.entries(columns)) merged.set(name, { ...merged.get(name), ...column });
    return new Schema(merged);
  }

  /** The same Table with this Schema in its metadata; as it is where nothing is known. */
  attach(table: Table): Table {
    if (this.#columns.size === 0) return table;
    const metadata = new Map(table.schema.metadata).set(KEY, JSON.stringify(this));
    const schema = new ArrowSchema(table.schema.fields, metadata);
    return new Table(
      schema,
      table.batches.map((batch) => new RecordBatch(schema, batch.data)),
    );
  }

  /** Pairs of name and what is known, in order. */
  toJSON(): [string, ColumnSchema][] {
    return [...this.#columns];
  }

  /** One line a column, to read before fitting. */
  toString(): string {
    return [...this.#columns]
      .map(([name, c]) => [name, c.role ?? "feature", c.level ?? "?", ...(c.direction ? [c.direction] : [])].join("  "))
      .join("\n");
  }
}

const KEY_NAME = /(^|[_\W])(id|ids|key|lnr|nr|no|number|uuid|guid)$|^(id|lnr)/i;
const FEW = 30;

function meanings(dictionary: DataDictionary | undefined, name: string): Pick<ColumnSchema, "codes"> {
  const values =
    dictionary?.column(name)?.values.filter((value) => value.meaning !== "" && value.kind === undefined) ?? [];
  return values.length === 0 ? {} : { codes: Object.fromEntries(values.map(({ code, meaning }) => [code, meaning])) };
}

interface Distinct {
  readonly count: number;
  readonly complete: boolean;
  readonly integers: boolean;
}

function levelOf(distinct: Distinct, codes: boolean): Level {
  if (distinct.count <= 2) return "binary";
  return codes && distinct.count <= FEW ? "ordinal" : "numeric";
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
