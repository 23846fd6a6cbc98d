import type { Table } from "apache-arrow";
import { tableFrom, withColumn } from "kindred";
import { formatCsv } from "kindred/io";

/** A CSV file of one line a row of the table: its id, its segment, that segment's name, and whether too little is known of it to rely on that. */
export function labelFile(
  { table, labels, kept }: { table: Table; labels: ArrayLike<number>; kept: readonly (number | null)[] },
  id: string | null,
  names: readonly string[],
): Blob {
  const rows = table.numRows;
  const ids = id === null ? tableFrom({ row: Int32Array.from({ length: rows }, (_, i) => i + 1) }) : table.select([id]);
  const columns: readonly (readonly [name: string, values: Int32Array | string[] | boolean[]])[] = [
    ["segment", Int32Array.from(labels)],
    ["segment_name", Array.from(labels, (label) => names[label]!)],
    ["little_known", kept.map((label) => label === null)],
  ];
  let file = ids;
  for (const [name, values] of columns) file = withColumn(file, name === id ? `${name}_2` : name, values);
  return new Blob([formatCsv(file, { escapeFormulas: true })], { type: "text/csv" });
}
