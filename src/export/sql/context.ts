import type { ColumnPlan } from "../../matrix/index.js";
import { cannot } from "../cannot.js";
import type { CasesColumn, Column, PlainColumn, TextColumn } from "./column.js";
import type { Dialect } from "./dialect.js";
import { writeLinear } from "./linear.js";
import { checkText } from "./names.js";
import { Query } from "./query.js";

const WHOLE: ReadonlySet<ColumnPlan["storage"]> = new Set(["int8", "int16", "uint8"]);

/** What operations are written with. */
export class SqlContext {
  readonly query: Query = new Query();
  readonly dialect: Dialect;
  readonly where: string;

  constructor(dialect: Dialect, where: string) {
    this.dialect = dialect;
    this.where = where;
  }

  /** A column of the table, as the program sees it. */
  input({ name, labels, shows, storage }: ColumnPlan): Column {
    const { dialect } = this;
    const column = `t.${dialect.identifier(name)}`;
    if (labels !== undefined) {
      const read = this.query.source.bind(this.query, dialect.asText(column));
      return {
        kind: "text",
        words: labels,
        get sql() {
          return read();
        },
      };
    }
    const expression =
      shows === "boolean"
        ? `CASE WHEN LOWER(${dialect.asText(column)}) IN ('true', 't', '1', '1.0') THEN ${dialect.double(1)} WHEN LOWER(${dialect.asText(column)}) IN ('false', 'f', '0', '0.0') THEN ${dialect.number(0)} END`
        : shows === "date"
          ? dialect.asMilliseconds(column)
          : dialect.asDouble(column);
    const read = this.query.source.bind(this.query, expression);
    return {
      kind: "number",
      whole: shows !== "date" && WHOLE.has(storage),
      get sql() {
        return read();
      },
    };
  }

  /** The column as a number by a short expression. */
  number(column: Column): PlainColumn {
    switch (column.kind) {
      case "number":
        return column;
      case "text":
        throw cannot(this.where, "text", "an operation needs its codes as numbers", "Encode it before");
      case "cases":
        return this.define(this.cases(column));
      case "linear": {
        const sum = this.define(writeLinear(column, this.dialect));
        return column.single ? this.rounded(sum) : sum;
      }
    }
  }

  /** The column as a number or text by a short expression. */
  plain(column: Column): PlainColumn | TextColumn {
    return column.kind === "text" ? column : this.number(column);
  }

  define(expression: string): PlainColumn {
    return { kind: "number", sql: this.query.define(expression) };
  }

  /**
   * Rounded to float32, by the two halves that a product with 2^29 + 1 leaves (T. Dekker, "A floating-point technique for extending the available
   * precision", 1971): no dialect needs a type for it.
   */
  rounded({ sql }: PlainColumn): PlainColumn {
    const product = this.define(`${sql} * ${this.dialect.number(2 ** 29 + 1)}`).sql;
    return this.define(`${product} - (${product} - ${sql})`);
  }

  /** The value of a `cases` column as an expression; numbers may stand for the words of a new text (`as`). */
  cases({ sql, arms, missing, other }: CasesColumn, as?: (value: number) => string): string {
    const { dialect } = this;
    let first = true;
    const literal = (value: number): string => {
      if (as !== undefined) return Number.isNaN(value) ? "NULL" : as(value);
      const typed = first;
      first = false;
      return typed ? dialect.double(value) : dialect.number(value);
    };
    const by = new Map<number, string[]>();
    const same = (value: number, rest: number): boolean => Object.is(value, rest);
    for (const { match, value } of arms) if (!same(value, other)) by.set(value, [...(by.get(value) ?? []), match]);
    const whens = [
      ...(same(missing, other) ? [] : [`WHEN ${sql} IS NULL THEN ${literal(missing)}`]),
      ...[...by].map(([value, matches]) => `WHEN ${this.isOneOf(sql, matches)} THEN ${literal(value)}`),
    ];
    return whens.length === 0 ? literal(other) : `CASE ${whens.join(" ")} ELSE ${literal(other)} END`;
  }

  isOneOf(sql: string, matches: readonly string[]): string {
    return matches.length === 1 ? `${sql} = ${matches[0]}` : `${sql} IN (${matches.join(", ")})`;
  }

  /** The literal of a value that a program knows by a number: a word's position, or the number itself. */
  literal(column: Column, value: number): string | undefined {
    if (column.kind !== "text") return this.dialect.number(value);
    const word = column.words[value];
    return word === undefined ? undefined : this.word(word);
  }

  word(word: string): string {
    checkText(word, `the category ${JSON.stringify(word)}`, this.where);
    return this.dialect.text(word);
  }
}
