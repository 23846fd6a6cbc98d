import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { type Labels, labelAt } from "../../matrix/index.js";

/** Refuses labels that are a column among the features, value by value: with the target among its features a model learns nothing else. */
export function refuseTargetColumn(table: Table, names: readonly string[], y: Labels, where: string): void {
  for (const name of names) {
    const column = table.getChild(name);
    if (column === null || column.length !== y.length || y.length === 0) continue;
    let row = 0;
    while (row < y.length && column.get(row) !== null && labelAt(column, row) === labelAt(y, row)) row++;
    if (row < y.length) continue;
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `column "${name}" holds the labels themselves, and would be a feature`,
      fix: `Pass its name, "${name}", instead of the labels, or take it off the Table`,
      column: name,
    });
  }
}
