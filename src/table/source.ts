import type { Table } from "apache-arrow";
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
}

/** Is it a Source? */
export function isSource(data: unknown): data is Source {
  return typeof data === "object" && data !== null && "open" in data && typeof data.open === "function";
}
