import { RecordBatch } from "apache-arrow/recordbatch";
import { Table } from "apache-arrow/table";
import { KindredError, printed } from "../errors/index.js";
import { check, checkParams } from "../options/index.js";
import { arrowSchema } from "./arrow-schema.js";
import { asTable } from "./as-table.js";
import type { ColumnSchema, GuessedFact } from "./column-schema.js";
import type { ColumnDescriptions } from "./dictionary/dictionary-column.js";
import { declaredBy, guessColumn } from "./guess-column.js";
import { columnNames, planOfTable } from "./read-table.js";
import { tableInMemory } from "./read-whole.js";
import { isSource, type Source } from "./source.js";
import type { TableLike } from "./table-like.js";

const KEY = "kindred:schema";

const factsCheck = (): ReturnType<typeof check.record> =>
  check.record(
    check.object<ColumnSchema>({
      role: check.oneOf("feature", "id", "target", "weight", "group", "time"),
      level: check.oneOf("nominal", "ordinal", "numeric", "binary"),
      direction: check.oneOf("up", "down"),
      description: check.text,
      kind: check.oneOf("indicator"),
      source: check.text,
      category: check.text,
      meaning: check.text,
      codes: check.record(check.text),
      subject: check.text,
      guessed: check.texts,
    }),
  );

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
  static {
    printed(Schema.prototype);
  }

  readonly #columns: ReadonlyMap<string, ColumnSchema>;

  /** @param columns - What is known, by column name. */
  constructor(columns: Iterable<readonly [string, ColumnSchema]> = []) {
    this.#columns = new Map(columns);
  }

  /**
   * What is known of a Table's columns: what its own Schema says, then what a dictionary says (with its levels file), and for the rest a
   * guess. Text is nominal, two values are binary, few integers are ordinal (nominal where a dictionary lists meanings that have no order), what else are numbers is numeric; a column of distinct integers or
   * words named like a key is an id; a scale whose meanings run from low to high goes up. Print it before you trust it: guesses are marked.
   */
  static infer(table: TableLike, dictionary?: ColumnDescriptions): Schema;
  /** The same of a Source, whose rows are read into memory. */
  static infer(source: Source, dictionary?: ColumnDescriptions): Promise<Schema>;
  static infer(data: TableLike | Source, dictionary?: ColumnDescriptions): Schema | Promise<Schema> {
    if (!isSource(data)) return Schema.#inferred(asTable(data, "Schema.infer"), dictionary);
    return tableInMemory(data, "Schema.infer").then((table) => Schema.#inferred(table, dictionary));
  }

  static #inferred(table: Table, dictionary: ColumnDescriptions | undefined): Schema {
    const known = Schema.of(table);
    const names = columnNames(table);
    const plan = planOfTable(table, names, "Schema.infer");
    return new Schema(
      names.map((name, j): [string, ColumnSchema] => {
        const entry = dictionary?.column(name);
        return [
          name,
          guessColumn(table, plan[j]!, { ...declaredBy(entry), ...declaredFacts(known.column(name)) }, entry),
        ];
      }),
    );
  }

  /** The Schema that travels with a Table; an empty one where there is none. */
  static of(table: Table): Schema {
    const text = asTable(table, "Schema.of").schema.metadata.get(KEY);
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

  /**
   * A copy that knows more, or better.
   *
   * @throws KindredError INVALID_PARAMETER for a role, a level or a direction that there is not.
   */
  with(columns: Readonly<Record<string, ColumnSchema>>): Schema {
    checkParams("Schema.with", factsCheck(), columns);
    const merged = new Map(this.#columns);
    for (const [name, column] of Object.entries(columns)) merged.set(name, withFacts(merged.get(name) ?? {}, column));
    return new Schema(merged);
  }

  /** The same Table with this Schema in its metadata; as it is where nothing is known. */
  attach(data: TableLike): Table {
    const table = asTable(data, "Schema.attach");
    if (this.#columns.size === 0) return table;
    const metadata = new Map(table.schema.metadata).set(KEY, JSON.stringify(this));
    const schema = arrowSchema(table.schema.fields, metadata);
    return new Table(
      schema,
      table.batches.map((batch) => new RecordBatch(schema, batch.data)),
    );
  }

  /** Pairs of name and what is known, in order. */
  toJSON(): [string, ColumnSchema][] {
    return [...this.#columns];
  }

  /** One line a column, to read before fitting; a question mark is behind what was guessed. */
  toText(): string {
    return [...this.#columns]
      .map(([name, { role = "feature", level, direction, subject, guessed = [] }]) => {
        const marked = (fact: GuessedFact, text: string): string => (guessed.includes(fact) ? `${text}?` : text);
        return [
          name,
          marked("role", role),
          level === undefined ? "?" : marked("level", level),
          ...(direction === undefined ? [] : [marked("direction", direction)]),
          ...(subject === undefined ? [] : [subject]),
        ].join("  ");
      })
      .join("\n");
  }

  /** The same, where a text is wanted. */
  toString(): string {
    return this.toText();
  }
}

/** A column's facts without those that were guessed. */
function declaredFacts({ guessed = [], ...facts }: ColumnSchema): ColumnSchema {
  return Object.fromEntries(Object.entries(facts).filter(([fact]) => !guessed.includes(fact as GuessedFact)));
}

/** What was declared is a guess no more. */
function withFacts(before: ColumnSchema, facts: ColumnSchema): ColumnSchema {
  const { guessed = [], ...rest } = before;
  const left = guessed.filter((fact) => facts[fact] === undefined);
  return { ...rest, ...facts, ...(left.length === 0 || facts.guessed !== undefined ? {} : { guessed: left }) };
}
