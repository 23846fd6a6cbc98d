import { readFile } from "node:fs/promises";
import { counted, KindredError } from "../errors/index.js";
import type { ColumnSchema, Schema } from "../table/index.js";
import type { Executors } from "./cluster.js";
import { WHERE } from "./options.js";

/** What a job is about: what is stored for one goes for another with the same. */
export interface JobIdentity {
  /** The version of this package, and so of what it stores. */
  readonly version: string;
  readonly query: string;
  readonly rowId: string;
  readonly schema: readonly (readonly [string, ColumnSchema])[];
  /** Names and types of the query's columns. */
  readonly columns: readonly string[];
  readonly rows: number;
  /** Of the hashes of all rows: the same in any order. */
  readonly hashes: string;
}

/** How many rows there are, and what is left of the hashes of all columns of each: the same in any order. */
export async function hashesOf(
  executors: Pick<Executors, "rows">,
  query: string,
  signal: AbortSignal | undefined,
): Promise<Pick<JobIdentity, "rows" | "hashes">> {
  const [found] = await executors.rows(
    "SELECT count(*) AS n, concat_ws(' ', bit_xor(hash), sum(shiftrightunsigned(hash, 32))) AS hashes " +
      `FROM (SELECT xxhash64(*) AS hash FROM (${query}))`,
    signal,
  );
  return { rows: Number(found!["n"]), hashes: String(found!["hashes"]) };
}

/** Reads all columns of the rows once. */
export async function jobIdentity(
  executors: Pick<Executors, "rows">,
  { query, rowId, schema }: { readonly query: string; readonly rowId: string; readonly schema: Schema | undefined },
  signal: AbortSignal | undefined,
): Promise<JobIdentity> {
  const described = await executors.rows(`DESCRIBE QUERY SELECT * FROM (${query})`, signal);
  const found = await hashesOf(executors, query, signal);
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  return {
    version,
    query,
    rowId,
    schema: schema?.toJSON() ?? [],
    columns: described.map((column) => `${column["col_name"]} ${column["data_type"]}`),
    ...found,
  };
}

/** Refuses to go on with a job that was about something else. */
export function checkSame(before: JobIdentity, now: JobIdentity, name: string): void {
  const difference = differenceOf(before, now);
  if (difference === undefined) return;
  throw new KindredError({
    code: "INVALID_INPUT",
    where: WHERE,
    problem: `the job "${name}" was begun with ${difference}`,
    fix: "Name another job in `resume`, or remove what this one has stored: await people.removeStored()",
  });
}

function differenceOf(before: JobIdentity, now: JobIdentity): string | undefined {
  const same = (key: keyof JobIdentity): boolean => JSON.stringify(before[key]) === JSON.stringify(now[key]);
  if (!same("version")) return `version ${before.version} of this package, and this is ${now.version}`;
  if (!same("query")) return `another query: ${before.query.trim()}`;
  if (!same("rowId")) return `rowId "${before.rowId}", and here it is "${now.rowId}"`;
  if (!same("schema")) return "another schema";
  if (!same("columns")) return `other columns: ${before.columns.join(", ")}`;
  if (!same("rows")) return `${counted(before.rows, "row")}, and there are ${counted(now.rows, "row")} now`;
  return same("hashes") ? undefined : "other values in its rows, or the query gives others each time";
}
