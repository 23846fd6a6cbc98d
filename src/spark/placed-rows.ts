import type { Cluster } from "./cluster.js";
import type { PlacedRows } from "./cluster-training.js";
import { quoted } from "./connect/plans.js";
import { RowKeys } from "./row-keys.js";
import { KEY_COLUMN, STORED_ROWS } from "./work.js";
import type { NamedRows } from "./write-answers.js";

/** Types of columns that name rows and are compared as whole numbers. */
const INTEGERS: ReadonlySet<string> = new Set(["tinyint", "smallint", "int", "bigint"]);
/** Where a row lies in sorted ids: its partition, and its place there in the lowest 33 bits. */
const PLACE = "kindred_place";

/**
 * Finds where blocks begin in the order of what names rows: only these ids are sorted, and no other column. Whole numbers and texts are compared by executors;
 * ids of other types are joined with their numbers.
 */
export async function placedRows(
  cluster: Cluster,
  { query, rowId }: NamedRows,
  rows: number,
  signal: AbortSignal | undefined,
): Promise<Pick<PlacedRows, "query" | "bounds">> {
  const id = quoted(rowId);
  const select = async (sql: string) => [...(await cluster.resumed(() => cluster.rows(sql, signal)))];
  const [described] = await select(`DESCRIBE QUERY SELECT ${id} FROM (${query})`);
  const type = String(described!["data_type"]);
  const isText = type === "string";
  const isInteger = INTEGERS.has(type);
  const key = isInteger ? `CAST(${id} AS BIGINT)` : id;
  const keyed = `SELECT *, ${key} AS ${KEY_COLUMN} FROM (${query})`;
  if (rows <= STORED_ROWS && (isText || isInteger)) return { query: keyed, bounds: RowKeys.from([], isText).packed };
  const sorted = `SELECT monotonically_increasing_id() AS ${PLACE}, * FROM (SELECT ${key} AS ${KEY_COLUMN} FROM (${query}) ORDER BY 1)`;
  const path = await cluster.resumed(() => cluster.write(sorted, "ids", signal));
  const counts = await select(
    `SELECT shiftright(${PLACE}, 33) AS part, count(*) AS n FROM parquet.\`${path}\` GROUP BY 1`,
  );
  const number = `element_at(array(${startsOf(counts).join(", ")}), CAST(1 + shiftright(${PLACE}, 33) AS INT)) + (${PLACE} & 8589934591L)`;
  const numbered = `SELECT ${number} AS number, ${KEY_COLUMN} AS id FROM parquet.\`${path}\``;
  if (!isText && !isInteger) {
    const bounds = Array.from({ length: Math.ceil(rows / STORED_ROWS) - 1 }, (_, k) => String((k + 1) * STORED_ROWS));
    return {
      query: `SELECT rows.*, number AS ${KEY_COLUMN} FROM (${query}) AS rows JOIN (${numbered}) AS ids ON rows.${id} = ids.id`,
      bounds: RowKeys.from(bounds, false).packed,
    };
  }
  const found = await select(
    `SELECT number, CAST(id AS STRING) AS id FROM (${numbered}) WHERE number > 0 AND number % ${STORED_ROWS} = 0`,
  );
  const first = found.sort((a, b) => Number(a["number"]) - Number(b["number"])).map((row) => String(row["id"]));
  return { query: keyed, bounds: RowKeys.from(first, isText).packed };
}

/** The number of the first row of every partition, given how many rows those have that are not empty. */
function startsOf(counts: readonly Record<string, unknown>[]): string[] {
  const rows: number[] = [];
  for (const { part, n } of counts) rows[Number(part)] = Number(n);
  let start = 0;
  return Array.from(rows, (n = 0) => {
    const here = `${start}L`;
    start += n;
    return here;
  });
}
