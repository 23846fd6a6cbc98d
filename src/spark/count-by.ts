import { KindredError } from "../errors/index.js";
import type { Executors } from "./cluster.js";
import { quoted } from "./connect/plans.js";

/** Values of a column that are counted. */
const MAX_COUNTED = 10_000;

/** How many rows of a query hold each value of a column; those without one are counted under null. */
export async function countsBy(
  executors: Executors,
  query: string,
  column: string,
  { where, signal }: { readonly where: string; readonly signal: AbortSignal | undefined },
): Promise<Map<number | string | null, number>> {
  const counts = `SELECT ${quoted(column)} AS value, count(*) AS n FROM (${query}) GROUP BY 1 ORDER BY 1 NULLS LAST LIMIT ${MAX_COUNTED + 1}`;
  const found = await executors.resumed(() => executors.rows(counts, signal));
  if (found.length > MAX_COUNTED)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `column "${column}" has more than ${MAX_COUNTED.toLocaleString("en-US")} values`,
      fix: "Count a column of few values",
      column,
    });
  return new Map(found.map(({ value, n }) => [labelOf(value), Number(n)]));
}

/** A value of Spark's as labels have it. */
function labelOf(value: unknown): number | string | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : String(value);
}
