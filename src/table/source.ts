import type { Table } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import type { FeatureMatrix } from "../matrix/index.js";

/**
 * Rows that can be read again and again, batch by batch: a file, a query, a generator. Every batch has the same columns;
 * how rows are divided into batches changes no answer.
 *
 * @example
 * ```ts
 * import { type Source, Imputer } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const parts = ["AGE,ZONE\n34,a\n,b\n", "AGE,ZONE\n51,b\n"];
 * const source: Source = { open: async function* () { for (const text of parts) yield parseCsv(text); } };
 * const fitted = await new Imputer().fit(source);
 * ```
 */
export interface Source {
  /** Starts again from the first row. */
  open(): AsyncIterable<Table | FeatureMatrix> | Iterable<Table | FeatureMatrix>;
  /** Are the rows on other machines, as many as these hold? What needs all rows in memory then refuses them. */
  readonly isRemote?: boolean;
}

/** The error of what needs all rows in memory, for rows on other machines. */
export function needsMemory(where: string): KindredError {
  return new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: "it needs all rows in memory, and these are on a cluster",
    fix: "Draw as many as fit: await people.sample(100_000, { seed: 1 })",
  });
}

/** Is it a Source? What throws where it is looked at is none, and its reader says so. */
export function isSource(data: unknown): data is Source {
  try {
    return typeof data === "object" && data !== null && "open" in data && typeof data.open === "function";
  } catch {
    return false;
  }
}
