import type { Dialect } from "./dialect.js";

interface Stage {
  readonly name: string;
  readonly columns: Map<string, string>;
}

const REFERENCE = /\bc\d+\b/g;

/**
 * A query that grows stage by stage, one common table expression each. A stage may refer to columns of the stages before it; a column is carried
 * along as far as it is needed, and what nothing needs is left out.
 */
export class Query {
  readonly #stages: Stage[] = [{ name: "input", columns: new Map() }];
  readonly #stageOf = new Map<string, number>();
  readonly #known = new Map<string, string>();
  #base = 0;

  /** Starts a new stage, named after an operation: what is defined from here on stands there or behind. */
  begin(name: string): void {
    this.#base = this.#stages.length;
    this.#stages.push({ name, columns: new Map() });
  }

  /** A column made by an expression over columns that are known; gives its name. The same expression is one column. */
  define(expression: string): string {
    const known = this.#known.get(expression);
    if (known !== undefined) return known;
    const behind = 1 + Math.max(-1, ...this.#references(expression).map((name) => this.#stageOf.get(name)!));
    return this.#add(expression, Math.max(this.#base, behind));
  }

  /** A column made of the table's columns. */
  source(expression: string): string {
    return this.#known.get(expression) ?? this.#add(expression, 0);
  }

  #add(expression: string, at: number): string {
    const name = `c${this.#stageOf.size}`;
    while (this.#stages.length <= at) this.#stages.push({ name: this.#stages.at(-1)!.name, columns: new Map() });
    this.#stages[at]!.columns.set(name, expression);
    this.#stageOf.set(name, at);
    this.#known.set(expression, name);
    return name;
  }

  #references(expression: string): string[] {
    return (expression.match(REFERENCE) ?? []).filter((name) => this.#stageOf.has(name));
  }

  /** The whole query: `outputs` are expressions with their quoted names, `keep` quoted columns of the table that go along. */
  text(
    dialect: Dialect,
    table: string,
    keep: readonly string[],
    outputs: readonly (readonly [name: string, expression: string])[],
  ): { readonly sql: string; readonly widest: number } {
    let needed = new Set(outputs.flatMap(([, expression]) => this.#references(expression)));
    const parts: { name: string; list: readonly string[] }[] = [];
    let widest = outputs.length + keep.length;
    for (let at = this.#stages.length - 1; at >= 0; at--) {
      const { name, columns } = this.#stages[at]!;
      const made = [...columns].filter(([column]) => needed.has(column));
      if (made.length === 0 && at > 0) continue;
      const carried = [...needed].filter((column) => this.#stageOf.get(column)! < at);
      const kept = keep.map((column, k) => (at === 0 ? `t.${column} AS k${k}` : `k${k}`));
      const list = [...kept, ...carried, ...made.map(([column, expression]) => `${expression} AS ${column}`)];
      parts.unshift({ name: `kindred_${at}_${name}`, list: list.length === 0 ? ["1 AS k0"] : list });
      widest = Math.max(widest, list.length);
      needed = new Set([...carried, ...made.flatMap(([, expression]) => this.#references(expression))]);
    }
    const expressions = parts.map(({ name, list }, k) => {
      const from = k === 0 ? `${table} AS t` : parts[k - 1]!.name;
      return `${name} AS ${dialect.hint}(\n  SELECT ${list.join(",\n    ")}\n  FROM ${from}${dialect.fence}\n)`;
    });
    const final = [
      ...keep.map((column, k) => `k${k} AS ${column}`),
      ...outputs.map(([name, expression]) => `${expression} AS ${name}`),
    ];
    const sql = `WITH ${expressions.join(",\n")}\nSELECT ${final.join(",\n  ")}\nFROM ${parts.at(-1)!.name}\n`;
    return { sql, widest };
  }
}
