import { Bool, Dictionary, Float64, Int32, Table, Utf8, vectorFromArray } from "apache-arrow";

/** A row by column name. */
export type RowValues = Readonly<Record<string, string | number | boolean | null>>;

/** Rows as an Arrow Table: text, booleans, or numbers by column. */
export function tableOfRows(rows: readonly RowValues[]): Table {
  const names = Object.keys(rows[0]!);
  return new Table(
    Object.fromEntries(
      names.map((name) => {
        const values = rows.map((row) => row[name]!);
        const known = values.find((value) => value !== null);
        const type =
          typeof known === "string"
            ? new Dictionary(new Utf8(), new Int32())
            : typeof known === "boolean"
              ? new Bool()
              : new Float64();
        return [name, vectorFromArray(values as never, type as never)];
      }),
    ) as never,
  );
}
