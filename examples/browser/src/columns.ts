import type { Table } from "apache-arrow";
import { Schema } from "kindred";
import type { Choice, ColumnFacts, Level } from "./messages.js";

/** What is known of each column of a file. */
export function columnFacts(table: Table): ColumnFacts[] {
  const schema = Schema.infer(table);
  return table.schema.fields.map((field) => {
    const { level = "nominal", role } = schema.column(field.name);
    const type = typeInWords(field.type);
    return {
      name: field.name,
      type,
      level,
      changeable: type === "whole number" || type === "number",
      isId: role === "id",
      missing: table.getChild(field.name)!.nullCount / Math.max(1, table.numRows),
    };
  });
}

/** The chosen columns with what they mean, and the ids, which never become features. */
export function chosenTable(table: Table, { id, columns }: Choice): Table {
  const names = columns.map(({ name }) => name);
  const levels: [string, { level: Level }][] = columns.map(({ name, level }) => [name, { level }]);
  const schema = new Schema(id === null ? levels : [[id, { role: "id" }], ...levels]);
  return schema.attach(table.select(id === null ? names : [id, ...names]));
}

function typeInWords(type: unknown): string {
  const name = String(type);
  if (/^Int/.test(name)) return "whole number";
  if (/^Float/.test(name)) return "number";
  if (/^(Date|Timestamp)/.test(name)) return "date";
  return name === "Bool" ? "yes or no" : "text";
}
