import type { Table } from "apache-arrow";
import { listed, warn } from "../errors/index.js";
import { columnNames } from "./read-table.js";
import { withMissingColumns } from "./with-column.js";

/**
 * Records as a model of some columns reads them: a key that no record has is a missing value in all of them, as it is in one. What a row becomes
 * does not depend on the rows beside it.
 */
export class AbsentKeys {
  readonly #names: readonly string[];
  readonly #where: string;
  readonly #warned = new Set<string>();
  #found = false;

  constructor(names: readonly string[], where: string) {
    this.#names = names;
    this.#where = where;
  }

  /** A table of records with all of the columns. Where there was none of them so far, it is what it was, and its reader refuses it. */
  fill(table: Table): Table {
    const present = new Set(columnNames(table));
    const absent = this.#names.filter((name) => !present.has(name));
    this.#found ||= absent.length < this.#names.length;
    if (absent.length === 0 || !this.#found) return table;
    const fresh = absent.filter((name) => !this.#warned.has(name));
    for (const name of fresh) this.#warned.add(name);
    if (fresh.length > 0) warnOfAbsentKeys(fresh, this.#where);
    return withMissingColumns(table, absent);
  }
}

/** Records without the key of a column that was there at fit. */
export function warnOfAbsentKeys(absent: readonly string[], where: string): void {
  warn({
    code: "MISSING_KEY",
    where,
    message: `there is no key ${listed(absent)}: taken as missing. Say null where it is, and look at the spelling where it is not`,
    column: absent[0]!,
  });
}
