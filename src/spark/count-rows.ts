import { KindredError } from "../errors/index.js";
import type { Cluster } from "./cluster.js";
import { quoted } from "./connect/plans.js";
import { WHERE } from "./options.js";
import type { NamedRows } from "./write-answers.js";

/**
 * How many rows a query has; each must have a name of its own.
 *
 * @throws KindredError INVALID_INPUT where rows have no name, or that of another row.
 */
export async function countRows(
  cluster: Cluster,
  { query, rowId }: NamedRows,
  signal: AbortSignal | undefined,
): Promise<number> {
  const id = quoted(rowId);
  const counted = `SELECT count(*) AS n, count(${id}) AS known, count(DISTINCT ${id}) AS distinct FROM (${query})`;
  const [counts] = await cluster.resumed(() => cluster.rows(counted, signal));
  const [rows, known, distinct] = [Number(counts!["n"]), Number(counts!["known"]), Number(counts!["distinct"])];
  if (known !== rows || distinct !== rows)
    throw new KindredError({
      code: "INVALID_INPUT",
      where: WHERE,
      problem:
        known !== rows
          ? `${rows - known} of ${rows} rows have no ${rowId}`
          : `${rows - distinct} of ${rows} rows have a ${rowId} that another row has`,
      fix: "Name a column that names each row once",
      column: rowId,
    });
  return rows;
}
