import type { Table } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import { check, checkArguments } from "../options/index.js";
import { asTable } from "./as-table.js";
import type { TableLike } from "./table-like.js";
import { takeTable } from "./take-table.js";

const WHERE = "selectRows";

/**
 * Chosen rows of a table, in the order given. Every column keeps its type and its values, 64-bit ids too.
 *
 * @param table - A Table, records or columns.
 * @param rows - Positions of rows (a row may be chosen more than once), or one boolean a row: true for those that are kept.
 * @throws KindredError INVALID_INPUT where there is no such row; WRONG_LENGTH where there is not one boolean a row.
 *
 * @example
 * ```ts
 * import { selectRows } from "kindred";
 *
 * const people = { LNR: [7, 8, 9], AGE: [34, 51, 28] };
 * selectRows(people, [2, 0]).getChild("LNR")!.toJSON(); // [9, 7]
 * selectRows(people, people.AGE.map((age) => age > 30)).numRows; // 2
 * ```
 */
export function selectRows(table: TableLike, rows: ArrayLike<number> | readonly boolean[]): Table {
  checkArguments(WHERE, { rows: [rows, check.list] });
  const own = asTable(table, WHERE);
  return takeTable(own, positionsOf(rows, own.numRows));
}

function positionsOf(rows: ArrayLike<number> | readonly boolean[], count: number): Int32Array {
  if (isMask(rows)) {
    if (rows.length !== count)
      throw new KindredError({
        code: "WRONG_LENGTH",
        where: WHERE,
        problem: `there are ${rows.length} booleans for ${count} rows`,
        fix: "Give one boolean a row, or positions of rows",
        expected: count,
        got: rows.length,
      });
    return Int32Array.from(rows.flatMap((kept, row) => (kept ? [row] : [])));
  }
  return Int32Array.from(rows, (row) => {
    if (Number.isInteger(row) && row >= 0 && row < count) return row;
    throw new KindredError({
      code: "INVALID_INPUT",
      where: WHERE,
      problem: `row ${String(row)} does not exist: there are ${count}`,
      fix: "Use positions from 0 up",
      got: row,
    });
  });
}

function isMask(rows: ArrayLike<number> | readonly boolean[]): rows is readonly boolean[] {
  return Array.isArray(rows) && rows.length > 0 && rows.every((row) => typeof row === "boolean");
}
